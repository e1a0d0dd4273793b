import { signOut } from '../../api/session';
import { setStatus } from '../../api/status';
import { navigate } from '../../app/router';
import { type TextId, useText } from '../../i18n';
import { show, useData } from '../../store';
import { nameOf, nameStyle } from '../../store/names';
import { Avatar } from '../../ui/Avatar';
import { Icon } from '../../ui/Icon';
import { Menu, MenuItem, MenuSeparator, SubMenu } from '../../ui/Menu';
import { useMayMakeChannel } from '../channelKinds';
import { tomorrow } from '../composer/times';
import { Saying, useSaying } from '../profile/Saying';
import { useCan } from '../useCan';
import css from './Sidebar.module.css';

/** The name of the team, and what I may do with it. */
export function TeamMenu({ teamId }: { teamId: string }) {
  const t = useText();
  const name = useData((data) => data.teams[teamId]?.display_name ?? '');
  const inviteMembers = useCan('invite_user', teamId);
  const inviteGuests = useCan('invite_guest', teamId);
  const makeChannels = useMayMakeChannel(teamId);
  const browse = useCan('list_team_channels', teamId);
  const makeTeams = useCan('create_team', '');
  const trigger = (
    <button type="button" className={css.team}>
      <span>{name}</span>
      <Icon name="chevronDown" size={15} />
    </button>
  );
  return (
    <Menu trigger={trigger}>
      {(inviteMembers || inviteGuests) && (
        <MenuItem icon="personAdd" onSelect={() => show({ dialog: 'invite' })}>
          {t('team.invite')}
        </MenuItem>
      )}
      <MenuItem icon="people" onSelect={() => show({ panel: { kind: 'teamMembers', teamId } })}>
        {t('members.team')}
      </MenuItem>
      {makeChannels && (
        <MenuItem icon="hash" onSelect={() => show({ dialog: 'newChannel' })}>
          {t('sidebar.newChannel')}
        </MenuItem>
      )}
      {browse && (
        <MenuItem icon="search" onSelect={() => show({ dialog: 'browseChannels' })}>
          {t('sidebar.browse')}
        </MenuItem>
      )}
      <MenuSeparator />
      {makeTeams && (
        <MenuItem icon="plus" onSelect={() => navigate('/create_team')}>
          {t('teams.create')}
        </MenuItem>
      )}
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

const MINUTE_MS = 60_000;

/** Keeps everybody quiet for a while. */
function QuietMenu() {
  const t = useText();
  const quiet = (until: () => number) => () => void setStatus('dnd', until());
  const after = (minutes: number) => quiet(() => Date.now() + minutes * MINUTE_MS);
  return (
    <SubMenu icon="bellOff" label={t('status.quietFor')}>
      <MenuItem onSelect={after(30)}>{t('say.halfHour')}</MenuItem>
      <MenuItem onSelect={after(60)}>{t('say.hour')}</MenuItem>
      <MenuItem onSelect={after(120)}>{t('say.twoHours')}</MenuItem>
      <MenuItem onSelect={quiet(() => tomorrow(new Date()))}>{t('status.untilTomorrow')}</MenuItem>
    </SubMenu>
  );
}

/** My name and status, and what is mine to set. `place`: above everything, or below the channels on a narrow screen. */
export function Me({ place }: { place: 'top' | 'foot' }) {
  const t = useText();
  const me = useData((data) => data.me);
  const style = useData(nameStyle);
  const status = useData((data) => data.statuses[data.me?.id ?? ''] ?? 'offline');
  const says = useData((data) => data.config.EnableCustomUserStatuses === 'true');
  const saying = useSaying(me?.id ?? '');
  if (!me) return null;
  const label = STATUSES.find(([name]) => name === status)?.[1] ?? 'status.offline';
  const trigger = (
    <button type="button" className={css.me}>
      <Avatar userId={me.id} size={place === 'top' ? 26 : 32} status />
      <span className={place === 'top' ? 'sr-only' : css.who}>
        <span className={css.name} style={{ display: 'block' }}>
          {nameOf(me, style)}
        </span>
        <span className={css.is}>{saying ? <Saying userId={me.id} size={13} words /> : t(label)}</span>
      </span>
      <span className="sr-only">{t('me.menu')}</span>
    </button>
  );
  return (
    <div className={place === 'top' ? css.atTop : css.foot}>
      <Menu trigger={trigger} side={place === 'top' ? 'bottom' : 'top'} align={place === 'top' ? 'end' : 'start'}>
        {STATUSES.map(([name, text]) => (
          <MenuItem key={name} checked={name === status} onSelect={() => void setStatus(name)}>
            {t(text)}
          </MenuItem>
        ))}
        <QuietMenu />
        {says && (
          <MenuItem icon="smile" onSelect={() => show({ dialog: 'status' })}>
            {t('say.menu')}
          </MenuItem>
        )}
        <MenuSeparator />
        <MenuItem icon="at" onSelect={() => show({ panel: { kind: 'mentions' } })}>
          {t('panel.mentions')}
        </MenuItem>
        <MenuItem icon="bookmark" onSelect={() => show({ panel: { kind: 'saved' } })}>
          {t('panel.saved')}
        </MenuItem>
        <MenuItem icon="settings" onSelect={() => show({ dialog: 'settings' })}>
          {t('settings.title')}
        </MenuItem>
        <MenuItem icon="list" onSelect={() => show({ dialog: 'keys' })}>
          {t('keys.title')}
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
