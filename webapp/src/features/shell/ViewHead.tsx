import type { ReactNode } from 'react';

import { useText } from '../../i18n';
import { show } from '../../store';
import { IconButton } from '../../ui/Button';
import css from './View.module.css';

/** The head of what stands in the place of a channel, with what can be done there. */
export function ViewHead({ title, children }: { title: string; children?: ReactNode }) {
  const t = useText();
  return (
    <header className={css.head}>
      <IconButton
        icon="menu"
        className={css.menu}
        label={t('shell.openSidebar')}
        onClick={() => show({ sidebarOpen: true })}
      />
      <h1>{title}</h1>
      {children}
    </header>
  );
}
