import { type ComponentProps, type ReactNode, useId } from 'react';

import css from './Field.module.css';

interface Labels {
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
}

interface FieldProps extends ComponentProps<'input'>, Labels {
  /** A button at the end of the field. */
  after?: ReactNode;
}

/** A line of text with its label, a hint and what is wrong with it. */
export function Field({ label, hint, error, after, ...rest }: FieldProps) {
  return (
    <Labelled label={label} hint={hint} error={error}>
      {(field) => (
        <div className={css.box}>
          <input {...rest} {...field} />
          {after && <span className={css.after}>{after}</span>}
        </div>
      )}
    </Labelled>
  );
}

/** Several lines of text with their label. */
export function Area({ label, hint, error, ...rest }: ComponentProps<'textarea'> & Labels) {
  return (
    <Labelled label={label} hint={hint} error={error}>
      {(field) => <textarea rows={2} {...rest} {...field} />}
    </Labelled>
  );
}

/** One of several values. */
export function Select({ label, hint, error, ...rest }: ComponentProps<'select'> & Labels) {
  return (
    <Labelled label={label} hint={hint} error={error}>
      {(field) => <select {...rest} {...field} />}
    </Labelled>
  );
}

interface Control {
  id: string;
  className: string | undefined;
  'aria-invalid': boolean;
  'aria-describedby': string | undefined;
}

/** What every field has around it, and what ties the field to that. */
export function Labelled({ label, hint, error, children }: Labels & { children: (field: Control) => ReactNode }) {
  const id = useId();
  const about = `${id}-about`;
  return (
    <div className={css.field}>
      <label className={css.label} htmlFor={id}>
        {label}
      </label>
      {children({
        id,
        className: css.input,
        'aria-invalid': Boolean(error),
        'aria-describedby': error || hint ? about : undefined,
      })}
      <About id={about} hint={hint} error={error} />
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
