import type { ChannelMembership, ServerChannel } from '@mattermost/types/channels';
import type { Post } from '@mattermost/types/posts';

import { type Data, withEntry, without } from './data';
import { addPost, countReply } from './posts';

const isSystem = (post: Post) => post.type.startsWith('system_');

/** Counts a new post: in its channel, and for me when it is mine or I am meant. */
function countPost(data: Data, post: Post, mentioned: boolean): Data {
  const channel = data.channels[post.channel_id];
  const member = data.members[post.channel_id];
  // An answer that counts it was here before it.
  const counted = post.create_at <= (data.countedTo[post.channel_id] ?? 0);
  let next = data;
  if (channel && !counted) {
    const root = post.root_id ? 0 : 1;
    const one = isSystem(post) ? 0 : 1;
    next = {
      ...next,
      channels: withEntry(next.channels, channel.id, {
        ...channel,
        total_msg_count: channel.total_msg_count + one,
        total_msg_count_root: channel.total_msg_count_root + one * root,
        last_post_at: Math.max(channel.last_post_at, post.create_at),
        last_root_post_at: root ? Math.max(channel.last_root_post_at, post.create_at) : channel.last_root_post_at,
      }),
    };
  }
  if (!member) return next;
  const mine = post.user_id === data.me?.id && !isSystem(post) && !counted;
  const add = (count: number, by: boolean) => count + (by ? 1 : 0);
  // Who is meant is counted in the membership, which another answer brings: it may know of the mention, or not yet.
  const meant = mentioned && (!counted || post.create_at > member.last_viewed_at);
  const mention = (count: number, by: boolean) => (by && counted ? Math.max(count, 1) : add(count, by));
  const changed: ChannelMembership = {
    ...member,
    msg_count: add(member.msg_count, mine),
    msg_count_root: add(member.msg_count_root, mine && !post.root_id),
    mention_count: mention(member.mention_count, meant),
    mention_count_root: mention(member.mention_count_root, meant && !post.root_id),
  };
  return { ...next, members: withEntry(next.members, member.channel_id, changed) };
}

/** Takes in a post that an event or the answer to my own brings: it counts once, whichever of the two is first. */
export function takePosted(data: Data, post: Post, mentioned: boolean): Data {
  const known = data.counted[post.id];
  const next = addPost(data, post);
  if (known || data.gone[post.id]) return next;
  const counted = { ...next, counted: withEntry(next.counted, post.id, true) };
  return countReply(countPost(counted, post, mentioned), post);
}

/** Of posts that are here, how many came to a channel after a time: all of them, and the roots. */
function after(data: Data, channelId: string, at: number): [number, number] {
  const later = Object.values(data.posts).filter(
    (post) => post?.channel_id === channelId && post.create_at > at && !isSystem(post) && !data.sending[post.id],
  );
  return [later.length, later.filter((post) => !post?.root_id).length];
}

/** Marks a channel as read up to a time, as the server does. What came later is unread still. */
export function markRead(data: Data, channelId: string, at: number): Data {
  const member = data.members[channelId];
  const channel = data.channels[channelId];
  if (!member || !channel || at < member.last_viewed_at) return data;
  const all = at >= channel.last_post_at;
  const [later, laterRoots] = all ? [0, 0] : after(data, channelId, at);
  const read: ChannelMembership = {
    ...member,
    msg_count: Math.max(member.msg_count, channel.total_msg_count - later),
    msg_count_root: Math.max(member.msg_count_root, channel.total_msg_count_root - laterRoots),
    mention_count: Math.min(member.mention_count, later),
    mention_count_root: Math.min(member.mention_count_root, laterRoots),
    urgent_mention_count: 0,
    last_viewed_at: at,
  };
  return { ...data, members: withEntry(data.members, channelId, read) };
}

/** My membership by an answer, with what events have made of it since it was asked for. */
function memberOf(
  asked: ChannelMembership | undefined,
  now: ChannelMembership | undefined,
  answer: ChannelMembership,
): ChannelMembership {
  if (!now || now === asked) return answer;
  const fields = (answer.last_update_at ?? 0) > (now.last_update_at ?? 0) ? answer : now;
  const read = now.last_viewed_at > answer.last_viewed_at ? now : answer;
  // Read as far, both count the same posts, and one of them perhaps not all.
  const other = now.last_viewed_at === answer.last_viewed_at ? now : read;
  return {
    ...fields,
    msg_count: Math.max(read.msg_count, other.msg_count),
    msg_count_root: Math.max(read.msg_count_root, other.msg_count_root),
    mention_count: Math.max(read.mention_count, other.mention_count),
    mention_count_root: Math.max(read.mention_count_root, other.mention_count_root),
    last_viewed_at: read.last_viewed_at,
  };
}

interface Channels {
  readonly channels: readonly ServerChannel[];
  readonly members: readonly ChannelMembership[];
  /** Whose channels these are all of, besides direct ones. */
  readonly teamId?: string;
}

/** Takes in channels with my memberships. `asked`: what was known when they were asked for. */
export function keepChannels(data: Data, { channels, members, teamId }: Channels, asked: Data): Data {
  const next = { channels: { ...data.channels }, members: { ...data.members }, countedTo: { ...data.countedTo } };
  // A team may have been left or archived meanwhile.
  const stands = ({ team_id }: ServerChannel) =>
    team_id === '' || (data.teamMembers[team_id] !== undefined && !data.teams[team_id]?.delete_at);
  // I may have left a channel meanwhile, also one that I had come into no sooner.
  const wasLeft = ({ id }: ServerChannel) => data.left[id] !== asked.left[id];
  const gone = channels.filter((channel) => !stands(channel) || wasLeft(channel));
  const fallen = new Set(gone.map((channel) => channel.id));
  for (const channel of channels) {
    if (fallen.has(channel.id)) continue;
    const known = data.channels[channel.id];
    const changed = known !== undefined && known !== asked.channels[channel.id];
    const fields = changed && known.update_at >= channel.update_at ? known : channel;
    // Posts may have come that the answer does not count.
    const ahead = changed && known.last_post_at > channel.last_post_at;
    const { total_msg_count, total_msg_count_root, last_post_at, last_root_post_at } = ahead ? known : channel;
    next.channels[channel.id] = { ...fields, total_msg_count, total_msg_count_root, last_post_at, last_root_post_at };
    if (!ahead) next.countedTo[channel.id] = last_post_at;
  }
  const mine = new Set(members.map((one) => one.channel_id));
  for (const member of members) {
    const { channel_id: id } = member;
    const [before, now] = [asked.members[id], data.members[id]];
    // Left meanwhile.
    if ((before && !now) || fallen.has(id)) continue;
    next.members[id] = memberOf(before, now, member);
  }
  if (teamId === undefined) return { ...data, ...next };
  for (const [id, member] of Object.entries(asked.members)) {
    const team = next.channels[id]?.team_id;
    const left = (team === teamId || team === '') && !mine.has(id) && data.members[id] === member;
    if (left) delete next.members[id];
  }
  return { ...data, ...next };
}

const oneMore = (left: Data['left'], id: string) => withEntry(left, id, (left[id] ?? 0) + 1);

/** Forgets a channel that I am no longer in. */
export function leaveChannel(data: Data, channelId: string): Data {
  return {
    ...data,
    left: oneMore(data.left, channelId),
    members: without(data.members, channelId),
    channelPosts: without(data.channelPosts, channelId),
  };
}

/** Forgets that I am in the channels of a team, which is archived. */
export function leaveChannels(data: Data, teamId: string): Data {
  const mine = Object.keys(data.members).filter((id) => data.channels[id]?.team_id === teamId);
  return mine.reduce(leaveChannel, { ...data, left: oneMore(data.left, teamId) });
}

/** Forgets a team that I am no longer in, with its channels. */
export const leaveTeam = (data: Data, teamId: string): Data => ({
  ...leaveChannels(data, teamId),
  teamMembers: without(data.teamMembers, teamId),
});
