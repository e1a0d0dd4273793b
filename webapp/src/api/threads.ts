import { apply, getData } from '../store';
import { withEntry } from '../store/data';
import { threadStateOf } from '../store/events';
import { merged } from '../store/merge';
import { keepPosts } from '../store/posts';
import { client, errorStatus } from './client';
import { loadUsers } from './load';
import { needed } from './needed';

/** Loads the threads that I follow in a team, or those with something unread; returns the ids of their roots. */
export async function loadThreads(teamId: string, unread = false): Promise<readonly string[]> {
  const asked = getData();
  const list = await client.getUserThreads('me', teamId, { perPage: 50, extended: false, unread });
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
  return list.threads.map((thread) => thread.id);
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
