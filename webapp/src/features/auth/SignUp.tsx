import { useEffect, useState } from 'react';

import { client, errorId } from '../../api/client';
import { signUp } from '../../api/session';
import { navigate } from '../../app/router';
import { useText } from '../../i18n';
import { useData } from '../../store';
import { Link } from '../../ui/Link';
import css from './Auth.module.css';
import { AuthPage } from './AuthPage';
import { AuthForm, EmailField, NameField, NewPassword } from './fields';
import { invitationOf, markUsed } from './invitation';
import { UNVERIFIED, unverifiedPath } from './SignIn';
import { useSubmit } from './useSubmit';

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
  const [invitation] = useState(() => invitationOf(window.location.search));
  const { inviteId, token } = invitation;
  const named = useInvitedTo(inviteId);
  const team = named || invitation.team;
  const [email, setEmail] = useState(invitation.email);
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const first = config.NoAccounts === 'true';
  const { busy, error, submit } = useSubmit(async () => {
    try {
      markUsed(window.location.search);
      await signUp({ email: email.trim(), username: username.trim().toLowerCase(), password }, inviteId, token);
    } catch (failure) {
      markUsed('');
      if (errorId(failure) !== UNVERIFIED) throw failure;
      navigate(unverifiedPath(email.trim()), { replace: true });
      return;
    }
    navigate('/', { replace: true });
  });
  const invited = inviteId !== '' || token !== '';
  const closed = config.EnableOpenServer !== 'true' && !invited && !first;
  // Whoever has an account comes into the team as well.
  const back = invited ? `?redirect_to=${encodeURIComponent(`/signup_user_complete/${window.location.search}`)}` : '';
  const lead = first ? t('auth.firstAccount') : team ? t('auth.invited', { team }) : closed && t('auth.closed');
  return (
    <AuthPage title={t('auth.signUpAt')} lead={lead}>
      {/* Nobody fills in what cannot be sent. */}
      {!closed && (
        <AuthForm error={error} busy={busy} action={t('auth.signUp')} onSubmit={submit}>
          {/* The invitation is to one address. */}
          <EmailField
            value={email}
            autoFocus={!invitation.email}
            readOnly={token !== '' && invitation.email !== ''}
            onValue={setEmail}
          />
          <NameField label={t('auth.username')} hint={t('auth.usernameHint')} value={username} onValue={setUsername} />
          <NewPassword label={t('auth.password')} value={password} onValue={setPassword} />
        </AuthForm>
      )}
      {!first && (
        <p className={css.aside}>
          {t('auth.haveAccount')} <Link to={`/login${back}`}>{t('auth.signIn')}</Link>
        </p>
      )}
    </AuthPage>
  );
}
