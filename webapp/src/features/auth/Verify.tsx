import { useEffect, useState } from 'react';

import { client, errorText } from '../../api/client';
import { useText } from '../../i18n';
import { Link } from '../../ui/Link';
import css from './Auth.module.css';
import { AuthPage, FormError } from './AuthPage';
import { AuthForm, EmailField } from './fields';
import { useSubmit } from './useSubmit';

const queried = (name: string) => new URLSearchParams(window.location.search).get(name) ?? '';

/** An account whose address is not confirmed yet cannot sign in: says what to do, and sends the mail again. */
export function Unverified() {
  const t = useText();
  const [email, setEmail] = useState(() => queried('email'));
  const [again, setAgain] = useState(false);
  const { busy, error, submit } = useSubmit(async () => {
    await client.sendVerificationEmail(email.trim());
    setAgain(true);
  });
  return (
    <AuthPage title={t('verify.title')} lead={t(again ? 'verify.again' : 'verify.lead')}>
      <AuthForm error={error} busy={busy} action={t('verify.send')} onSubmit={submit}>
        <EmailField autoFocus={false} value={email} onValue={setEmail} />
      </AuthForm>
      <p className={css.aside}>
        <Link to="/login">{t('auth.backToSignIn')}</Link>
      </p>
    </AuthPage>
  );
}

/** Where the link in the mail leads: the address is confirmed by opening it. */
export function Verify() {
  const t = useText();
  const [state, setState] = useState('asking');
  useEffect(() => {
    let wanted = true;
    verified(queried('token')).then(
      () => wanted && setState('done'),
      (failure: unknown) => wanted && setState(errorText(failure, t('app.unreachable'))),
    );
    return () => {
      wanted = false;
    };
  }, [t]);
  if (state === 'asking') return <div className={css.page} role="status" aria-label={t('app.loading')} />;
  if (state === 'done') {
    return (
      <AuthPage title={t('verify.done')} lead={t('verify.doneLead')}>
        <p className={css.aside}>
          <Link to="/login">{t('auth.signIn')}</Link>
        </p>
      </AuthPage>
    );
  }
  return (
    <AuthPage title={t('verify.failed')}>
      <div className={css.form}>
        <FormError text={state} />
      </div>
      <p className={css.aside}>
        <Link to={`/should_verify_email?email=${encodeURIComponent(queried('email'))}`}>{t('verify.send')}</Link>
      </p>
    </AuthPage>
  );
}

const asked = new Map<string, Promise<unknown>>();

/** Asks once for each token, which counts once. */
function verified(token: string): Promise<unknown> {
  const asking = asked.get(token) ?? client.verifyUserEmail(token);
  asked.set(token, asking);
  return asking;
}
