import { useEffect, useState } from 'react';

import { kindOf } from '../../api/access';
import { client } from '../../api/client';
import { useText } from '../../i18n';
import { Markdown } from '../../markdown/Markdown';
import { show, useData, useView } from '../../store';
import { channelTitle, partnerOf } from '../../store/names';
import { Avatar } from '../../ui/Avatar';
import { IconButton } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { Menu, MenuItem, MenuSeparator } from '../../ui/Menu';
import { useBookmarkRights } from '../bookmarks/rights';
import { Head } from '../shell/Head';
import { MoveMenu } from '../sidebar/CategoryMenu';
import { useCan } from '../useCan';
import { useComings } from '../useComings';
import css from './Channel.module.css';
import { LeaveItem, MuteItem } from './ChannelItems';

/** The name of a channel, what it is about, and what can be done with it. */
export function ChannelHeader({ channelId }: { channelId: string }) {
  const t = useText();
  const channel = useData((data) => data.channels[channelId]);
  const title = useData((data) => (channel ? channelTitle(data, channel) : ''));
  const me = useData((data) => data.me?.id ?? '');
  const canArchive = useCan(
    kindOf(channel, 'delete_public_channel', 'delete_private_channel'),
    channel?.team_id ?? '',
    channelId,
  );
  const canChange = useCan(
    kindOf(channel, 'manage_public_channel_properties', 'manage_private_channel_properties'),
    channel?.team_id ?? '',
    channelId,
  );
  const conversation = channel?.type === 'D' || channel?.type === 'G';
  const { add: canBookmark } = useBookmarkRights(channelId);
  if (!channel) return null;
  const trigger = (
    <button type="button" className={css.title} aria-label={t('channel.menu', { channel: title })}>
      {channel.type === 'D' ? (
        <Avatar userId={partnerOf(channel, me)} size={24} status />
      ) : (
        <Icon name={channel.type === 'G' ? 'people' : channel.type === 'P' ? 'lock' : 'hash'} size={17} />
      )}
      <h1>{title}</h1>
      <Icon name="chevronDown" size={15} />
    </button>
  );
  return (
    <Head>
      <div className={css.about}>
        <Menu trigger={trigger}>
          <MenuItem icon="people" onSelect={() => show({ panel: { kind: 'members', channelId } })}>
            {t('channel.members')}
          </MenuItem>
          <MenuItem icon="pin" onSelect={() => show({ panel: { kind: 'pinned', channelId } })}>
            {t('channel.pinned')}
          </MenuItem>
          <MenuItem icon="file" onSelect={() => show({ panel: { kind: 'files', channelId } })}>
            {t('panel.files')}
          </MenuItem>
          <MenuItem icon="eye" onSelect={() => show({ panel: { kind: 'info', channelId } })}>
            {t('info.title')}
          </MenuItem>
          <MenuItem icon="clock" onSelect={() => show({ dialog: 'toDate' })}>
            {t('toDate.title')}
          </MenuItem>
          {canBookmark && (
            <MenuItem icon="bookmark" onSelect={() => show({ dialog: 'bookmark' })}>
              {t('bookmarks.addLink')}
            </MenuItem>
          )}
          {(canChange || conversation) && (
            <MenuItem icon="settings" onSelect={() => show({ dialog: 'channelSettings' })}>
              {t('channel.settings')}
            </MenuItem>
          )}
          <MoveMenu channelId={channelId} teamId={useView.getState().teamId} />
          {channel.type !== 'D' && (
            <MenuItem icon="bell" onSelect={() => show({ dialog: 'channelNotify' })}>
              {t('notify.channel')}
            </MenuItem>
          )}
          <MuteItem channelId={channelId} />
          <MenuSeparator />
          {canArchive && channel.delete_at === 0 && channel.name !== 'town-square' && (
            <MenuItem icon="lock" danger onSelect={() => show({ dialog: 'archive' })}>
              {t('channel.archive')}
            </MenuItem>
          )}
          <LeaveItem channelId={channelId} />
        </Menu>
        {(channel.header || channel.purpose) && (
          <div className={css.topic}>
            <Markdown text={channel.header || channel.purpose} />
          </div>
        )}
      </div>
      {channel.type !== 'D' && <MemberCount channelId={channelId} />}
      <IconButton
        icon="pin"
        label={t('channel.pinned')}
        onClick={() => show({ panel: { kind: 'pinned', channelId } })}
      />
    </Head>
  );
}

function MemberCount({ channelId }: { channelId: string }) {
  const t = useText();
  const [count, setCount] = useState(0);
  const comings = useComings(channelId);
  useEffect(() => {
    let wanted = true;
    client.getChannelStats(channelId).then(
      (stats) => wanted && setCount(stats.member_count),
      () => undefined,
    );
    return () => {
      wanted = false;
    };
  }, [channelId, comings]);
  return (
    <button
      type="button"
      className={css.count}
      aria-label={t('channel.memberCount', { count })}
      title={t('channel.members')}
      onClick={() => show({ panel: { kind: 'members', channelId } })}
    >
      <Icon name="people" size={17} />
      {count > 0 && count}
    </button>
  );
}
