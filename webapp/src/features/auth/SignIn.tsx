import { useState } from 'react';

import { basePath, client, errorId } from '../../api/client';
import { signIn } from '../../api/session';
import { navigate } from '../../app/router';
import { useText } from '../../i18n';
import { useData, useView } from '../../store';
import { siteName } from '../../store/names';
import { Link } from '../../ui/Link';
import { part } from '../../ui/part';
import css from './Auth.module.css';
import { AuthPage } from './AuthPage';
import { AuthForm, CodeField, EmailField, KnownPassword, NameField, NewPassword } from './fields';
import { useSubmit } from './useSubmit';

const MFA_WANTED = 'mfa.validate_token.authenticate.app_error';
/** The address of the account is not confirmed yet. */
export const UNVERIFIED = 'api.user.login.not_verified.app_error';

/** Few servers have guests like that. */
const LinkSignIn = part(() => import('./LinkSignIn').then((one) => one.LinkSignIn));

/** The link of a guest that led here was used before, or is too old. */
const isLinkSpent = (): boolean => new URLSearchParams(window.location.search).get('link') === 'spent';

/** Where somebody is told to confirm an address. */
export const unverifiedPath = (email: string): string =>
  `/should_verify_email${email.includes('@') ? `?email=${encodeURIComponent(email)}` : ''}`;

/** Where to go after signing in: the page that was asked for. */
function afterwards(): string {
  const wanted = new URLSearchParams(window.location.search).get('redirect_to') ?? '/';
  return wanted.startsWith('/') && !wanted.startsWith('//') ? wanted : '/';
}

export function SignIn() {
  const t = useText();
  const config = useData((data) => data.config);
  const site = useData(siteName);
  const ended = useView((view) => view.ended);
  const [loginId, setLoginId] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [needsCode, setNeedsCode] = useState(false);
  const { busy, error, submit } = useSubmit(async () => {
    // Whoever is signed in is led home from here: the address may be another one by then.
    const after = afterwards();
    try {
      await signIn(loginId.trim(), password, code.trim());
    } catch (failure) {
      if (errorId(failure) === MFA_WANTED && !needsCode) {
        setNeedsCode(true);
        return;
      }
      if (errorId(failure) === UNVERIFIED) {
        navigate(unverifiedPath(loginId.trim()));
        return;
      }
      throw failure;
    }
    navigate(after, { replace: true });
  });
  return (
    <AuthPage
      title={t('auth.signInTo', { site: site })}
      lead={ended ? t('auth.ended') : isLinkSpent() && t('auth.linkSpent')}
    >
      <AuthForm error={error} busy={busy} action={t('auth.signIn')} onSubmit={submit}>
        <NameField label={t('auth.loginId')} autoFocus value={loginId} onValue={setLoginId} />
        <KnownPassword label={t('auth.password')} value={password} onValue={setPassword} />
        {needsCode && <CodeField value={code} onValue={setCode} />}
      </AuthForm>
      {config.EnableGuestMagicLink === 'true' && <LinkSignIn loginId={loginId.trim()} />}
      <Services />
      {config.EnableSignUpWithEmail !== 'false' && (
        <p className={css.aside}>
          {t('auth.noAccount')} <Link to="/signup_user_complete">{t('auth.signUp')}</Link>
        </p>
      )}
      {config.PasswordEnableForgotLink !== 'false' && (
        <p className={css.aside}>
          <Link to="/reset_password">{t('auth.forgotten')}</Link>
        </p>
      )}
    </AuthPage>
  );
}

/** Other services that this server lets people sign in with. */
function Services() {
  const t = useText();
  const config = useData((data) => data.config);
  const services: [boolean, string, string][] = [
    [config.EnableSignUpWithGitLab === 'true', config.GitLabButtonText || 'GitLab', 'oauth/gitlab/login'],
    [config.EnableSignUpWithGoogle === 'true', 'Google', 'oauth/google/login'],
    [config.EnableSignUpWithOffice365 === 'true', 'Entra ID', 'oauth/office365/login'],
    [config.EnableSignUpWithOpenId === 'true', config.OpenIdButtonText || 'OpenID Connect', 'oauth/openid/login'],
    [config.EnableSaml === 'true', config.SamlLoginButtonText || 'SAML', 'login/sso/saml'],
  ];
  const offered = services.filter(([on]) => on);
  if (offered.length === 0) return null;
  return (
    <div className={css.services}>
      {offered.map(([, service, path]) => (
        <a key={path} className={css.service} href={`${basePath}/${path}`}>
          {t('auth.with', { service })}
        </a>
      ))}
    </div>
  );
}

export function Forgotten() {
  const t = useText();
  const [email, setEmail] = useState('');
  const [sent, setSent] = useState(false);
  const { busy, error, submit } = useSubmit(async () => {
    await client.sendPasswordResetEmail(email.trim());
    setSent(true);
  });
  return (
    <AuthPage title={t('auth.resetTitle')} lead={sent ? t('auth.resetSent') : t('auth.resetHint')}>
      {!sent && (
        <AuthForm error={error} busy={busy} action={t('auth.resetSend')} onSubmit={submit}>
          <EmailField value={email} onValue={setEmail} />
        </AuthForm>
      )}
      <p className={css.aside}>
        <Link to="/login">{t('auth.backToSignIn')}</Link>
      </p>
    </AuthPage>
  );
}

export function Reset() {
  const t = useText();
  const [password, setPassword] = useState('');
  const { busy, error, submit } = useSubmit(async () => {
    const token = new URLSearchParams(window.location.search).get('token') ?? '';
    await client.resetUserPassword(token, password);
    navigate('/login', { replace: true });
  });
  return (
    <AuthPage title={t('auth.resetTitle')}>
      <AuthForm error={error} busy={busy} action={t('auth.setPassword')} onSubmit={submit}>
        <NewPassword label={t('auth.newPassword')} autoFocus value={password} onValue={setPassword} />
      </AuthForm>
    </AuthPage>
  );
}
