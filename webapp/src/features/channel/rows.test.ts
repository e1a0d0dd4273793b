import type { Post } from '@mattermost/types/posts';
import { describe, expect, it } from 'vitest';

import { rowsOf } from './rows';

const at = (minutes: number) => new Date(2026, 0, 1, 10, minutes).getTime();
const post = (id: string, user_id: string, create_at: number, more: Partial<Post> = {}) =>
  ({ id, user_id, create_at, type: '', reply_count: 0, props: {}, ...more }) as Post;

const kinds = (list: Post[], since?: number, atStart = true) => {
  const posts = Object.fromEntries(list.map((one) => [one.id, one]));
  const rows = rowsOf(
    list.map((one) => one.id),
    posts,
    { atStart, since, me: 'me' },
  );
  return rows.map((row) => (row.kind === 'post' ? `${row.postId}${row.compact ? '+' : ''}` : row.kind));
};

describe('lines of a channel', () => {
  it('puts messages of one person together, for a few minutes', () => {
    const list = [post('a', 'x', at(0)), post('b', 'x', at(2)), post('c', 'y', at(3)), post('d', 'y', at(20))];
    expect(kinds(list)).toEqual(['start', 'date', 'a', 'b+', 'c', 'd']);
  });

  it('says where a day begins', () => {
    const list = [post('a', 'x', at(0)), post('b', 'x', at(60 * 24))];
    expect(kinds(list)).toEqual(['start', 'date', 'a', 'date', 'b']);
  });

  it('has one line before what is new to me, and none before what I wrote', () => {
    const list = [post('a', 'x', at(0)), post('b', 'me', at(1)), post('c', 'x', at(2)), post('d', 'x', at(3))];
    expect(kinds(list, at(0))).toEqual(['start', 'date', 'a', 'b', 'new', 'c', 'd+']);
    expect(kinds(list, at(9))).toEqual(['start', 'date', 'a', 'b', 'c', 'd+']);
  });

  it('keeps every line as it is when older messages come', () => {
    const list = [post('a', 'x', at(0)), post('b', 'x', at(1)), post('c', 'x', at(2)), post('d', 'y', at(60 * 24))];
    // What the first that is here belongs to is not known.
    expect(kinds(list.slice(1), at(0), false)).toEqual(['c+', 'date', 'd']);
    expect(kinds(list, at(0), false)).toEqual(['new', 'b', 'c+', 'date', 'd']);
    expect(kinds(list, at(0), true)).toEqual(['start', 'date', 'a', 'new', 'b', 'c+', 'date', 'd']);
  });

  it('shows the only message that is here', () => {
    expect(kinds([post('a', 'x', at(0))], undefined, false)).toEqual(['a']);
  });
});
