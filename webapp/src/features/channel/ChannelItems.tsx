import { leave, markChannelRead, setMuted, setPreference } from '../../api/channels';
import { href, navigate } from '../../app/router';
import { useText } from '../../i18n';
import { getData, useData, useView } from '../../store';
import { channelPath, partnerOf } from '../../store/names';
import { unreadOf } from '../../store/unread';
import { MenuItem, MenuSeparator } from '../../ui/Menu';
import { MoveMenu } from '../sidebar/CategoryMenu';

/** Goes elsewhere, if a channel is what is looked at. */
function away(channelId: string): void {
  const { channelId: current, teamId } = useView.getState();
  if (current === channelId) navigate(`/${getData().teams[teamId]?.name ?? ''}`);
}

/** Mutes a channel, or no longer. */
export function MuteItem({ channelId }: { channelId: string }) {
  const t = useText();
  const muted = useData((data) => data.members[channelId]?.notify_props.mark_unread === 'mention');
  return (
    <MenuItem icon={muted ? 'bell' : 'bellOff'} onSelect={() => void setMuted(channelId, !muted)}>
      {t(muted ? 'channel.unmute' : 'channel.mute')}
    </MenuItem>
  );
}

/** Leaves a channel, or closes a conversation, which something new opens again. */
export function LeaveItem({ channelId }: { channelId: string }) {
  const t = useText();
  const channel = useData((data) => data.channels[channelId]);
  const me = useData((data) => data.me?.id ?? '');
  if (!channel) return null;
  if (channel.type === 'O' || channel.type === 'P') {
    return (
      <MenuItem
        icon="signOut"
        danger
        disabled={channel.name === 'town-square'}
        onSelect={() => void leave(channelId).then(() => away(channelId))}
      >
        {t('channel.leave')}
      </MenuItem>
    );
  }
  const close = async () => {
    const [category, name] =
      channel.type === 'D' ? ['direct_channel_show', partnerOf(channel, me)] : ['group_channel_show', channelId];
    await setPreference(category, name, 'false');
    away(channelId);
  };
  return (
    <MenuItem icon="close" onSelect={() => void close()}>
      {t('channel.close')}
    </MenuItem>
  );
}

/** What can be done with a channel where it stands in the sidebar. */
export function ChannelItems({ channelId }: { channelId: string }) {
  const t = useText();
  const teamId = useView((view) => view.teamId);
  const unread = useData((data) => unreadOf(data.channels[channelId], data.members[channelId]).unread);
  const path = useData((data) => {
    const channel = data.channels[channelId];
    return channel ? channelPath(data, channel, teamId) : '/';
  });
  return (
    <>
      <MenuItem icon="check" disabled={!unread} onSelect={() => void markChannelRead(channelId)}>
        {t('channel.markRead')}
      </MenuItem>
      <MuteItem channelId={channelId} />
      <MoveMenu channelId={channelId} teamId={teamId} />
      <MenuItem icon="link" onSelect={() => void navigator.clipboard.writeText(window.location.origin + href(path))}>
        {t('post.copyLink')}
      </MenuItem>
      <MenuSeparator />
      <LeaveItem channelId={channelId} />
    </>
  );
}
