import type { Post } from '@mattermost/types/posts';
import { describe, expect, it } from 'vitest';

import { EMPTY } from './data';
import { reduce } from './events';

const event = (name: string, data: Record<string, string>) => ({ event: name, data, broadcast: {} });
const later = (message: string) => ({ scheduledPost: JSON.stringify({ id: 's', message }) });

describe('posts for later', () => {
  it('come, change and go', () => {
    let data = reduce(EMPTY, event('scheduled_post_created', later('one')), 0);
    expect(data.scheduled.s?.message).toBe('one');
    data = reduce(data, event('scheduled_post_updated', later('two')), 0);
    expect(data.scheduled.s?.message).toBe('two');
    expect(reduce(data, event('scheduled_post_deleted', later('two')), 0).scheduled).toEqual({});
  });
});

describe('acknowledgements', () => {
  const one = { acknowledgement: JSON.stringify({ post_id: 'p', user_id: 'ada', acknowledged_at: 1 }) };
  const data = { ...EMPTY, posts: { p: { id: 'p', metadata: {} } as Post } };

  it('count once for each person, and can be taken back', () => {
    const given = reduce(data, event('post_acknowledgement_added', one), 0);
    const twice = reduce(given, event('post_acknowledgement_added', one), 0);
    expect(twice.posts.p?.metadata.acknowledgements).toHaveLength(1);
    const taken = reduce(twice, event('post_acknowledgement_removed', one), 0);
    expect(taken.posts.p?.metadata.acknowledgements).toEqual([]);
  });

  it('of posts that are not here change nothing', () => {
    expect(reduce(EMPTY, event('post_acknowledgement_added', one), 0)).toBe(EMPTY);
  });
});
