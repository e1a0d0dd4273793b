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
      <About id={`${id}-about`} hint={hint} error={error} />
    </div>
  );
}

interface AreaProps extends ComponentProps<'textarea'> {
  label: string;
  hint?: string;
  error?: string;
}

/** Several lines of text with their label. */
export function Area({ label, hint, error, ...rest }: AreaProps) {
  const id = useId();
  return (
    <div className={css.field}>
      <label className={css.label} htmlFor={id}>
        {label}
      </label>
      <textarea
        rows={2}
        {...rest}
        id={id}
        className={css.input}
        aria-invalid={Boolean(error)}
        aria-describedby={error || hint ? `${id}-about` : undefined}
      />
      <About id={`${id}-about`} hint={hint} error={error} />
    </div>
  );
}

interface SelectProps extends ComponentProps<'select'> {
  label: string;
  hint?: string;
  error?: string;
}

/** One of several values. */
export function Select({ label, hint, error, ...rest }: SelectProps) {
  const id = useId();
  return (
    <div className={css.field}>
      <label className={css.label} htmlFor={id}>
        {label}
      </label>
      <select
        {...rest}
        id={id}
        className={css.input}
        aria-invalid={Boolean(error)}
        aria-describedby={error || hint ? `${id}-about` : undefined}
      />
      <About id={`${id}-about`} hint={hint} error={error} />
    </div>
  );
}

/** What is wrong with a field, or else what it is for. */
function About({ id, hint, error }: { id: string; hint: string | undefined; error: string | undefined }) {
  if (!error && !hint) return null;
  return (
    <span id={id} className={error ? css.error : css.hint} role={error ? 'alert' : undefined}>
      {error || hint}
    </span>
  );
}
