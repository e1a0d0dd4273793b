import type { Post } from '@mattermost/types/posts';

import type { Data } from './data';

type Values<T> = Readonly<Record<string, T | undefined>>;

/**
 * What an answer says, and on top of it what has changed here since it was asked for: an event that came meanwhile may be
 * younger than the answer, and comes only once. What is equal in all three stays the same object.
 */
export function merged<T>(asked: Values<T>, now: Values<T>, answer: Values<T>): Values<T> {
  const next: Record<string, T | undefined> = { ...answer };
  for (const key of Object.keys({ ...asked, ...now })) {
    if (asked[key] === now[key]) continue;
    if (now[key] === undefined) delete next[key];
    else next[key] = now[key];
  }
  return next;
}

/** The same for entries of a list, which are equal when their keys are. */
function mergedList<T>(
  asked: readonly T[] = [],
  now: readonly T[] = [],
  answer: readonly T[] = [],
  keyOf: (one: T) => string,
): readonly T[] {
  if (asked === now) return answer;
  const byKey = (list: readonly T[]) => Object.fromEntries(list.map((one) => [keyOf(one), one]));
  const [before, here] = [byKey(asked), byKey(now)];
  const kept = answer.filter((one) => !(keyOf(one) in before) || keyOf(one) in here);
  const known = byKey(kept);
  return [...kept, ...now.filter((one) => !(keyOf(one) in before) && !(keyOf(one) in known))];
}

/** A count goes the way it went here meanwhile, or the answer is further. */
function mergedCount(asked: number, now: number, answer: number): number {
  if (now === asked) return answer;
  return now > asked ? Math.max(now, answer) : Math.min(now, answer);
}

/**
 * A post with what an answer leaves out: searches, and lists of what is pinned or saved, do not say who is in its thread;
 * lists of threads say nothing of files and reactions.
 */
function completed(known: Post, answer: Post): Post {
  const whole = (answer.metadata as Post['metadata'] | undefined) ? answer : { ...answer, metadata: known.metadata };
  if (answer.participants || !known.participants || answer.reply_count === 0) return whole;
  const last_reply_at = Math.max(known.last_reply_at ?? 0, answer.last_reply_at ?? 0);
  return { ...whole, participants: known.participants, last_reply_at };
}

/** A post of an answer. `asked`: as it was known when it was asked for; `now`: as it is known by now. */
export function mergedPost(asked: Post | undefined, now: Post | undefined, answer: Post): Post {
  return now ? mergedWith(asked, now, completed(now, answer)) : answer;
}

function mergedWith(asked: Post | undefined, now: Post, answer: Post): Post {
  if (now === asked && now.update_at <= answer.update_at) return answer;
  // Reactions, acknowledgements and replies come by events of their own, which say nothing of when the post changed.
  const text = now.update_at > answer.update_at ? now : answer;
  if (now === asked) return now;
  const list = <T>(of: (post: Post) => readonly T[] | undefined, keyOf: (one: T) => string) =>
    mergedList(asked && of(asked), of(now), of(answer), keyOf);
  const reactions = list(
    (post) => post.metadata?.reactions,
    (one) => `${one.user_id} ${one.emoji_name}`,
  );
  const acknowledgements = list(
    (post) => post.metadata?.acknowledgements,
    (one) => one.user_id,
  );
  const participants = list(
    (post) => (post.participants as { id: string }[] | null | undefined) ?? undefined,
    (one) => one.id,
  );
  const { reactions: r, acknowledgements: a, ...bare } = text.metadata ?? {};
  return {
    ...text,
    reply_count: mergedCount(asked?.reply_count ?? 0, now.reply_count ?? 0, answer.reply_count ?? 0),
    last_reply_at: Math.max(now.last_reply_at ?? 0, answer.last_reply_at ?? 0),
    ...(participants.length > 0 && { participants: participants as unknown as Post['participants'] }),
    metadata: {
      ...bare,
      ...(reactions.length > 0 && { reactions }),
      ...((acknowledgements.length > 0 || a) && { acknowledgements }),
    } as Post['metadata'],
  };
}

/** People of an answer, unless an event has brought a younger version of somebody. */
export function newerUsers(users: Data['users'], people: readonly NonNullable<Data['users'][string]>[]) {
  return people.filter((person) => (users[person.id]?.update_at ?? 0) <= person.update_at);
}
