import { useEffect, useState } from 'react';

import { client, errorText } from '../../api/client';
import { enterTeam } from '../../api/teams';
import { navigate } from '../../app/router';
import { useText } from '../../i18n';
import { Link } from '../../ui/Link';
import { homePath } from '../teams/TeamPages';
import css from './Auth.module.css';
import { AuthPage, FormError } from './AuthPage';
import { invitationOf, isUsed } from './invitation';

/** Brings somebody who has an account into the team of an invitation. */
export function Join() {
  const t = useText();
  const [invitation] = useState(() => invitationOf(window.location.search));
  const [error, setError] = useState('');
  useEffect(() => {
    const { inviteId, token } = invitation;
    if ((!inviteId && !token) || isUsed(window.location.search)) {
      navigate(homePath(), { replace: true });
      return undefined;
    }
    let wanted = true;
    const join = async () => {
      const { team_id: teamId } = await client.addToTeamFromInvite(token, inviteId);
      const team = await client.getTeam(teamId);
      await enterTeam(team);
      if (wanted) navigate(`/${team.name}/channels/town-square`, { replace: true });
    };
    join().catch((failure: unknown) => wanted && setError(errorText(failure, t('app.unreachable'))));
    return () => {
      wanted = false;
    };
  }, [invitation, t]);
  if (!error) return <div className={css.page} role="status" aria-label={t('app.loading')} />;
  return (
    <AuthPage title={t('join.failed')}>
      <div className={css.form}>
        <FormError text={error} />
      </div>
      <p className={css.aside}>
        <Link to={homePath()}>{t('shell.goHome')}</Link>
      </p>
    </AuthPage>
  );
}
