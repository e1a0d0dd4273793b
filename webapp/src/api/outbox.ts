import type { Post } from '@mattermost/types/posts';

import { apply, getData } from '../store';
import { type Sending, withEntry } from '../store/data';
import { addPost } from '../store/posts';
import { client, errorStatus } from './client';

/** First pause after the server was not reached, in milliseconds; it doubles up to the last. */
const RETRY_MS = 2_000;
const RETRY_MAX_MS = 30_000;

/** Answers of a server that could not deal with it now; everything else is a refusal. */
const LATER: ReadonlySet<number> = new Set([0, 429, 500, 502, 503, 504]);

/** One entry for each post, so that windows beside each other do not write over what the other keeps. */
const prefixOf = (userId: string) => `roost.outbox.${userId}.`;
const keyOf = (post: Post) => prefixOf(post.user_id) + post.pending_post_id;

/** What somebody has sent from this device and no server has yet, oldest first. */
export function readOutbox(userId: string): Post[] {
  const posts: Post[] = [];
  for (const key of Object.keys(window.localStorage)) {
    if (!key.startsWith(prefixOf(userId))) continue;
    try {
      posts.push(JSON.parse(window.localStorage.getItem(key) ?? '') as Post);
    } catch {
      window.localStorage.removeItem(key);
    }
  }
  return posts.sort((a, b) => a.create_at - b.create_at);
}

const mark = (post: Post, how: Sending) =>
  apply((data) => (data.posts[post.id] ? { ...data, sending: withEntry(data.sending, post.id, how) } : data));

/** What takes an answer in. */
export type OnSent = (pending: Post, sent: Post) => void;

let flushing = false;
let timer = 0;
let pause = RETRY_MS;
let onSent: OnSent = () => undefined;

/** Shows a post at once, keeps it on this device until the server has it, and sends it after those before it. */
export function enqueue(post: Post): void {
  try {
    window.localStorage.setItem(keyOf(post), JSON.stringify(post));
  } catch {
    // The device has no room: it is sent all the same, and only a reload would lose it.
  }
  apply((data) => ({ ...addPost(data, post), sending: withEntry(data.sending, post.id, 'sending') }));
  void flush();
}

/** Brings back what an earlier window could not send. `sent`: what takes the answers in. */
export function restoreOutbox(userId: string, sent: OnSent): void {
  onSent = sent;
  for (const post of readOutbox(userId)) {
    if (getData().posts[post.id]) continue;
    apply((data) => ({ ...addPost(data, post), sending: withEntry(data.sending, post.id, 'waiting') }));
  }
  void flush();
}

/** Takes a post off this device: the server has it, or nobody wants it. */
export function forgetPending(post: Post): void {
  window.localStorage.removeItem(keyOf(post));
}

/** Waits no longer: nobody is signed in. What was not sent stays on the device for the same person. */
export function stopSending(): void {
  window.clearTimeout(timer);
}

/** Sends a post again that was refused. The server knows it by its pending id, so it cannot appear twice. */
export function sendAgain(post: Post): void {
  mark(post, 'sending');
  void flush();
}

/** What is to be sent, in the order in which it was written. */
function queue(): Post[] {
  const { sending, posts } = getData();
  return Object.entries(sending)
    .filter(([, how]) => how === 'sending' || how === 'waiting')
    .map(([id]) => posts[id])
    .filter((post) => post !== undefined)
    .sort((a, b) => a.create_at - b.create_at);
}

/**
 * Sends what waits, one after the other. It ends when the server cannot be reached and begins again by itself, or when it
 * is called because there is a connection.
 */
export async function flush(): Promise<void> {
  if (flushing) return;
  flushing = true;
  window.clearTimeout(timer);
  try {
    for (let [post] = queue(); post; [post] = queue()) {
      if (!(await transmit(post))) {
        for (const waiting of queue()) mark(waiting, 'waiting');
        timer = window.setTimeout(() => void flush(), pause);
        pause = Math.min(pause * 2, RETRY_MAX_MS);
        return;
      }
      pause = RETRY_MS;
    }
  } finally {
    flushing = false;
  }
}

/** Whether the server has answered, with the post or with why it does not want it. */
async function transmit(post: Post): Promise<boolean> {
  mark(post, 'sending');
  try {
    const { channel_id, root_id, message, pending_post_id, file_ids, metadata } = post;
    const priority = metadata.priority && { metadata: { priority: metadata.priority } };
    const body = { channel_id, root_id, message, pending_post_id, file_ids, ...priority };
    const sent = await client.createPost(body as Post);
    forgetPending(post);
    onSent(post, sent);
    return true;
  } catch (error) {
    if (!getData().posts[post.id]) {
      // An event has brought it meanwhile; only the answer was lost.
      forgetPending(post);
      return true;
    }
    if (LATER.has(errorStatus(error))) return false;
    mark(post, 'failed');
    return true;
  }
}
