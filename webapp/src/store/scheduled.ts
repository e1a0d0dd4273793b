import type { Post, PostAcknowledgement } from '@mattermost/types/posts';
import type { ScheduledPost } from '@mattermost/types/schedule_post';

import { type Data, withEntry, without } from './data';
import { inner, type Reducer } from './message';

/** Takes in that a post of mine is to be sent later. */
export function keepScheduled(data: Data, post: ScheduledPost): Data {
  if (data.gone[post.id] || (data.scheduled[post.id]?.update_at ?? 0) > post.update_at) return data;
  return { ...data, scheduled: withEntry(data.scheduled, post.id, post) };
}

export function dropScheduled(data: Data, id: string): Data {
  return { ...data, scheduled: without(data.scheduled, id), gone: withEntry(data.gone, id, true as const) };
}

const scheduledChanged: Reducer = (data, message) => {
  const post = inner<ScheduledPost>(message, 'scheduledPost');
  return post ? keepScheduled(data, post) : data;
};

const scheduledDeleted: Reducer = (data, message) => {
  const post = inner<ScheduledPost>(message, 'scheduledPost');
  return post ? dropScheduled(data, post.id) : data;
};

/** Somebody has read a post that asked for it, once; or takes that back. */
export function acknowledge(data: Data, one: PostAcknowledgement, given: boolean): Data {
  const post = data.posts[one.post_id];
  if (!post) return data;
  const all = post.metadata?.acknowledgements ?? [];
  // The answer to my own says no more than the event that came before it.
  if (all.some((each) => each.user_id === one.user_id) === given) return data;
  const others = all.filter((each) => each.user_id !== one.user_id);
  const metadata: Post['metadata'] = { ...post.metadata, acknowledgements: given ? [...others, one] : others };
  return { ...data, posts: withEntry(data.posts, post.id, { ...post, metadata }) };
}

const acknowledged =
  (given: boolean): Reducer =>
  (data, message) => {
    const one = inner<PostAcknowledgement>(message, 'acknowledgement');
    return one ? acknowledge(data, one, given) : data;
  };

/** Events of what is sent later, and of what asks to be read. */
export const SCHEDULED_REDUCERS: Readonly<Record<string, Reducer>> = {
  scheduled_post_created: scheduledChanged,
  scheduled_post_updated: scheduledChanged,
  scheduled_post_deleted: scheduledDeleted,
  post_acknowledgement_added: acknowledged(true),
  post_acknowledgement_removed: acknowledged(false),
};
