import type { ComponentProps } from 'react';

import css from './Group.module.css';

/** Fields of a form that belong together, with what they are about. */
export function Group({ title, children, ...rest }: ComponentProps<'fieldset'> & { title: string }) {
  return (
    <fieldset {...rest} className={css.group}>
      <legend>{title}</legend>
      {children}
    </fieldset>
  );
}
