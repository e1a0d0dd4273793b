import { apply, getData, useView } from '../store';
import { withEntry } from '../store/data';
import { merged } from '../store/merge';
import { keepPosts } from '../store/posts';
import { threadStateOf } from '../store/threads';
import { client, errorStatus } from './client';
import { loadUsers } from './load';
import { needed } from './needed';

/** Threads in one answer. */
const PAGE_THREADS = 50;

interface Wanted {
  /** Only those with something unread. */
  unread?: boolean;
  /** Only those that are older than this one. */
  before?: string;
}

/** Loads threads that I follow in a team, the youngest first; says whether there may be more. */
export async function loadThreads(teamId: string, { unread = false, before = '' }: Wanted = {}): Promise<boolean> {
  const asked = getData();
  const list = await client.getUserThreads('me', teamId, { perPage: PAGE_THREADS, extended: false, unread, before });
  const threads = Object.fromEntries(list.threads.map((thread) => [thread.id, threadStateOf(thread)]));
  const posts = list.threads.map((thread) => ({
    ...thread.post,
    reply_count: thread.reply_count,
    last_reply_at: thread.last_reply_at,
    participants: thread.participants as typeof thread.post.participants,
  }));
  apply((data) => ({
    ...keepPosts(data, posts, asked.posts),
    threads: merged(asked.threads, data.threads, { ...asked.threads, ...threads }),
  }));
  needed(
    loadUsers(posts.flatMap((post) => [post.user_id, ...(post.participants as { id: string }[]).map(({ id }) => id)])),
  );
  return list.threads.length === PAGE_THREADS;
}

/** Loads again how a thread stands for me that I follow: events do not tell all that changes that. */
export async function refreshThread(rootId: string): Promise<void> {
  const asked = getData();
  if (!asked.threads[rootId]?.following) return;
  const channel = asked.channels[asked.posts[rootId]?.channel_id ?? ''];
  const teamId = channel?.team_id || useView.getState().teamId;
  const state = threadStateOf(await client.getUserThread('me', teamId, rootId));
  // An event that came meanwhile is younger.
  apply((data) =>
    data.threads[rootId] === asked.threads[rootId]
      ? { ...data, threads: withEntry(data.threads, rootId, state) }
      : data,
  );
}

/** Loads how a thread stands for me. Those that I do not follow have no state. */
export async function loadThreadState(rootId: string, teamId: string): Promise<void> {
  if (getData().threads[rootId]) return;
  try {
    const state = threadStateOf(await client.getUserThread('me', teamId, rootId));
    // An event that came meanwhile says how it is by now.
    apply((data) => (data.threads[rootId] ? data : { ...data, threads: withEntry(data.threads, rootId, state) }));
  } catch (error) {
    if (errorStatus(error) !== 404) throw error;
  }
}
