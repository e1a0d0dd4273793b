import type { Team } from '@mattermost/types/teams';
import { useEffect, useState } from 'react';

import { client, errorText } from '../../api/client';
import { signOut } from '../../api/session';
import { enterTeam } from '../../api/teams';
import { lastPlace } from '../../app/last';
import { navigate } from '../../app/router';
import { useText } from '../../i18n';
import { getData, useData } from '../../store';
import { Button } from '../../ui/Button';
import { Field } from '../../ui/Field';
import { Icon } from '../../ui/Icon';
import { Link } from '../../ui/Link';
import auth from '../auth/Auth.module.css';
import { AuthPage, FormError } from '../auth/AuthPage';
import { useSubmit } from '../auth/useSubmit';
import { useCan } from '../useCan';
import { initialsOf, slugOf } from './names';
import css from './Teams.module.css';

/** Teams to join, for people who are in none or want another. */
export function ChooseTeam() {
  const t = useText();
  const mine = useData((data) => data.teamMembers);
  const makeTeams = useCan('create_team', '');
  const [teams, setTeams] = useState<Team[] | null>(null);
  const [error, setError] = useState('');
  useEffect(() => {
    client.getTeams(0, 100).then(
      (list) => setTeams(Array.isArray(list) ? list : list.teams),
      () => setTeams([]),
    );
  }, []);
  const enter = (team: Team) => {
    enterTeam(team).then(
      () => navigate(`/${team.name}/channels/town-square`),
      (failure: unknown) => setError(errorText(failure, t('app.unreachable'))),
    );
  };
  const open = (teams ?? []).filter((team) => team.allow_open_invite || mine[team.id]);
  const leads = makeTeams
    ? ({ some: 'teams.chooseHint', none: 'teams.none' } as const)
    : ({ some: 'teams.chooseHintForMe', none: 'teams.noneForMe' } as const);
  const lead = open.length > 0 ? leads.some : leads.none;
  return (
    <AuthPage title={t('teams.choose')} lead={t(teams ? lead : 'app.loading')}>
      <FormError text={error} />
      <ul className={css.list}>
        {open.map((team) => (
          <li key={team.id}>
            <button type="button" className={css.team} onClick={() => enter(team)}>
              <span className={css.mark}>{initialsOf(team.display_name)}</span>
              <span className={css.name}>{team.display_name}</span>
              <Icon name="chevronRight" size={16} />
            </button>
          </li>
        ))}
      </ul>
      {makeTeams && (
        <div className={css.actions}>
          <Button wide look={open.length === 0 ? 'primary' : 'quiet'} onClick={() => navigate('/create_team')}>
            {t('teams.create')}
          </Button>
        </div>
      )}
      <p className={auth.aside}>
        <button type="button" className={auth.textButton} onClick={() => void signOut().then(() => navigate('/login'))}>
          {t('auth.signOut')}
        </button>
      </p>
    </AuthPage>
  );
}

/** A name for a new team is all that is needed; its address follows. */
export function CreateTeam() {
  const t = useText();
  const hasTeams = useData((data) => Object.keys(data.teamMembers).length > 0);
  const [name, setName] = useState('');
  const { busy, error, submit } = useSubmit(async () => {
    const team = await client.createTeam({ name: slugOf(name), display_name: name.trim(), type: 'O' } as Team);
    await enterTeam(team);
    navigate(`/${team.name}/channels/town-square`);
  });
  return (
    <AuthPage title={t('teams.createTitle')} lead={t('teams.createHint')}>
      <form className={auth.form} onSubmit={submit}>
        <FormError text={error} />
        <Field
          label={t('teams.name')}
          name="team"
          hint={name.trim() ? t('teams.address', { address: `${window.location.host}/${slugOf(name)}` }) : undefined}
          autoFocus
          required
          minLength={2}
          maxLength={64}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <Button type="submit" wide disabled={busy || name.trim().length < 2}>
          {t('teams.create')}
        </Button>
      </form>
      <p className={auth.aside}>
        {hasTeams ? <Link to="/">{t('teams.back')}</Link> : <Link to="/select_team">{t('teams.joinOther')}</Link>}
      </p>
    </AuthPage>
  );
}

/** Where somebody who asked for nothing in particular goes. */
export function homePath(): string {
  const { teams, teamMembers } = getData();
  const mine = Object.values(teams).filter((team) => team && teamMembers[team.id] && team.delete_at === 0);
  const last = mine.find((team) => team?.id === lastPlace('team')) ?? mine[0];
  return last ? `/${last.name}` : '/create_team';
}
