import type { FileInfo } from '@mattermost/types/files';
import type { Post, PostPriorityMetadata } from '@mattermost/types/posts';

import { apply, getData } from '../store';
import { takePosted } from '../store/counts';
import { type Data, withEntry } from '../store/data';
import { addReaction, changePost, removePost, removeReaction } from '../store/posts';
import { client } from './client';
import { loadThread } from './load';
import { enqueue, forgetPending } from './outbox';
import { loadThreadState } from './threads';

/** A post as it is shown before the server has it. */
export function pendingPost(channelId: string, rootId: string, message: string, files: readonly FileInfo[]): Post {
  const userId = getData().me?.id ?? '';
  const now = Date.now();
  const id = `${userId}:${now}${Math.random().toString(36).slice(2, 6)}`;
  return {
    id,
    pending_post_id: id,
    channel_id: channelId,
    root_id: rootId,
    user_id: userId,
    message,
    type: '',
    create_at: now,
    update_at: now,
    edit_at: 0,
    delete_at: 0,
    is_pinned: false,
    reply_count: 0,
    hashtags: '',
    original_id: '',
    props: {},
    file_ids: files.map((file) => file.id),
    metadata: { files: [...files], embeds: [], emojis: [], images: {}, reactions: [] },
  } as unknown as Post;
}

/** Shows a post at once and sends it. */
export function send(
  channelId: string,
  rootId: string,
  message: string,
  files: readonly FileInfo[],
  priority?: PostPriorityMetadata,
): void {
  const post = pendingPost(channelId, rootId, message, files);
  enqueue(priority ? { ...post, metadata: { ...post.metadata, priority } } : post);
}

/** Takes the server's answer in, in the place of what was shown until then. */
export function settleSent(pending: Post, sent: Post): void {
  const post = { ...sent, pending_post_id: pending.id };
  apply((data) => followOwn(takePosted(data, post, false), sent.root_id));
}

/** Gives up a post that could not be sent. */
export function giveUp(post: Post): void {
  forgetPending(post);
  apply((data) => removePost(data, post));
}

export async function edit(post: Post, message: string): Promise<void> {
  const changed = await client.patchPost({ id: post.id, message });
  apply((data) => changePost(data, changed));
}

/** Takes the preview of a link off a message, for everybody. */
export async function removePreview(post: Post): Promise<void> {
  const patch = { id: post.id, props: { ...post.props, remove_link_preview: 'true' } };
  const changed = await client.patchPost(patch as unknown as Post);
  apply((data) => changePost(data, changed));
}

export async function remove(post: Post): Promise<void> {
  await client.deletePost(post.id);
  apply((data) => removePost(data, post));
}

/** Adds my reaction, or takes it away; it shows at once. */
export async function toggleReaction(post: Post, name: string): Promise<void> {
  const me = getData().me?.id ?? '';
  const mine = { user_id: me, post_id: post.id, emoji_name: name, create_at: Date.now() };
  const current = getData().posts[post.id]?.metadata?.reactions ?? [];
  const has = current.some((one) => one.user_id === me && one.emoji_name === name);
  const [forth, back] = has ? [removeReaction, addReaction] : [addReaction, removeReaction];
  apply((data) => forth(data, mine));
  try {
    if (has) await client.removeReaction(me, post.id, name);
    else await client.addReaction(me, post.id, name);
  } catch {
    apply((data) => back(data, mine));
  }
}

export async function setPinned(post: Post, pinned: boolean): Promise<void> {
  if (pinned) await client.pinPost(post.id);
  else await client.unpinPost(post.id);
  apply((data) => {
    const now = data.posts[post.id];
    // The event may have been here before, or the next change of somebody else.
    if (!now || now.update_at > post.update_at) return data;
    return { ...data, posts: withEntry(data.posts, post.id, { ...now, is_pinned: pinned }) };
  });
}

/** Marks the channel as unread from a post on. */
export async function markUnread(post: Post): Promise<void> {
  await client.markPostAsUnread(getData().me?.id ?? '', post.id);
}

/** Whoever replies follows the thread. */
function followOwn(data: Data, rootId: string): Data {
  if (!rootId || data.threads[rootId]?.following) return data;
  const thread = { unreadReplies: 0, unreadMentions: 0, lastViewedAt: 0, ...data.threads[rootId], following: true };
  return { ...data, threads: withEntry(data.threads, rootId, thread) };
}

/** Loads a thread for the panel and marks it as read. */
export async function openThread(rootId: string, teamId: string): Promise<void> {
  await Promise.all([loadThread(rootId), loadThreadState(rootId, teamId)]);
  await markThreadRead(rootId, teamId);
}

export async function markThreadRead(rootId: string, teamId: string): Promise<void> {
  const { me, threads } = getData();
  const thread = threads[rootId];
  if (!me || !thread || (thread.unreadReplies === 0 && thread.unreadMentions === 0)) return;
  await client.updateThreadReadForUser(me.id, teamId, rootId, Date.now());
}
