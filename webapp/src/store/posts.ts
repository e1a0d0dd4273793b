import type { Post } from '@mattermost/types/posts';
import type { Reaction } from '@mattermost/types/reactions';

import { type Data, withAll, withEntry, without } from './data';
import { mergedPost } from './merge';

/** Puts a post in its place among others by time; one that is there already keeps its place. */
function inOrder(order: readonly string[], post: Post, posts: Data['posts']): readonly string[] {
  if (order.includes(post.id)) return order;
  let at = order.length;
  while (at > 0 && (posts[order[at - 1] ?? '']?.create_at ?? 0) > post.create_at) at -= 1;
  return [...order.slice(0, at), post.id, ...order.slice(at)];
}

/** Puts ids of older and newer posts together; both lists go from old to new. */
export function joined(one: readonly string[], other: readonly string[], posts: Data['posts']): readonly string[] {
  const all = [...new Set([...one, ...other])];
  const time = (id: string) => posts[id]?.create_at ?? 0;
  return all.sort((a, b) => time(a) - time(b));
}

/** Whether a post was deleted, itself or with its thread. */
const isGone = (data: Data, post: Post) => Boolean(data.gone[post.id] ?? data.gone[post.root_id]);

/**
 * Takes posts of an answer in, without touching which posts of a channel are shown. `asked`: the posts that were known when
 * it was asked for.
 */
export function keepPosts(data: Data, list: readonly Post[], asked: Data['posts']): Data {
  const there = list.filter((post) => !isGone(data, post));
  const current = there.map((post) => mergedPost(asked[post.id], data.posts[post.id], post));
  return { ...data, posts: withAll(data.posts, current, (post) => post.id) };
}

/** Takes the place of my own post that was on its way, if this is it. */
function settle(data: Data, post: Post): Data {
  const pending = post.pending_post_id;
  if (!pending || pending === post.id || !data.posts[pending]) return data;
  const drop = (order: readonly string[]) => order.filter((id) => id !== pending);
  let next: Data = { ...data, posts: without(data.posts, pending), sending: without(data.sending, pending) };
  const shown = next.channelPosts[post.channel_id];
  if (shown?.order.includes(pending)) {
    next = {
      ...next,
      channelPosts: withEntry(next.channelPosts, post.channel_id, { ...shown, order: drop(shown.order) }),
    };
  }
  const replies = next.replies[post.root_id];
  if (replies?.order.includes(pending)) {
    next = { ...next, replies: withEntry(next.replies, post.root_id, { order: drop(replies.order) }) };
  }
  return next;
}

/** A new post: mine on its way, the answer to it, or an event. May come more than once. */
export function addPost(data: Data, post: Post): Data {
  let next = settle(data, post);
  if (isGone(data, post)) return next;
  next = { ...next, posts: withEntry(next.posts, post.id, post) };
  if (post.root_id) {
    const replies = next.replies[post.root_id] ?? { order: [] };
    const order = inOrder(replies.order, post, next.posts);
    return order === replies.order ? next : { ...next, replies: withEntry(next.replies, post.root_id, { order }) };
  }
  const shown = next.channelPosts[post.channel_id];
  if (!shown?.atEnd) return next;
  const order = inOrder(shown.order, post, next.posts);
  return order === shown.order
    ? next
    : { ...next, channelPosts: withEntry(next.channelPosts, post.channel_id, { ...shown, order }) };
}

/** A new reply changes what the root says of its thread. */
export function countReply(data: Data, reply: Post): Data {
  const root = data.posts[reply.root_id];
  if (!root || !reply.root_id) return data;
  const participants = root.participants ?? [];
  const known = participants.some((one: { id: string }) => one.id === reply.user_id);
  return {
    ...data,
    posts: withEntry(data.posts, root.id, {
      ...root,
      reply_count: Math.max(reply.reply_count ?? 0, root.reply_count),
      last_reply_at: Math.max(reply.create_at, root.last_reply_at ?? 0),
      participants: known ? participants : [...participants, { id: reply.user_id } as Post['participants'][number]],
    }),
  };
}

/** A changed post: what events leave out of it stays. */
export function changePost(data: Data, post: Post): Data {
  const known = data.posts[post.id];
  if (!known || known.update_at > post.update_at) return data;
  const kept = {
    participants: post.participants ?? known.participants,
    reply_count: post.reply_count || known.reply_count,
    last_reply_at: Math.max(post.last_reply_at ?? 0, known.last_reply_at ?? 0),
  };
  return { ...data, posts: withEntry(data.posts, post.id, { ...known, ...post, ...kept }) };
}

/** Takes a post away, and with a root its replies. */
export function removePost(data: Data, post: Pick<Post, 'id' | 'channel_id' | 'root_id'>): Data {
  if (data.gone[post.id]) return data;
  const gone = new Set([post.id, ...(data.replies[post.id]?.order ?? [])]);
  const posts = { ...data.posts };
  const sending = { ...data.sending };
  for (const id of gone) {
    delete posts[id];
    delete sending[id];
  }
  const stays = (id: string) => !gone.has(id);
  const marked = withEntry(data.gone, post.id, true as const);
  let next: Data = { ...data, posts, sending, gone: marked, replies: without(data.replies, post.id) };
  const shown = next.channelPosts[post.channel_id];
  if (shown?.order.includes(post.id)) {
    const channelPosts = withEntry(next.channelPosts, post.channel_id, { ...shown, order: shown.order.filter(stays) });
    next = { ...next, channelPosts };
  }
  const replies = next.replies[post.root_id];
  if (replies?.order.includes(post.id)) {
    next = { ...next, replies: withEntry(next.replies, post.root_id, { order: replies.order.filter(stays) }) };
  }
  const root = next.posts[post.root_id];
  // One that was never sent never counted.
  if (!root || data.sending[post.id]) return next;
  const reply_count = Math.max(0, root.reply_count - 1);
  return { ...next, posts: withEntry(next.posts, root.id, { ...root, reply_count }) };
}

const sameReaction = (a: Reaction, b: Reaction) => a.user_id === b.user_id && a.emoji_name === b.emoji_name;

/** Adds a reaction, once. */
export function addReaction(data: Data, reaction: Reaction): Data {
  const post = data.posts[reaction.post_id];
  if (!post) return data;
  const reactions = post.metadata?.reactions ?? [];
  if (reactions.some((one) => sameReaction(one, reaction))) return data;
  const metadata = { ...post.metadata, reactions: [...reactions, reaction] };
  return { ...data, posts: withEntry(data.posts, post.id, { ...post, metadata }) };
}

/** Takes a reaction away. */
export function removeReaction(data: Data, reaction: Reaction): Data {
  const post = data.posts[reaction.post_id];
  const reactions = post?.metadata?.reactions;
  if (!post || !reactions?.some((one) => sameReaction(one, reaction))) return data;
  const left = reactions.filter((one) => !sameReaction(one, reaction));
  const { reactions: gone, ...bare } = post.metadata;
  const metadata = left.length > 0 ? { ...bare, reactions: left } : (bare as Post['metadata']);
  return { ...data, posts: withEntry(data.posts, post.id, { ...post, metadata }) };
}

/** A page of a channel as an answer of the API lists it: newest first. */
export interface Page {
  readonly order: readonly string[];
  readonly posts: Readonly<Record<string, Post>>;
  readonly atStart: boolean;
  readonly atEnd: boolean;
}

/** My own posts that the server does not have yet. */
function unsent(data: Data, belongs: (post: Post) => boolean): string[] {
  return Object.keys(data.sending).filter((id) => data.posts[id] && belongs(data.posts[id]));
}

/** Posts that came by events while an answer was under way, which cannot have them. `asked`: what was known before. */
function arrivals(data: Data, asked: Data['posts'], belongs: (post: Post) => boolean): string[] {
  const all = Object.values(data.posts).filter((post) => post !== undefined);
  return all.filter((post) => !asked[post.id] && belongs(post)).map((post) => post.id);
}

/** Of posts that are shown, those that the answer does not deny: it is complete from its first to its last. */
function notDenied(data: Data, shown: readonly string[], page: Page, asked: Data['posts']): readonly string[] {
  const times = page.order.map((id) => data.posts[id]?.create_at ?? 0);
  const from = page.atStart ? 0 : Math.min(...times);
  const to = page.atEnd ? Infinity : Math.max(...times);
  return shown.filter((id) => {
    const at = data.posts[id]?.create_at ?? 0;
    const covered = at >= from && at <= to && asked[id] !== undefined && !data.sending[id];
    return !covered || page.order.includes(id);
  });
}

/**
 * Takes a page of a channel in. It extends what is there when the two touch or overlap, and replaces it otherwise.
 * `asked`: the posts that were known when it was asked for.
 */
export function addPage(data: Data, channelId: string, page: Page, touches: boolean, asked: Data['posts']): Data {
  const next = keepPosts(data, Object.values(page.posts), asked);
  const fetched = page.order.filter((id) => next.posts[id] && !next.posts[id].root_id);
  const shown = next.channelPosts[channelId];
  const mine = page.atEnd ? unsent(next, (post) => post.channel_id === channelId && !post.root_id) : [];
  const pending = [...(shown?.order ?? []).filter((id) => next.sending[id]), ...mine];
  const meets = shown && (touches || fetched.some((id) => shown.order.includes(id)));
  const kept = meets ? [...notDenied(next, shown.order, page, asked), ...mine] : pending;
  const newest = Math.max(0, ...fetched.map((id) => next.posts[id]?.create_at ?? 0));
  const newer = (post: Post) => post.channel_id === channelId && !post.root_id && post.create_at >= newest;
  const came = page.atEnd ? arrivals(next, asked, newer) : [];
  const channelPosts = withEntry(next.channelPosts, channelId, {
    order: joined(kept, [...fetched, ...came], next.posts),
    atStart: page.atStart || (meets ? shown.atStart : false),
    atEnd: page.atEnd || (meets ? shown.atEnd : false),
  });
  return { ...next, channelPosts };
}

/** Takes a whole thread in. `asked`: the posts that were known when it was asked for. */
export function addThread(
  data: Data,
  rootId: string,
  posts: Readonly<Record<string, Post>>,
  asked: Data['posts'],
): Data {
  const next = keepPosts(data, Object.values(posts), asked);
  if (next.gone[rootId]) return next;
  const fetched = Object.values(posts).filter(
    (post) => post.root_id === rootId && post.delete_at === 0 && next.posts[post.id],
  );
  const pending = unsent(next, (post) => post.root_id === rootId);
  const came = arrivals(next, asked, (post) => post.root_id === rootId);
  const order = joined(
    [...pending, ...came],
    fetched.map((post) => post.id),
    next.posts,
  );
  return { ...next, replies: withEntry(next.replies, rootId, { order }) };
}
