import type { ComponentProps } from 'react';

import css from './Check.module.css';

interface CheckProps extends ComponentProps<'input'> {
  hint?: string | undefined;
  /** One of many. */
  small?: boolean;
}

/** Something that is so or is not, with what it is beside its box. */
export function Check({ hint, small, children, ...rest }: CheckProps) {
  return (
    <label className={`${css.check} ${small ? css.small : ''}`}>
      <input {...rest} type="checkbox" />
      <span>
        {children}
        {hint && <small>{hint}</small>}
      </span>
    </label>
  );
}
