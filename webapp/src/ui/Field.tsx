import { type ComponentProps, type ReactNode, useId } from 'react';

import css from './Field.module.css';

interface FieldProps extends ComponentProps<'input'> {
  label: string;
  hint?: string;
  error?: string;
  /** A button at the end of the field. */
  after?: ReactNode;
}

/** A line of text with its label, a hint and what is wrong with it. */
export function Field({ label, hint, error, after, ...rest }: FieldProps) {
  const id = useId();
  return (
    <div className={css.field}>
      <label className={css.label} htmlFor={id}>
        {label}
      </label>
      <div className={css.box}>
        <input
          {...rest}
          id={id}
          className={css.input}
          aria-invalid={Boolean(error)}
          aria-describedby={error || hint ? `${id}-about` : undefined}
        />
        {after && <span className={css.after}>{after}</span>}
      </div>
      {(error || hint) && (
        <span id={`${id}-about`} className={error ? css.error : css.hint} role={error ? 'alert' : undefined}>
          {error || hint}
        </span>
      )}
    </div>
  );
}

interface AreaProps extends ComponentProps<'textarea'> {
  label: string;
  hint?: string;
}

/** Several lines of text with their label. */
export function Area({ label, hint, ...rest }: AreaProps) {
  const id = useId();
  return (
    <div className={css.field}>
      <label className={css.label} htmlFor={id}>
        {label}
      </label>
      <textarea rows={2} {...rest} id={id} className={css.input} aria-describedby={hint ? `${id}-about` : undefined} />
      {hint && (
        <span id={`${id}-about`} className={css.hint}>
          {hint}
        </span>
      )}
    </div>
  );
}
