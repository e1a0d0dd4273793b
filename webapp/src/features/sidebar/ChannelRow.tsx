import { useState } from 'react';

import { useText } from '../../i18n';
import { useData, useView } from '../../store';
import { channelPath, channelTitle, partnerOf } from '../../store/names';
import { unreadOf } from '../../store/unread';
import { Avatar } from '../../ui/Avatar';
import { Badge } from '../../ui/Badge';
import { IconButton } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { Link } from '../../ui/Link';
import { Menu } from '../../ui/Menu';
import { Saying } from '../profile/Saying';
import { ChannelItems } from '../channel/ChannelItems';
import css from './Sidebar.module.css';

/** A channel in the sidebar. `keys`: those that move it. */
export function ChannelRow({ channelId, keys }: { channelId: string; keys: string }) {
  const t = useText();
  const teamId = useView((view) => view.teamId);
  const current = useView((view) => view.channelId === channelId);
  const channel = useData((data) => data.channels[channelId]);
  const member = useData((data) => data.members[channelId]);
  const me = useData((data) => data.me?.id ?? '');
  const title = useData((data) => (channel ? channelTitle(data, channel) : ''));
  const path = useData((data) => (channel ? channelPath(data, channel, teamId) : '/'));
  // The menu is there once somebody has come near: a sidebar may have hundreds of rows.
  const [near, setNear] = useState(false);
  const [open, setOpen] = useState(false);
  const begun = useData((data) => data.drafts[channelId] !== undefined);
  if (!channel) return null;
  const { unread, mentions } = unreadOf(channel, member);
  const muted = member?.notify_props.mark_unread === 'mention';
  const classes = [css.row, current && css.current, unread && !current && css.unread, muted && css.muted];
  return (
    <>
      <Link
        to={path}
        className={classes.filter(Boolean).join(' ')}
        aria-current={current ? 'page' : undefined}
        aria-keyshortcuts={keys}
        draggable={false}
        onContextMenu={(event) => {
          event.preventDefault();
          setNear(true);
          setOpen(true);
        }}
        onPointerEnter={() => setNear(true)}
      >
        {channel.type === 'D' ? (
          <Avatar userId={partnerOf(channel, me)} size={20} status />
        ) : (
          <Icon name={channel.type === 'G' ? 'people' : channel.type === 'P' ? 'lock' : 'hash'} size={16} />
        )}
        <span className={css.title}>{title}</span>
        {channel.type === 'D' && <Saying userId={partnerOf(channel, me)} size={13} />}
        {begun && !current && (
          <span role="img" aria-label={t('sidebar.draft')}>
            <Icon name="pencil" size={14} />
          </span>
        )}
        {unread && !current && mentions === 0 && <span className="sr-only">{t('sidebar.unread')}</span>}
        {!current && <Badge count={mentions} label={t('sidebar.mentions', { count: mentions })} />}
      </Link>
      {near && (
        <Menu
          open={open}
          onOpenChange={setOpen}
          trigger={
            <IconButton
              small
              icon="more"
              className={css.rowMenu}
              tabIndex={-1}
              label={t('sidebar.more', { channel: title })}
            />
          }
        >
          <ChannelItems channelId={channelId} />
        </Menu>
      )}
    </>
  );
}
