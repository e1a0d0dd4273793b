import type { Post } from '@mattermost/types/posts';

import type { Data } from '../../store/data';

/** A line of the list of messages. */
export type Row =
  | { kind: 'start'; key: string }
  | { kind: 'date'; key: string; at: number }
  | { kind: 'new'; key: string }
  | { kind: 'post'; key: string; postId: string; compact: boolean };

/** Messages of one person within this time are shown without name and picture. */
const TOGETHER_MS = 5 * 60_000;

/** The midnights around a moment, here: a long list asks for few days and many moments. */
const dayAround = (at: number): [number, number] => {
  const day = new Date(at);
  day.setHours(0, 0, 0, 0);
  const from = day.getTime();
  day.setDate(day.getDate() + 1);
  return [from, day.getTime()];
};

const belongsTo = (post: Post, before: Post | undefined): boolean =>
  before !== undefined &&
  before.user_id === post.user_id &&
  !before.type &&
  !post.type &&
  post.create_at - before.create_at < TOGETHER_MS &&
  before.reply_count === 0 &&
  before.props?.override_username === post.props?.override_username;

/**
 * The lines for posts from old to new. `since`: what is newer and not mine is new to me. A line keeps its place and its
 * height when older posts come: whether the first post belongs to the one before it, or a day or what is new begins with
 * it, is not known before its start, so it is not shown until then.
 */
export function rowsOf(
  order: readonly string[],
  posts: Data['posts'],
  options: { atStart: boolean; since: number | undefined; me: string },
): Row[] {
  const rows: Row[] = options.atStart ? [{ kind: 'start', key: 'start' }] : [];
  let before: Post | undefined;
  let marked = options.since === undefined;
  let [from, to] = [0, 0];
  const known = order.filter((id) => posts[id]);
  for (const id of known) {
    const post = posts[id];
    if (!post) continue;
    const placed = before !== undefined || options.atStart;
    const newDay = post.create_at < from || post.create_at >= to;
    if (newDay) [from, to] = dayAround(post.create_at);
    if (newDay && placed) rows.push({ kind: 'date', key: `date-${from}`, at: post.create_at });
    let line = false;
    if (!marked && post.create_at > (options.since ?? 0) && post.user_id !== options.me) {
      if (placed) rows.push({ kind: 'new', key: 'new' });
      marked = true;
      line = placed;
    }
    // Nothing else would be shown, if it is the only one.
    const shown = placed || known.length === 1;
    // A post keeps its line when the server has given it an id of its own.
    if (shown) rows.push({ kind: 'post', key: id, postId: id, compact: !newDay && !line && belongsTo(post, before) });
    before = post;
  }
  return rows;
}
