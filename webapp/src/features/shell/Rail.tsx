import { useMemo } from 'react';

import { client } from '../../api/client';
import { useText } from '../../i18n';
import { useData } from '../../store';
import { teamUnread } from '../../store/unread';
import { Icon } from '../../ui/Icon';
import { Link } from '../../ui/Link';
import { initialsOf } from '../teams/names';
import css from './Rail.module.css';

/** My teams, and the way to others. */
export function Rail({ teamId }: { teamId: string }) {
  const t = useText();
  const teams = useData((data) => data.teams);
  const mine = useData((data) => data.teamMembers);
  const list = useMemo(
    () =>
      Object.values(teams)
        .filter((team) => team !== undefined)
        .filter((team) => mine[team.id] && team.delete_at === 0)
        .sort((a, b) => a.display_name.localeCompare(b.display_name)),
    [teams, mine],
  );
  return (
    <nav className={css.rail} aria-label={t('rail.teams')}>
      {list.map((team) => (
        <Link
          key={team.id}
          to={`/${team.name}`}
          className={`${css.team} ${team.id === teamId ? css.current : ''}`}
          aria-current={team.id === teamId ? 'true' : undefined}
          title={team.display_name}
        >
          {team.last_team_icon_update ? (
            <img src={client.getTeamIconUrl(team.id, team.last_team_icon_update)} alt="" width={40} height={40} />
          ) : (
            <span aria-hidden="true">{initialsOf(team.display_name)}</span>
          )}
          <span className="sr-only">{team.display_name}</span>
          {team.id !== teamId && <Badge teamId={team.id} />}
        </Link>
      ))}
      <Link to="/select_team" className={`${css.team} ${css.add}`} aria-label={t('rail.other')} title={t('rail.other')}>
        <Icon name="plus" size={18} />
      </Link>
    </nav>
  );
}

function Badge({ teamId }: { teamId: string }) {
  const mentions = useData((data) => teamUnread(data, teamId).mentions);
  const unread = useData((data) => teamUnread(data, teamId).unread);
  if (mentions > 0) return <span className={css.badge}>{mentions > 99 ? '99+' : mentions}</span>;
  return unread ? <span className={css.dot} /> : null;
}
