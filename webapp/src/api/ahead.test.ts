import type { PostList, Post } from '@mattermost/types/posts';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import { apply, getData, show } from '../store';
import { EMPTY } from '../store/data';
import { client } from './client';
import { askAhead, openChannel } from './load';

const list = (ids: string[], more = ''): PostList => ({
  order: ids,
  posts: Object.fromEntries(
    ids.map((id, at) => [id, { id, channel_id: 'log', user_id: 'ada', root_id: '', create_at: 100 - at } as Post]),
  ),
  next_post_id: more,
  prev_post_id: '',
  first_inaccessible_post_time: 0,
});

/** The server's side. */
const server = { unread: list(['b', 'a']), newest: list(['c', 'b', 'a']) };
const unread = vi.spyOn(client, 'getPostsUnread').mockImplementation(() => Promise.resolve(server.unread));
const newest = vi.spyOn(client, 'getPosts').mockImplementation(() => Promise.resolve(server.newest as never));
for (const name of ['getMyChannels', 'getMyChannelMembers', 'getProfilesByIds', 'getStatusesByIds'] as const)
  vi.spyOn(client, name).mockResolvedValue([]);
vi.spyOn(client, 'getChannelCategories').mockResolvedValue({ order: [], categories: [] });

const shown = () => getData().channelPosts.log?.order;

describe('what is asked for ahead', () => {
  beforeEach(() => {
    apply(() => EMPTY);
    show({ connection: 'connecting' });
    unread.mockClear();
    newest.mockClear();
  });

  it('is there when the channel opens, and is used once', async () => {
    askAhead('team', 'log');
    await openChannel('log', false);
    expect(shown()).toEqual(['a', 'b']);
    expect([unread.mock.calls.length, newest.mock.calls.length]).toEqual([1, 0]);
    await openChannel('log', false);
    expect(newest.mock.calls.length).toBe(1);
  });

  it('is asked for again by whoever gets it after events have begun', async () => {
    askAhead('team', 'log');
    show({ connection: 'open' });
    await openChannel('log', false);
    expect(shown()).toEqual(['a', 'b', 'c']);
  });

  it('is left when it begins at the oldest for somebody who was never there', async () => {
    server.unread = list(['b', 'a'], 'c');
    askAhead('team', 'log');
    await openChannel('log', false);
    expect(shown()).toEqual(['a', 'b', 'c']);
  });

  it('is asked for anew when it did not come', async () => {
    unread.mockRejectedValueOnce(new TypeError('no way to the server'));
    askAhead('team', 'log');
    await openChannel('log', true);
    expect(unread.mock.calls.length).toBe(2);
    expect(shown()).toEqual(['a', 'b']);
  });
});
