import type { ChannelMembership, ServerChannel } from '@mattermost/types/channels';

import type { Data } from './data';

/** How a channel stands: whether something is unread, and how many messages mean me. */
export interface Unread {
  readonly unread: boolean;
  readonly mentions: number;
}

const READ: Unread = { unread: false, mentions: 0 };

/** Threads are apart, so only root posts count in a channel. */
export function unreadOf(channel: ServerChannel | undefined, member: ChannelMembership | undefined): Unread {
  if (!channel || !member || channel.delete_at > 0) return READ;
  const behind = channel.total_msg_count_root - member.msg_count_root;
  const muted = member.notify_props.mark_unread === 'mention';
  const direct = channel.type === 'D' || channel.type === 'G';
  const mentions = direct && !muted ? Math.max(behind, member.mention_count_root) : member.mention_count_root;
  return { unread: (behind > 0 && !muted) || mentions > 0, mentions: Math.max(0, mentions) };
}

/** How the threads that I follow in a team stand together; those of conversations are in every team. */
export function threadsUnread(data: Data, teamId: string): Unread {
  let unread = false;
  let mentions = 0;
  for (const [id, thread] of Object.entries(data.threads)) {
    const team = data.channels[data.posts[id]?.channel_id ?? '']?.team_id;
    if (!thread?.following || (team && team !== teamId)) continue;
    unread ||= thread.unreadReplies > 0;
    mentions += thread.unreadMentions;
  }
  return { unread, mentions };
}

/** How all channels of a team stand together; direct channels belong to none. */
export function teamUnread(data: Data, teamId: string): Unread {
  let unread = false;
  let mentions = 0;
  for (const member of Object.values(data.members)) {
    const channel = member && data.channels[member.channel_id];
    if (!channel || channel.team_id !== teamId) continue;
    const one = unreadOf(channel, member);
    unread ||= one.unread;
    mentions += one.mentions;
  }
  return { unread, mentions };
}
