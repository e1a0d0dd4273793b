import type { Place } from '../../app/router';
import { useText } from '../../i18n';
import { show, useData, useView } from '../../store';
import { threadsUnread } from '../../store/unread';
import { Badge } from '../../ui/Badge';
import { IconButton } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { Link } from '../../ui/Link';
import { isMac } from '../../ui/platform';
import { useCan } from '../useCan';
import { Category } from './Category';
import { Me, TeamMenu } from './menus';
import css from './Sidebar.module.css';

/** The channels of a team in their categories. */
export function Sidebar({ teamId, place }: { teamId: string; place: Place }) {
  const t = useText();
  const team = useData((data) => data.teams[teamId]?.name ?? '');
  const sidebar = useData((data) => data.categories[teamId]);
  const list = sidebar?.order.map((id) => sidebar.byId[id]).filter((one) => one !== undefined) ?? [];
  const browse = useCan('list_team_channels', teamId);
  const unreadsOnly = useView((view) => view.unreadsOnly);
  const newReplies = useData((data) => threadsUnread(data, teamId).unread);
  const mentions = useData((data) => threadsUnread(data, teamId).mentions);
  const threads = place.page === 'threads';
  const drafts = place.page === 'drafts';
  return (
    <nav className={css.sidebar} aria-label={t('sidebar.channels')}>
      <div className={css.head}>
        <TeamMenu teamId={teamId} />
        {browse && (
          <IconButton icon="plus" label={t('sidebar.browse')} onClick={() => show({ dialog: 'browseChannels' })} />
        )}
      </div>
      <button type="button" className={css.find} onClick={() => show({ dialog: 'switcher' })}>
        <Icon name="search" size={15} />
        <span>{t('sidebar.find')}</span>
        <kbd>{isMac ? '⌘K' : 'Ctrl K'}</kbd>
      </button>
      <button
        type="button"
        className={css.filter}
        aria-pressed={unreadsOnly}
        onClick={() => show({ unreadsOnly: !unreadsOnly })}
      >
        <Icon name={unreadsOnly ? 'check' : 'list'} size={14} />
        {t('sidebar.unreadsOnly')}
      </button>
      <div className={css.scroll}>
        <Link
          to={`/${team}/threads`}
          className={`${css.row} ${threads ? css.current : newReplies ? css.unread : ''}`}
          aria-current={threads ? 'page' : undefined}
        >
          <Icon name="thread" size={16} />
          <span className={css.title}>{t('threads.title')}</span>
          {newReplies && mentions === 0 && <span className="sr-only">{t('sidebar.unread')}</span>}
          <Badge count={mentions} label={t('sidebar.mentions', { count: mentions })} />
        </Link>
        <Link
          to={`/${team}/drafts`}
          className={`${css.row} ${drafts ? css.current : ''}`}
          aria-current={drafts ? 'page' : undefined}
        >
          <Icon name="pencil" size={16} />
          <span className={css.title}>{t('drafts.title')}</span>
          <DraftCount />
        </Link>
        {list.map((category) => (
          <Category key={category.id} category={category} />
        ))}
      </div>
      <Me place="foot" />
    </nav>
  );
}

function DraftCount() {
  const count = useData((data) => Object.keys(data.drafts).length + Object.keys(data.scheduled).length);
  return count > 0 ? <span className={css.amount}>{count}</span> : null;
}
