import type { ChannelCategory } from '@mattermost/types/channel_categories';
import { useMemo, useState } from 'react';
import { useShallow } from 'zustand/react/shallow';

import { changeCategory, moveToCategory } from '../../api/categories';
import type { Place } from '../../app/router';
import { useText } from '../../i18n';
import { show, useData, useView } from '../../store';
import { unreadOf } from '../../store/unread';
import { IconButton } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { Link } from '../../ui/Link';
import { CategoryMenu, useCategoryTitle } from './CategoryMenu';
import { ChannelRow } from './ChannelRow';
import { Me, TeamMenu } from './menus';
import { channelsOf } from './order';
import css from './Sidebar.module.css';

const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** The channels of a team in their categories. */
export function Sidebar({ teamId, place }: { teamId: string; place: Place }) {
  const t = useText();
  const team = useData((data) => data.teams[teamId]?.name ?? '');
  const sidebar = useData((data) => data.categories[teamId]);
  const list = sidebar?.order.map((id) => sidebar.byId[id]).filter((one) => one !== undefined) ?? [];
  const unreadsOnly = useView((view) => view.unreadsOnly);
  const threads = place.page === 'threads';
  const drafts = place.page === 'drafts';
  return (
    <nav className={css.sidebar} aria-label={t('sidebar.channels')}>
      <div className={css.head}>
        <TeamMenu teamId={teamId} />
        <IconButton icon="plus" label={t('sidebar.browse')} onClick={() => show({ dialog: 'browseChannels' })} />
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
          className={`${css.row} ${threads ? css.current : ''}`}
          aria-current={threads ? 'page' : undefined}
        >
          <Icon name="thread" size={16} />
          <span className={css.title}>{t('threads.title')}</span>
          <ThreadBadge />
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
      <Me />
    </nav>
  );
}

function DraftCount() {
  const count = useData((data) => Object.keys(data.drafts).length + Object.keys(data.scheduled).length);
  return count > 0 ? <span className={css.amount}>{count}</span> : null;
}

function ThreadBadge() {
  const mentions = useData((data) =>
    Object.values(data.threads).reduce((sum, thread) => sum + (thread?.following ? thread.unreadMentions : 0), 0),
  );
  return mentions > 0 ? <span className={css.badge}>{mentions}</span> : null;
}

const DRAGGED = 'application/x-roost-channel';

function Category({ category }: { category: ChannelCategory }) {
  const t = useText();
  const current = useView((view) => view.channelId);
  const [over, setOver] = useState(false);
  const parts = useData(
    useShallow(({ channels, members, users, preferences, config, me, categories, teams }) => ({
      channels,
      members,
      users,
      preferences,
      config,
      me,
      categories,
      teams,
    })),
  );
  const channels = useMemo(() => channelsOf(parts, category, current), [parts, category, current]);
  const title = useCategoryTitle()(category);
  const unreadsOnly = useView((view) => view.unreadsOnly);
  if (category.type === 'favorites' && channels.length === 0) return null;
  const shown =
    category.collapsed || unreadsOnly
      ? channels.filter((one) => one.id === current || unreadOf(one, parts.members[one.id]).unread)
      : channels;
  const direct = category.type === 'direct_messages';
  const drop = (channelId: string) => {
    if (channelId) void moveToCategory(channelId, category);
  };
  return (
    <section
      className={`${css.category} ${over ? css.over : ''}`}
      aria-label={title}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes(DRAGGED)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        setOver(false);
        drop(event.dataTransfer.getData(DRAGGED));
      }}
    >
      <div className={css.heading}>
        <button
          type="button"
          aria-expanded={!category.collapsed}
          onClick={() => void changeCategory(category, { collapsed: !category.collapsed })}
        >
          <span className={`${css.chevron} ${category.collapsed ? css.closed : ''}`}>
            <Icon name="chevronDown" size={14} />
          </span>
          {title}
        </button>
        <CategoryMenu category={category} title={title} />
        {(direct || category.type === 'channels') && (
          <IconButton
            small
            icon="plus"
            label={t(direct ? 'sidebar.newDirect' : 'sidebar.newChannel')}
            onClick={() => show({ dialog: direct ? 'directMessage' : 'newChannel' })}
          />
        )}
      </div>
      <ul className={css.list}>
        {shown.map((channel) => (
          <li
            key={channel.id}
            draggable
            onDragStart={(event) => {
              event.dataTransfer.setData(DRAGGED, channel.id);
              event.dataTransfer.effectAllowed = 'move';
            }}
          >
            <ChannelRow channelId={channel.id} />
          </li>
        ))}
      </ul>
    </section>
  );
}
