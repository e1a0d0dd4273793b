import type { Channel, ServerChannel } from '@mattermost/types/channels';

import { apply, getData } from '../store';
import { leaveChannel, markRead } from '../store/counts';
import { preferenceKey, withEntry } from '../store/data';
import { setDeletedAt } from '../store/events';
import type { Here } from '../store/notify';
import { client, isAway } from './client';
import { keepUsers, loadCategories, loadChannel } from './load';

/** Makes a channel and takes it in. */
export async function createChannel(
  teamId: string,
  fields: Pick<Channel, 'name' | 'display_name' | 'purpose' | 'type'>,
): Promise<ServerChannel> {
  const channel = await client.createChannel({ ...fields, team_id: teamId });
  await Promise.all([loadChannel(channel.id), loadCategories(teamId)]);
  return channel;
}

/** Joins an open channel and takes it in. */
export async function joinChannel(channel: Channel): Promise<void> {
  const { me, members } = getData();
  if (!members[channel.id]) await client.addToChannel(me?.id ?? '', channel.id);
  await Promise.all([loadChannel(channel.id), loadCategories(channel.team_id)]);
}

/** Changes how a channel is called or what it is about. */
export async function changeChannel(channelId: string, change: Partial<Channel>): Promise<void> {
  const changed = await client.patchChannel(channelId, change);
  apply((data) => {
    const known = data.channels[channelId];
    if (!known || known.update_at > changed.update_at) return data;
    const { display_name, purpose, header, update_at } = changed;
    const channel = { ...known, display_name, purpose, header, update_at };
    return { ...data, channels: withEntry(data.channels, channelId, channel) };
  });
}

/** Archives a channel: it can be read, and nobody writes there. */
export async function archive(channelId: string): Promise<void> {
  await client.deleteChannel(channelId);
  apply((data) => (data.channels[channelId]?.delete_at ? data : setDeletedAt(data, channelId, Date.now())));
}

/** Opens an archived channel again. */
export async function unarchive(channelId: string): Promise<void> {
  await client.unarchiveChannel(channelId);
  apply((data) => setDeletedAt(data, channelId, 0));
}

/** Leaves a channel. */
export async function leave(channelId: string): Promise<void> {
  await client.removeFromChannel(getData().me?.id ?? '', channelId);
  apply((data) => leaveChannel(data, channelId));
}

/** The channel with one other person, or with several; made when it is not there. */
export async function openDirect(userIds: readonly string[], teamId: string): Promise<ServerChannel> {
  const me = getData().me?.id ?? '';
  const others = userIds.filter((id) => id !== me);
  const channel =
    others.length > 1
      ? await client.createGroupChannel([me, ...others])
      : await client.createDirectChannel([me, others[0] ?? me]);
  const [, people] = await Promise.all([loadChannel(channel.id), client.getProfilesInChannel(channel.id)]);
  keepUsers(people);
  if (others.length === 1) await setPreference('direct_channel_show', others[0] ?? '', 'true');
  await loadCategories(teamId);
  return channel;
}

/** Marks a channel as read here and at the server. */
export async function viewChannel(channelId: string): Promise<void> {
  // The server's times, whatever the clock here says.
  apply((data) => {
    const at = data.channels[channelId]?.last_post_at ?? 0;
    return markRead(data, channelId, Math.max(at, data.members[channelId]?.last_viewed_at ?? 0));
  });
  try {
    await client.viewMyChannel(channelId);
  } catch (error) {
    // Without a connection the server hears of it when the channel is looked at again.
    if (!isAway(error)) throw error;
  }
}

/** Marks a channel as read without looking at it. */
export async function markChannelRead(channelId: string): Promise<void> {
  apply((data) => markRead(data, channelId, data.channels[channelId]?.last_post_at ?? 0));
  await client.readMultipleChannels([channelId]);
}

/** Stores a preference; it shows at once. */
export async function setPreference(category: string, name: string, value: string): Promise<void> {
  const me = getData().me?.id ?? '';
  apply((data) => ({ ...data, preferences: withEntry(data.preferences, preferenceKey(category, name), value) }));
  await client.savePreferences(me, [{ user_id: me, category, name, value }]);
}

/** Sets what I am told of a channel, in the settings that are named. */
export async function setNotifyProps(channelId: string, change: Here): Promise<void> {
  await client.updateChannelNotifyProps({ ...change, channel_id: channelId, user_id: getData().me?.id ?? '' });
  // The event says the same; whoever goes on at once does not wait for it.
  apply((data) => {
    const member = data.members[channelId];
    if (!member) return data;
    const notify_props = { ...member.notify_props, ...change };
    return { ...data, members: withEntry(data.members, channelId, { ...member, notify_props }) };
  });
}

/** Mutes a channel, or no longer. */
export const setMuted = (channelId: string, muted: boolean): Promise<void> =>
  setNotifyProps(channelId, { mark_unread: muted ? 'mention' : 'all' });
