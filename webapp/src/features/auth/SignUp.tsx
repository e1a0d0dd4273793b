import { useEffect, useState } from 'react';

import { client } from '../../api/client';
import { signUp } from '../../api/session';
import { navigate } from '../../app/router';
import { useText } from '../../i18n';
import { useData } from '../../store';
import { Link } from '../../ui/Link';
import css from './Auth.module.css';
import { AuthPage } from './AuthPage';
import { AuthForm, EmailField, NameField, NewPassword } from './fields';
import { useSubmit } from './useSubmit';

const inviteOf = () => new URLSearchParams(window.location.search).get('id') ?? '';

/** The name of the team that an invitation is for. */
function useInvitedTo(inviteId: string): string {
  const [team, setTeam] = useState('');
  useEffect(() => {
    if (!inviteId) return;
    let wanted = true;
    client.getTeamInviteInfo(inviteId).then(
      (info) => wanted && setTeam(info.display_name),
      () => undefined,
    );
    return () => {
      wanted = false;
    };
  }, [inviteId]);
  return team;
}

export function SignUp() {
  const t = useText();
  const config = useData((data) => data.config);
  const [inviteId] = useState(inviteOf);
  const team = useInvitedTo(inviteId);
  const [email, setEmail] = useState('');
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const first = config.NoAccounts === 'true';
  const { busy, error, submit } = useSubmit(async () => {
    await signUp({ email: email.trim(), username: username.trim().toLowerCase(), password }, inviteId);
    navigate('/', { replace: true });
  });
  const closed = config.EnableOpenServer !== 'true' && !inviteId ? t('auth.closed') : undefined;
  const lead = first ? t('auth.firstAccount') : team ? t('auth.invited', { team }) : closed;
  return (
    <AuthPage title={t('auth.signUpAt')} lead={lead}>
      <AuthForm error={error} busy={busy} action={t('auth.signUp')} onSubmit={submit}>
        <EmailField value={email} onValue={setEmail} />
        <NameField label={t('auth.username')} hint={t('auth.usernameHint')} value={username} onValue={setUsername} />
        <NewPassword label={t('auth.password')} value={password} onValue={setPassword} />
      </AuthForm>
      {!first && (
        <p className={css.aside}>
          {t('auth.haveAccount')} <Link to="/login">{t('auth.signIn')}</Link>
        </p>
      )}
    </AuthPage>
  );
}
