import type { ReactNode } from 'react';

import { Head } from './Head';
import css from './View.module.css';

/** The head of what stands in the place of a channel, with what can be done there. */
export function ViewHead({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <Head>
      <h1 className={css.title}>{title}</h1>
      {children}
    </Head>
  );
}
