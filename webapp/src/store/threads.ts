import type { Post } from '@mattermost/types/posts';
import type { UserThread } from '@mattermost/types/threads';

import { type Data, type ThreadState, withEntry } from './data';
import { inner, type Message, number, type Reducer, text } from './message';
import { keepPosts } from './posts';

/** How a thread stands for me. The server tells of those that I follow alone, so it does not say that I do. */
export const threadStateOf = (thread: UserThread): ThreadState => ({
  following: true,
  unreadReplies: thread.unread_replies,
  unreadMentions: thread.unread_mentions,
  lastViewedAt: thread.last_viewed_at,
});

const threadUpdated: Reducer = (data, message) => {
  const thread = inner<UserThread>(message, 'thread');
  if (!thread) return data;
  const next = { ...data, threads: withEntry(data.threads, thread.id, threadStateOf(thread)) };
  // People are kept in one place; here their ids are enough.
  const participants = thread.participants.map(({ id }) => ({ id })) as Post['participants'];
  const { reply_count, last_reply_at } = thread;
  const known = data.posts[thread.id];
  // It may be of a channel that nobody has opened here: without its root a thread belongs nowhere.
  const base: Partial<Post> = known ?? thread.post;
  const root = { ...base, metadata: base.metadata ?? {}, reply_count, last_reply_at, participants } as Post;
  return known ? { ...next, posts: withEntry(next.posts, root.id, root) } : keepPosts(next, [root], {});
};

const NO_THREAD: ThreadState = { following: false, unreadReplies: 0, unreadMentions: 0, lastViewedAt: 0 };

const threadFollowChanged: Reducer = (data, message) => {
  const id = text(message, 'thread_id');
  const following = message.data.state === true;
  return { ...data, threads: withEntry(data.threads, id, { ...(data.threads[id] ?? NO_THREAD), following }) };
};

/** Whether a thread is among those that were read at once: those of a channel, or of a team with all conversations. */
function isAmong(data: Data, rootId: string, { channel_id, team_id }: Message['broadcast']): boolean {
  const channelId = data.posts[rootId]?.channel_id ?? '';
  if (channel_id) return channelId === channel_id;
  const team = data.channels[channelId]?.team_id;
  return !team || team === team_id;
}

const threadReadChanged: Reducer = (data, message) => {
  const id = text(message, 'thread_id');
  const timestamp = number(message, 'timestamp');
  if (!id) {
    const read = Object.entries(data.threads).map(([key, thread = NO_THREAD]) => {
      if (!isAmong(data, key, message.broadcast)) return [key, thread];
      const lastViewedAt = Math.max(timestamp, thread.lastViewedAt);
      return [key, { ...thread, unreadReplies: 0, unreadMentions: 0, lastViewedAt }];
    });
    return { ...data, threads: Object.fromEntries(read) as Data['threads'] };
  }
  const changed = {
    ...(data.threads[id] ?? { ...NO_THREAD, following: true }),
    unreadReplies: number(message, 'unread_replies'),
    unreadMentions: number(message, 'unread_mentions'),
    lastViewedAt: timestamp,
  };
  return { ...data, threads: withEntry(data.threads, id, changed) };
};

/** Events of threads that I follow. */
export const THREAD_REDUCERS: Readonly<Record<string, Reducer>> = {
  thread_updated: threadUpdated,
  thread_follow_changed: threadFollowChanged,
  thread_read_changed: threadReadChanged,
};
