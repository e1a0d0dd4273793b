import type { ChannelMembership, ServerChannel } from '@mattermost/types/channels';
import type { Post } from '@mattermost/types/posts';
import type { TeamMembership } from '@mattermost/types/teams';
import type { UserProfile } from '@mattermost/types/users';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';

import { bookmarksOf } from './bookmarks';
import { takePosted } from './counts';
import { type Data, EMPTY } from './data';
import { type Message, PASSED_OVER, reduce, REDUCERS } from './events';
import { addPage, addPost, addThread } from './posts';
import { idOf, recorded, RECORDED_MS } from './recorded';
import { threadsUnread, unreadOf } from './unread';

vi.mock('../api/client', () => ({ client: {}, basePath: '' }));
const { FOLLOWERS } = await import('../api/follow');

const GOLDEN = join(import.meta.dirname, '../../../facts');
/** All that was recorded of event streams. */
const AREAS = readdirSync(join(GOLDEN, 'golden/ws')).map((name) => `ws/${name.replace('.json', '')}`);

/** What somebody knows who has channels of the recordings open from their start. */
function knowing(user: string): Data {
  const channels = ['c1', 'c2', 'd1', 'g1'].map((symbol) => idOf(symbol));
  const channel = (id: string) =>
    ({
      id,
      type: 'O',
      total_msg_count: 0,
      total_msg_count_root: 0,
      last_post_at: 0,
      last_root_post_at: 0,
      delete_at: 0,
    }) as ServerChannel;
  const member = (channel_id: string) =>
    ({
      channel_id,
      user_id: idOf(user),
      msg_count: 0,
      msg_count_root: 0,
      mention_count: 0,
      mention_count_root: 0,
      last_viewed_at: 0,
      notify_props: {},
    }) as unknown as ChannelMembership;
  return {
    ...EMPTY,
    me: { id: idOf(user) } as UserProfile,
    channels: Object.fromEntries(channels.map((id) => [id, channel(id)])),
    members: Object.fromEntries(channels.map((id) => [id, member(id)])),
    channelPosts: Object.fromEntries(channels.map((id) => [id, { order: [], atStart: true, atEnd: true }])),
  };
}

const eventsOf = (area: string, connection: string) =>
  recorded(area).flatMap((one) => (one.kind === 'events' && one.connection === connection ? one.messages : []));

describe('recorded traffic', () => {
  it('holds no event that was forgotten', () => {
    const names = new Set(
      AREAS.flatMap((area) => recorded(area).flatMap((one) => (one.kind === 'events' ? one.messages : []))).map(
        (message) => message.event,
      ),
    );
    expect(names.size).toBeGreaterThan(60);
    const known = JSON.parse(readFileSync(join(GOLDEN, 'api/websocket-events.json'), 'utf8')) as string[];
    const passedOver = Object.values(PASSED_OVER).flat();
    const handled = (name: string) => Boolean(REDUCERS[name] ?? FOLLOWERS[name]);
    const all = [...new Set([...names, ...known])];
    expect(all.filter((name) => !handled(name) && !passedOver.includes(name))).toEqual([]);
    expect(passedOver.filter(handled)).toEqual([]);
    expect(passedOver.filter((name) => !all.includes(name))).toEqual([]);
  });

  it('tells what roles allow and who has which', () => {
    const fold = (area: string, connection: string, start: Data) =>
      eventsOf(area, connection).reduce((known, message) => reduce(known, message, RECORDED_MS), start);
    const more = fold('ws/users-more', 'c1', knowing('u1'));
    expect(more.permissions.system_custom_group_admin).toContain('create_custom_group');
    expect(more.me?.roles).toBe('system_user system_manager');
    const team = { [idOf('t1')]: { team_id: idOf('t1'), roles: 'team_user' } as TeamMembership };
    // Later on they leave the team.
    const ruled = eventsOf('ws/channels', 'c3').filter(({ event }) => event === 'memberrole_updated');
    const start: Data = { ...knowing('u3'), teamMembers: team };
    const ruling = ruled.reduce<Data>((known, message) => reduce(known, message, RECORDED_MS), start);
    expect(ruling.teamMembers[idOf('t1')]?.roles).toBe('team_user team_admin');
  });

  it('tells of threads only those who follow them', () => {
    const told = ['c1', 'c2'].flatMap((connection) => eventsOf('ws/posts', connection));
    const updates = told.filter((message) => message.event === 'thread_updated');
    const data = updates.reduce((known, message) => reduce(known, message, RECORDED_MS), knowing('u1'));
    expect(updates.length).toBeGreaterThan(0);
    expect(Object.values(data.threads).every((thread) => thread?.following)).toBe(true);
  });

  it('brings the root of a thread whose channel nobody has opened', () => {
    const [update] = eventsOf('ws/posts', 'c1').filter((message) => message.event === 'thread_updated');
    if (!update) throw new Error('there is one');
    const data = reduce(knowing('u1'), update, RECORDED_MS);
    expect(data.posts[idOf('p1')]).toMatchObject({ channel_id: idOf('c1'), reply_count: 1 });
    expect(threadsUnread(data, 'elsewhere')).toEqual({ unread: true, mentions: 0 });
    const known = { ...data, channels: { [idOf('c1')]: { team_id: 't' } as ServerChannel } };
    expect([threadsUnread(known, 't').unread, threadsUnread(known, 'elsewhere').unread]).toEqual([true, false]);
  });

  it('reads the threads of a team or a channel and no others', () => {
    const thread = { following: true, unreadReplies: 2, unreadMentions: 1, lastViewedAt: 7 };
    const places = { a: 'one', b: 'two', c: 'direct' };
    const data: Data = {
      ...EMPTY,
      threads: { a: thread, b: thread, c: thread },
      posts: Object.fromEntries(Object.entries(places).map(([id, channel]) => [id, post(id, { channel_id: channel })])),
      channels: {
        one: { team_id: 't' } as ServerChannel,
        two: { team_id: 'other' } as ServerChannel,
        direct: { team_id: '' } as ServerChannel,
      },
    };
    const unreadAfter = (broadcast: Message['broadcast'], timestamp?: number) =>
      Object.entries(reduce(data, { event: 'thread_read_changed', data: { timestamp }, broadcast }, 0).threads)
        .filter(([, one]) => one?.unreadReplies)
        .map(([id]) => id);
    expect(unreadAfter({ team_id: 't', channel_id: '' })).toEqual(['b']);
    expect(unreadAfter({ team_id: '', channel_id: 'two' }, 9)).toEqual(['a', 'c']);
  });

  it('tells what somebody wants to be told of a channel', () => {
    const messages = eventsOf('ws/channels', 'c1').filter((message) => message.event === 'channel_member_updated');
    const data = messages.reduce((known, message) => reduce(known, message, RECORDED_MS), knowing('u1'));
    expect(data.members[idOf('c1')]?.notify_props).toMatchObject({ desktop: 'none', push: 'default' });
  });

  it.each(AREAS)('%s: what an event does not touch stays the same, and nothing is undefined', (area) => {
    for (const connection of ['c1', 'c2', 'c3', 'ca']) {
      let data = knowing(connection.replace('c', 'u'));
      for (const message of eventsOf(area, connection)) {
        const next = reduce(data, message, RECORDED_MS);
        if (!REDUCERS[message.event]) expect(next, message.event).toBe(data);
        expect(Object.values(next)).not.toContain(undefined);
        data = next;
      }
    }
  });

  it('makes of events the posts that the API answers', () => {
    const answers: Record<string, Post> = {};
    let data = knowing('u2');
    let compared = 0;
    for (const one of recorded('ws/posts')) {
      if (one.kind === 'answer') {
        const post = one.body as unknown as Post;
        if (one.method !== 'DELETE' && post.id && post.channel_id && 'message' in post) answers[post.id] = post;
        if (one.method === 'DELETE') delete answers[/posts\/([a-z0-9]+)$/.exec(one.path)?.[1] ?? ''];
      } else if (one.connection === 'c2') {
        for (const message of one.messages) data = reduce(data, message, RECORDED_MS);
        for (const [id, answer] of Object.entries(answers)) {
          const known = data.posts[id];
          if (!known) continue;
          compared += 1;
          expect([id, known.message, known.root_id, known.user_id, known.type]).toEqual([
            id,
            answer.message,
            answer.root_id,
            answer.user_id,
            answer.type,
          ]);
        }
      }
    }
    expect(compared).toBeGreaterThan(5);
  });

  it('takes an event twice as once', () => {
    const messages = eventsOf('ws/posts', 'c2').filter(({ event }) => event === 'posted' || event === 'reaction_added');
    const once = messages.reduce((data, message) => reduce(data, message, RECORDED_MS), knowing('u2'));
    const twice = messages.reduce((data, message) => reduce(data, message, RECORDED_MS), once);
    expect(twice.channelPosts).toEqual(once.channelPosts);
    expect(twice.replies).toEqual(once.replies);
    expect(twice.members).toEqual(once.members);
  });

  it('counts for somebody who does not look, and is read where somebody has looked', () => {
    const posted = eventsOf('ws/posts', 'c2').filter(({ event }) => event === 'posted');
    const data = posted.slice(0, 2).reduce((known, message) => reduce(known, message, RECORDED_MS), knowing('u2'));
    const channel = idOf('c1');
    expect(unreadOf(data.channels[channel], data.members[channel])).toEqual({ unread: true, mentions: 1 });
    const viewed = {
      event: 'multiple_channels_viewed',
      data: { channel_times: { [channel]: RECORDED_MS } },
      broadcast: {},
    };
    const read = reduce(data, viewed, RECORDED_MS);
    expect(unreadOf(read.channels[channel], read.members[channel])).toEqual({ unread: false, mentions: 0 });
  });

  it('follows what is begun on another device until it is sent or dropped', () => {
    const drafts = eventsOf('ws/posts', 'c1').filter(({ event }) => event.startsWith('draft_'));
    expect(drafts.map(({ event }) => event)).toEqual(['draft_created', 'draft_created', 'draft_deleted']);
    const texts: (string | undefined)[] = [];
    drafts.reduce((known, message) => {
      const next = reduce(known, message, RECORDED_MS);
      texts.push(next.drafts[idOf('c1')]?.message);
      return next;
    }, knowing('u1'));
    const [first, second, last] = texts;
    expect([first?.length, second?.length].every(Boolean)).toBe(true);
    expect([first === second, last]).toEqual([false, undefined]);
  });

  it('knows the links above a channel, as they are after each event', () => {
    const messages = eventsOf('ws/channels-more', 'c1').filter(({ event }) => event.startsWith('channel_bookmark_'));
    const shown: string[][] = [];
    messages.reduce((known, message) => {
      const next = reduce(known, message, RECORDED_MS);
      shown.push(bookmarksOf(next, idOf('c1')).map((one) => one.display_name));
      return next;
    }, knowing('u1'));
    expect(shown).toEqual([
      ['link'],
      ['link', 'two'],
      ['renamed', 'two'],
      ['by u2', 'two'],
      ['two', 'by u2'],
      ['by u2'],
    ]);
  });

  it('notes who comes and goes, where others are', () => {
    const messages = eventsOf('ws/channels', 'c1').filter(({ event }) => /^(user_added|user_removed)$/.test(event));
    const others = messages.filter(({ data }) => !data.channel_id && data.user_id !== idOf('u1'));
    expect(others.length).toBeGreaterThan(2);
    const data = others.reduce((known, message) => reduce(known, message, RECORDED_MS), knowing('u1'));
    const inChannel = others.filter(({ broadcast }) => broadcast.channel_id === idOf('c1'));
    expect(data.comings[idOf('c1')]).toBe(inChannel.length);
    expect(data.members).toEqual(knowing('u1').members);
  });

  it('takes posts away that are deleted, and a thread with its root', () => {
    const messages = eventsOf('ws/posts', 'c1');
    const deleted = messages.filter(({ event }) => event === 'post_deleted');
    expect(deleted.length).toBeGreaterThanOrEqual(2);
    const data = messages.reduce((known, message) => reduce(known, message, RECORDED_MS), knowing('u1'));
    for (const message of deleted) {
      const post = JSON.parse(String(message.data.post)) as Post;
      expect(data.posts[post.id]).toBeUndefined();
      expect(data.channelPosts[post.channel_id]?.order).not.toContain(post.id);
    }
  });
});

const post = (id: string, more: Partial<Post> = {}) =>
  ({
    id,
    channel_id: idOf('c1'),
    root_id: '',
    user_id: 'x',
    create_at: 1,
    update_at: 1,
    message: id,
    type: '',
    reply_count: 0,
    pending_post_id: '',
    metadata: {},
    ...more,
  }) as Post;

describe('my own post', () => {
  const pending = post('me:1', { pending_post_id: 'me:1', create_at: 5 });
  const sent = post('p', { pending_post_id: 'me:1', create_at: 6 });
  const event = { event: 'posted', data: { post: JSON.stringify(sent) }, broadcast: {} };
  const orderOf = (data: Data) => data.channelPosts[idOf('c1')]?.order;

  it('is there once, whether the event or the answer comes first', () => {
    const shown = addPost(knowing('u1'), pending);
    expect(orderOf(shown)).toEqual(['me:1']);
    const eventFirst = addPost(reduce(shown, event, 9), sent);
    const answerFirst = reduce(addPost(shown, sent), event, 9);
    expect(orderOf(eventFirst)).toEqual(['p']);
    expect(orderOf(answerFirst)).toEqual(['p']);
    expect(answerFirst.posts['me:1']).toBeUndefined();
  });

  it('counts once in its channel and its thread, whether the event or the answer comes first', () => {
    const root = post('c', { create_at: 3 });
    const reply = post('r', { root_id: 'c', reply_count: 1, create_at: 6, user_id: idOf('u1') });
    const came = { event: 'posted', data: { post: JSON.stringify(reply) }, broadcast: {} };
    const base = addPost(knowing('u1'), root);
    const before = base.channels[idOf('c1')]?.total_msg_count ?? -1;
    const eventFirst = takePosted(reduce(base, came, 9), reply, false);
    const answerFirst = reduce(takePosted(base, reply, false), came, 9);
    for (const data of [eventFirst, answerFirst]) {
      expect(data.posts.c).toMatchObject({ reply_count: 1, last_reply_at: 6, participants: [{ id: idOf('u1') }] });
      expect(data.channels[idOf('c1')]?.total_msg_count).toBe(before + 1);
    }
  });
});

describe('pages of a channel', () => {
  const page = (ids: string[], times: number[], ends: { atStart?: boolean; atEnd?: boolean } = {}) => ({
    order: ids,
    posts: Object.fromEntries(ids.map((id, index) => [id, post(id, { create_at: times[index] ?? 0 })])),
    atStart: false,
    atEnd: false,
    ...ends,
  });
  const channel = idOf('c1');

  it('are put together where they touch, and replace each other where there is a hole', () => {
    const base = { ...knowing('u1'), channelPosts: {} };
    const newest = addPage(base, channel, page(['d', 'c'], [4, 3], { atEnd: true }), false, {});
    const both = addPage(newest, channel, page(['b', 'a'], [2, 1], { atStart: true }), true, newest.posts);
    expect(both.channelPosts[channel]).toEqual({ order: ['a', 'b', 'c', 'd'], atStart: true, atEnd: true });
    const apart = addPage(both, channel, page(['z', 'y'], [99, 98], { atEnd: true }), false, both.posts);
    expect(apart.channelPosts[channel]).toEqual({ order: ['y', 'z'], atStart: false, atEnd: true });
  });

  it('do not hide what came while they were under way, nor keep what they deny', () => {
    const base = { ...knowing('u1'), channelPosts: {} };
    const came = { event: 'posted', data: { post: JSON.stringify(post('e', { create_at: 5 })) }, broadcast: {} };
    const meanwhile = reduce(base, came, 9);
    const opened = addPage(meanwhile, channel, page(['d', 'c'], [4, 3], { atEnd: true }), false, base.posts);
    expect(opened.channelPosts[channel]?.order).toEqual(['c', 'd', 'e']);
    // Events were missed; the answer has no `d` any more.
    const again = addPage(opened, channel, page(['e', 'c'], [5, 3], { atEnd: true }), false, opened.posts);
    expect(again.channelPosts[channel]?.order).toEqual(['c', 'e']);
  });

  it('nor does the answer of a thread', () => {
    const base = knowing('u1');
    const reply = post('r', { root_id: 'c', create_at: 6 });
    const came = { event: 'posted', data: { post: JSON.stringify(reply) }, broadcast: {} };
    const opened = addThread(reduce(base, came, 9), 'c', { c: post('c', { create_at: 3 }) }, base.posts);
    expect(opened.replies.c?.order).toEqual(['r']);
    expect(addThread(opened, 'c', {}, opened.posts).replies.c?.order).toEqual([]);
  });
});
