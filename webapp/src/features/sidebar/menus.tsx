import type { UserStatus } from '@mattermost/types/users';

import { client } from '../../api/client';
import { signOut } from '../../api/session';
import { navigate } from '../../app/router';
import { type TextId, useText } from '../../i18n';
import { apply, getData, show, useData } from '../../store';
import { withEntry } from '../../store/data';
import { nameOf, nameStyle } from '../../store/names';
import { Avatar } from '../../ui/Avatar';
import { Icon } from '../../ui/Icon';
import { Menu, MenuItem, MenuSeparator } from '../../ui/Menu';
import css from './Sidebar.module.css';

/** The name of the team, and what can be done with it. */
export function TeamMenu({ teamId }: { teamId: string }) {
  const t = useText();
  const name = useData((data) => data.teams[teamId]?.display_name ?? '');
  const trigger = (
    <button type="button" className={css.team}>
      <span>{name}</span>
      <Icon name="chevronDown" size={15} />
    </button>
  );
  return (
    <Menu trigger={trigger}>
      <MenuItem icon="personAdd" onSelect={() => show({ dialog: 'invite' })}>
        {t('team.invite')}
      </MenuItem>
      <MenuItem icon="people" onSelect={() => show({ panel: { kind: 'teamMembers', teamId } })}>
        {t('members.team')}
      </MenuItem>
      <MenuItem icon="hash" onSelect={() => show({ dialog: 'newChannel' })}>
        {t('sidebar.newChannel')}
      </MenuItem>
      <MenuItem icon="search" onSelect={() => show({ dialog: 'browseChannels' })}>
        {t('sidebar.browse')}
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon="plus" onSelect={() => navigate('/create_team')}>
        {t('teams.create')}
      </MenuItem>
      <MenuItem icon="people" onSelect={() => navigate('/select_team')}>
        {t('rail.other')}
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon="signOut" danger onSelect={() => show({ dialog: 'leaveTeam' })}>
        {t('team.leave')}
      </MenuItem>
    </Menu>
  );
}

const STATUSES: readonly (readonly [string, TextId])[] = [
  ['online', 'status.online'],
  ['away', 'status.away'],
  ['dnd', 'status.dnd'],
  ['offline', 'status.offline'],
];

/** Roles that open pages of the console; the console itself asks the server which. */
const CONSOLE_ROLE = /\bsystem_(admin|manager|user_manager|read_only_admin)\b/;

async function setStatus(status: string): Promise<void> {
  const me = getData().me?.id ?? '';
  await client.updateStatus({ user_id: me, status } as UserStatus);
  apply((data) => ({ ...data, statuses: withEntry(data.statuses, me, status) }));
}

/** My name and status, and what is mine to set. */
export function Me() {
  const t = useText();
  const me = useData((data) => data.me);
  const style = useData(nameStyle);
  const status = useData((data) => data.statuses[data.me?.id ?? ''] ?? 'offline');
  if (!me) return null;
  const label = STATUSES.find(([name]) => name === status)?.[1] ?? 'status.offline';
  const trigger = (
    <button type="button" className={css.me}>
      <Avatar userId={me.id} size={32} status />
      <span className={css.who}>
        <span className={css.name} style={{ display: 'block' }}>
          {nameOf(me, style)}
        </span>
        <span className={css.is}>{t(label)}</span>
      </span>
      <span className="sr-only">{t('me.menu')}</span>
    </button>
  );
  return (
    <div className={css.foot}>
      <Menu trigger={trigger} side="top">
        {STATUSES.map(([name, text]) => (
          <MenuItem key={name} checked={name === status} onSelect={() => void setStatus(name)}>
            {t(text)}
          </MenuItem>
        ))}
        <MenuSeparator />
        <MenuItem icon="bookmark" onSelect={() => show({ panel: { kind: 'saved' } })}>
          {t('panel.saved')}
        </MenuItem>
        <MenuItem icon="settings" onSelect={() => show({ dialog: 'settings' })}>
          {t('settings.title')}
        </MenuItem>
        {CONSOLE_ROLE.test(me.roles) && (
          <MenuItem icon="shield" onSelect={() => navigate('/admin_console')}>
            {t('me.console')}
          </MenuItem>
        )}
        <MenuSeparator />
        <MenuItem icon="signOut" onSelect={() => void signOut().then(() => navigate('/login'))}>
          {t('auth.signOut')}
        </MenuItem>
      </Menu>
    </div>
  );
}
