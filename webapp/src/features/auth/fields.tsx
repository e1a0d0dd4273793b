import type { ChangeEvent, ComponentProps, FormEventHandler, ReactNode } from 'react';

import { useText } from '../../i18n';
import { useData } from '../../store';
import { Button } from '../../ui/Button';
import { Field } from '../../ui/Field';
import css from './Auth.module.css';
import { FormError } from './AuthPage';
import { PasswordField } from './PasswordField';

interface FormProps {
  error: string;
  busy: boolean;
  /** What the button says. */
  action: string;
  onSubmit: FormEventHandler;
  children: ReactNode;
}

/** The form of a page before the chat. */
export function AuthForm({ error, busy, action, onSubmit, children }: FormProps) {
  return (
    <form className={css.form} onSubmit={onSubmit}>
      <FormError text={error} />
      {children}
      <Button type="submit" wide disabled={busy}>
        {action}
      </Button>
    </form>
  );
}

interface ValueProps {
  value: string;
  onValue: (value: string) => void;
}

/** What has to be there of an account. */
function Needed({ onValue, ...rest }: ValueProps & Omit<ComponentProps<typeof Field>, 'value'>) {
  return <Field required {...rest} onChange={(event) => onValue(event.target.value)} />;
}

export function EmailField(props: ValueProps & { autoFocus?: boolean; readOnly?: boolean }) {
  const t = useText();
  return <Needed label={t('auth.email')} name="email" type="email" autoComplete="email" autoFocus {...props} />;
}

/** The name of an account, or what else signs in with it. */
export function NameField(props: ValueProps & { label: string; hint?: string; autoFocus?: boolean }) {
  return <Needed name="username" autoComplete="username" autoCapitalize="none" spellCheck={false} {...props} />;
}

/** The password that somebody has. */
export function KnownPassword({ onValue, ...rest }: ValueProps & { label: string }) {
  const change = (event: ChangeEvent<HTMLInputElement>) => onValue(event.target.value);
  return <PasswordField required autoComplete="current-password" {...rest} onChange={change} />;
}

/** A password that is chosen, with what the server wants of it. */
export function NewPassword({ onValue, ...rest }: ValueProps & { label: string; autoFocus?: boolean }) {
  const t = useText();
  const count = useData((data) => data.config.PasswordMinimumLength ?? '8');
  const hint = t('auth.passwordHint', { count });
  const change = (event: ChangeEvent<HTMLInputElement>) => onValue(event.target.value);
  return <PasswordField required hint={hint} autoComplete="new-password" {...rest} onChange={change} />;
}

/** The code of a second factor. */
export function CodeField(props: ValueProps) {
  const t = useText();
  const label = t('auth.mfaCode');
  return <Needed label={label} name="code" inputMode="numeric" autoComplete="one-time-code" autoFocus {...props} />;
}
