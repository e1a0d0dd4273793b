import type { Post } from '@mattermost/types/posts';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import { apply, getData } from '../store';
import { EMPTY } from '../store/data';
import { addPage } from '../store/posts';
import { client } from './client';
import { enqueue, flush, forgetPending, readOutbox, restoreOutbox, sendAgain } from './outbox';

let count = 0;
const post = (message: string): Post => {
  count += 1;
  const id = `ada:${count}`;
  return {
    id,
    pending_post_id: id,
    channel_id: 'log',
    root_id: '',
    user_id: 'ada',
    message,
    type: '',
    create_at: count,
    update_at: count,
    file_ids: [],
    metadata: { files: [] },
  } as unknown as Post;
};

/** The server's side: whether it can be reached, and what it got. */
const server = { reached: true, refuses: '', got: [] as string[] };
const unreachable = new TypeError('no way to the server');
const refusal = Object.assign(new Error('no'), { status_code: 403 });

vi.spyOn(client, 'createPost').mockImplementation((body) => {
  if (!server.reached) return Promise.reject(unreachable);
  if (body.message === server.refuses) return Promise.reject(refusal);
  server.got.push(body.message);
  return Promise.resolve({ ...body, id: `id of ${body.message}` } as Post);
});

/** What the client does with an answer, but for counting. */
const taken = (pending: Post) =>
  apply((data) => {
    const { [pending.id]: sent, ...sending } = data.sending;
    return sent ? { ...data, sending } : data;
  });

beforeEach(async () => {
  server.reached = true;
  server.refuses = '';
  await flush();
  apply(() => EMPTY);
  window.localStorage.clear();
  server.got = [];
  restoreOutbox('ada', taken);
});

describe('the outbox', () => {
  it('sends in the order of writing and keeps nothing that the server has', async () => {
    for (const message of ['one', 'two', 'three']) enqueue(post(message));
    await vi.waitFor(() => expect(server.got).toEqual(['one', 'two', 'three']));
    await vi.waitFor(() => expect(readOutbox('ada')).toEqual([]));
  });

  it('keeps what cannot be sent, over a reload too, and sends it once there is a way', async () => {
    server.reached = false;
    enqueue(post('one'));
    enqueue(post('two'));
    await vi.waitFor(() => expect(Object.values(getData().sending)).toEqual(['waiting', 'waiting']));
    expect(readOutbox('ada').map((one) => one.message)).toEqual(['one', 'two']);
    // The window is opened anew.
    apply(() => EMPTY);
    restoreOutbox('ada', taken);
    const ids = Object.keys(getData().sending);
    expect(ids.map((id) => getData().posts[id]?.message)).toEqual(['one', 'two']);
    // And the channel is loaded without them.
    const page = { order: [], posts: {}, atStart: true, atEnd: true };
    apply((data) => addPage(data, 'log', page, false, {}));
    expect(getData().channelPosts.log?.order).toEqual(ids);
    await vi.waitFor(() => expect(Object.values(getData().sending)).toEqual(['waiting', 'waiting']));
    server.reached = true;
    await flush();
    expect(server.got).toEqual(['one', 'two']);
    expect(readOutbox('ada')).toEqual([]);
  });

  it('lets a refused post stand and goes on with those after it', async () => {
    server.refuses = 'one';
    const refused = post('one');
    enqueue(refused);
    enqueue(post('two'));
    await vi.waitFor(() => expect(server.got).toEqual(['two']));
    expect(getData().sending[refused.id]).toBe('failed');
    server.refuses = '';
    sendAgain(refused);
    await vi.waitFor(() => expect(server.got).toEqual(['two', 'one']));
  });

  it('belongs to one person, and forgets what is given up', async () => {
    server.reached = false;
    const given = post('one');
    enqueue(given);
    await vi.waitFor(() => expect(getData().sending[given.id]).toBe('waiting'));
    expect(readOutbox('bob')).toEqual([]);
    forgetPending(given);
    expect(readOutbox('ada')).toEqual([]);
  });

  it('drops what is not readable', () => {
    window.localStorage.setItem('roost.outbox.ada.broken', '{');
    expect(readOutbox('ada')).toEqual([]);
    expect(window.localStorage.length).toBe(0);
  });
});
