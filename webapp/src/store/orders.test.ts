// An answer and an event that tell of the same, in either order: what is known afterwards is the same.
import type { ChannelBookmark } from '@mattermost/types/channel_bookmarks';
import type { ChannelMembership, ServerChannel } from '@mattermost/types/channels';
import type { Post, PostAcknowledgement } from '@mattermost/types/posts';
import type { Reaction } from '@mattermost/types/reactions';
import type { ScheduledPost } from '@mattermost/types/schedule_post';
import type { Team, TeamMembership } from '@mattermost/types/teams';
import type { UserProfile } from '@mattermost/types/users';
import { describe, expect, it } from 'vitest';

import { bookmarksOf, keepBookmarks } from './bookmarks';
import { keepChannels, markRead, takePosted } from './counts';
import { type Data, EMPTY } from './data';
import { type Message, reduce } from './events';
import { merged } from './merge';
import { addPage, addPost, addThread, keepPosts, removePost } from './posts';
import { dropScheduled, keepScheduled } from './scheduled';

const post = (id: string, more: Partial<Post> = {}) =>
  ({
    id,
    channel_id: 'c',
    root_id: '',
    user_id: 'ada',
    create_at: 10,
    update_at: 10,
    message: id,
    type: '',
    reply_count: 0,
    metadata: {},
    ...more,
  }) as Post;

const channel = (more: Partial<ServerChannel> = {}) =>
  ({
    id: 'c',
    team_id: 't',
    type: 'O',
    display_name: 'Log',
    update_at: 1,
    delete_at: 0,
    total_msg_count: 4,
    total_msg_count_root: 4,
    last_post_at: 9,
    last_root_post_at: 9,
    ...more,
  }) as ServerChannel;

const member = (more: Partial<ChannelMembership> = {}) =>
  ({
    channel_id: 'c',
    user_id: 'me',
    msg_count: 4,
    msg_count_root: 4,
    mention_count: 0,
    mention_count_root: 0,
    last_viewed_at: 9,
    notify_props: {},
    ...more,
  }) as unknown as ChannelMembership;

const BASE: Data = {
  ...EMPTY,
  me: { id: 'me' } as UserProfile,
  teamMembers: { t: { team_id: 't' } as TeamMembership },
  channels: { c: channel() },
  members: { c: member() },
  channelPosts: { c: { order: [], atStart: true, atEnd: true } },
};

const event = (name: string, data: Record<string, unknown>, channel_id = 'c'): Message => ({
  event: name,
  data,
  broadcast: { channel_id },
});
const about = (name: string, one: Post, more: Record<string, unknown> = {}) =>
  event(name, { post: JSON.stringify(one), ...more });
const reaction = (user_id: string) => ({ user_id, post_id: 'p', emoji_name: 'heart', create_at: 11 }) as Reaction;
const reacted = (name: string, user: string) => event(name, { reaction: JSON.stringify(reaction(user)) });

type Step = (data: Data) => Data;
const come =
  (message: Message): Step =>
  (data) =>
    reduce(data, message, 0);

/** What is known when the answer that was asked for in `base` comes before the event, and when it comes after it. */
function both(base: Data, answer: (asked: Data) => Step, happened: Step): [Data, Data] {
  return [happened(answer(base)(base)), answer(base)(happened(base))];
}

const page = (...posts: Post[]) => ({
  order: posts.map((one) => one.id),
  posts: Object.fromEntries(posts.map((one) => [one.id, one])),
  atStart: true,
  atEnd: true,
});

describe('posts', () => {
  it('keeps who is in a thread when a search finds its root, which does not say', () => {
    const people = [{ id: 'bob' }] as unknown as Post['participants'];
    const root = post('a', { reply_count: 1, last_reply_at: 20, participants: people });
    const known: Data = { ...EMPTY, posts: { a: root } };
    const found = post('a', { reply_count: 1, last_reply_at: 0 });
    expect(keepPosts(known, [found], known.posts).posts.a).toMatchObject({ last_reply_at: 20, participants: people });
    expect(keepPosts(EMPTY, [found], {}).posts.a?.participants).toBeUndefined();
  });

  it('keeps files and reactions when a list of threads has a root, which leaves them out', () => {
    const root = post('a', { metadata: { reactions: [reaction('bob')] } as Post['metadata'] });
    const known: Data = { ...EMPTY, posts: { a: root } };
    const { metadata: left, ...bare } = post('a');
    expect(left).toEqual({});
    expect(keepPosts(known, [bare as Post], known.posts).posts.a?.metadata).toEqual(root.metadata);
  });

  it('keep the time of the last reply when they change, of which the event says nothing', () => {
    const base = addPost(BASE, post('a', { reply_count: 1, last_reply_at: 20 }));
    const pinned = come(about('post_edited', post('a', { is_pinned: true, update_at: 30, last_reply_at: 0 })))(base);
    expect(pinned.posts.a).toMatchObject({ is_pinned: true, reply_count: 1, last_reply_at: 20 });
  });

  it('that were deleted stay away', () => {
    const p = post('p');
    const pending = post('me:1', { pending_post_id: 'me:1' });
    const sent = post('p', { pending_post_id: 'me:1' });
    const deleted = come(about('post_deleted', p));
    const known = addPost(BASE, p);
    const answers: [Data, (asked: Data) => Step][] = [
      [known, (asked) => (data) => addPage(data, 'c', page(p), false, asked.posts)],
      [known, (asked) => (data) => keepPosts(data, [p], asked.posts)],
      [addPost(BASE, pending), () => (data) => takePosted(data, sent, false)],
    ];
    for (const [base, answer] of answers) {
      for (const data of both(base, answer, deleted)) {
        expect(data.posts).toEqual({});
        expect(data.channelPosts.c?.order).toEqual([]);
      }
    }
  });

  it('of a thread that was deleted stay away with it', () => {
    const root = post('r');
    const reply = post('p', { root_id: 'r' });
    const base = addPost(BASE, root);
    const answer = (asked: Data) => (data: Data) => addThread(data, 'r', { r: root, p: reply }, asked.posts);
    for (const data of both(base, answer, come(about('post_deleted', root)))) {
      expect([data.posts, data.replies]).toEqual([{}, {}]);
    }
  });

  it('that were deleted count once less in their thread', () => {
    const reply = post('p', { root_id: 'r' });
    const base = addPost(addPost(BASE, post('r', { reply_count: 2 })), reply);
    const answer = () => (data: Data) => removePost(data, reply);
    for (const data of both(base, answer, come(about('post_deleted', reply)))) {
      expect(data.posts.r?.reply_count).toBe(1);
    }
    // What was given up was never counted.
    const pending = addPost(base, post('me:1', { root_id: 'r' }));
    const given = removePost({ ...pending, sending: { 'me:1': 'failed' } }, post('me:1', { root_id: 'r' }));
    expect(given.posts.r?.reply_count).toBe(2);
  });

  it('keep reactions that came and went while they were asked for', () => {
    const had = { metadata: { reactions: [reaction('bob')] } } as Partial<Post>;
    const base = addPost(BASE, post('p', had));
    const stale = (asked: Data) => (data: Data) => addPage(data, 'c', page(post('p', had)), false, asked.posts);
    const people = (data: Data) => (data.posts.p?.metadata.reactions ?? []).map((one) => one.user_id).sort();
    for (const data of both(base, stale, come(reacted('reaction_added', 'cleo')))) {
      expect(people(data)).toEqual(['bob', 'cleo']);
    }
    for (const data of both(base, stale, come(reacted('reaction_removed', 'bob')))) expect(people(data)).toEqual([]);
    // An answer that knows more than the event.
    const ahead = { update_at: 12, metadata: { reactions: ['bob', 'cleo', 'dan'].map(reaction) } } as Partial<Post>;
    const fresh = (asked: Data) => (data: Data) => keepPosts(data, [post('p', ahead)], asked.posts);
    for (const data of both(base, fresh, come(reacted('reaction_added', 'cleo')))) {
      expect(people(data)).toEqual(['bob', 'cleo', 'dan']);
    }
  });

  it('keep who has acknowledged them, once', () => {
    const base = addPost(BASE, post('p'));
    const one = { post_id: 'p', user_id: 'bob', acknowledged_at: 11 } as PostAcknowledgement;
    const stale = (asked: Data) => (data: Data) => keepPosts(data, [post('p')], asked.posts);
    const given = come(event('post_acknowledgement_added', { acknowledgement: JSON.stringify(one) }));
    for (const data of both(base, stale, given)) expect(data.posts.p?.metadata.acknowledgements).toEqual([one]);
  });

  it('keep replies that came while they were asked for, and a text that is younger', () => {
    const base = addPost(BASE, post('r', { reply_count: 1 }));
    const stale = (asked: Data) => (data: Data) => keepPosts(data, [post('r', { reply_count: 1 })], asked.posts);
    const replied = come(about('posted', post('p', { root_id: 'r', reply_count: 2, create_at: 12 })));
    const edited = come(about('post_edited', post('r', { message: 'new', update_at: 13 })));
    for (const data of both(base, stale, (now) => edited(replied(now)))) {
      expect(data.posts.r).toMatchObject({ reply_count: 2, last_reply_at: 12, message: 'new' });
    }
  });
});

describe('channels', () => {
  const came = come(about('posted', post('p'), { mentions: '["me"]' }));
  const after = { total_msg_count: 5, total_msg_count_root: 5, last_post_at: 10, last_root_post_at: 10 };
  const answer =
    (one: ServerChannel, mine: ChannelMembership) =>
    (asked: Data): Step =>
    (data) =>
      keepChannels(data, { channels: [one], members: [mine], teamId: 't' }, asked);
  const counts = (data: Data) => [data.channels.c?.total_msg_count, data.members.c?.mention_count];

  it('count a post once, whether an answer knows of it or not', () => {
    const mentioned = member({ mention_count: 1, mention_count_root: 1 });
    const answers = [
      answer(channel(after), mentioned),
      answer(channel(), member()),
      // Two requests: one was before the post, the other after it.
      answer(channel(after), member()),
    ];
    for (const one of answers) for (const data of both(BASE, one, came)) expect(counts(data)).toEqual([5, 1]);
  });

  it('count a post that a page has brought before its event', () => {
    const paged = addPage(BASE, 'c', page(post('p')), false, BASE.posts);
    expect(counts(came(paged))).toEqual([5, 1]);
    expect(counts(came(came(paged)))).toEqual([5, 1]);
  });

  it('that were left meanwhile do not come back, and what was left elsewhere goes', () => {
    const gone = come(event('user_removed', { channel_id: 'c' }, ''));
    for (const data of both(BASE, answer(channel(), member()), gone)) expect(data.members.c).toBeUndefined();
    // Not even those that I had not known that I was in.
    const stranger = { ...BASE, channels: {}, members: {} };
    const late = answer(channel(), member())(stranger)(gone(stranger));
    expect([late.channels.c, late.members.c]).toEqual([undefined, undefined]);
    const missed = keepChannels(BASE, { channels: [], members: [], teamId: 't' }, BASE);
    expect(missed.members.c).toBeUndefined();
    expect(keepChannels(BASE, { channels: [], members: [], teamId: 'other' }, BASE).members.c).toBeDefined();
  });

  it('of a team that was left are left with it', () => {
    const leaving = (user_id: string) => come(event('leave_team', { user_id, team_id: 't' }, ''));
    for (const left of both(BASE, answer(channel(), member()), leaving('me'))) {
      expect([left.teamMembers, left.members, left.channelPosts]).toEqual([{}, {}, {}]);
    }
    expect(leaving('bob')(BASE).members).toBe(BASE.members);
    const known: Data = { ...BASE, teams: { t: { id: 't', delete_at: 0 } as Team } };
    const archived = come(event('delete_team', { team: JSON.stringify({ id: 't', delete_at: 5 }) }, ''));
    for (const data of both(known, answer(channel(), member()), archived)) expect(data.members).toEqual({});
  });

  it('have the younger name, and are archived once they are', () => {
    const renamed = come(
      event('channel_updated', { channel: JSON.stringify(channel({ display_name: 'New', update_at: 5 })) }),
    );
    for (const data of both(BASE, answer(channel(), member()), renamed)) {
      expect(data.channels.c?.display_name).toBe('New');
    }
    const younger = answer(channel({ display_name: 'Newest', update_at: 6 }), member());
    for (const data of both(BASE, younger, renamed)) expect(data.channels.c?.display_name).toBe('Newest');
    const archived = come(event('channel_deleted', { channel_id: 'c', delete_at: 7 }));
    for (const data of both(BASE, answer(channel(), member()), archived)) expect(data.channels.c?.delete_at).toBe(7);
  });

  it('that are read stay read, and what comes after the reading stays unread', () => {
    const unread = came(BASE);
    const viewed = come(event('multiple_channels_viewed', { channel_times: { c: 10 } }, ''));
    for (const data of both(unread, answer(channel(after), member({ mention_count: 1 })), viewed)) {
      expect([data.members.c?.msg_count, data.members.c?.mention_count]).toEqual([5, 0]);
    }
    const later = come(about('posted', post('q', { create_at: 12 }), { mentions: '["me"]' }));
    for (const data of [viewed(later(unread)), later(viewed(unread))]) {
      expect([data.channels.c?.total_msg_count, data.members.c?.msg_count, data.members.c?.mention_count]).toEqual([
        6, 5, 1,
      ]);
    }
    expect(markRead(unread, 'c', 3)).toBe(unread);
  });
});

describe('what is mine', () => {
  it('is as an event has it that came while it was asked for', () => {
    const asked = { same: 'a', changed: 'a', gone: 'a' };
    const now = { same: 'a', changed: 'b', come: 'c' };
    const answer = { same: 'z', changed: 'a', gone: 'a', other: 'o' };
    expect(merged(asked, now, answer)).toEqual({ same: 'z', changed: 'b', come: 'c', other: 'o' });
    expect(merged(asked, asked, answer)).toEqual(answer);
  });

  it('of posts for later: the younger one, and none that was sent or dropped', () => {
    const later = (message: string, update_at: number) => ({ id: 's', message, update_at }) as ScheduledPost;
    const changed = come(event('scheduled_post_updated', { scheduledPost: JSON.stringify(later('new', 2)) }));
    const answer = () => (data: Data) => keepScheduled(data, later('old', 1));
    for (const data of both(BASE, answer, changed)) expect(data.scheduled.s?.message).toBe('new');
    const dropped = come(event('scheduled_post_deleted', { scheduledPost: JSON.stringify(later('old', 1)) }));
    for (const data of both(BASE, answer, dropped)) expect(data.scheduled).toEqual({});
    expect(answer()(dropScheduled(BASE, 's')).scheduled).toEqual({});
  });

  it('of bookmarks: the younger one, in the order that was made last, and none that was deleted', () => {
    const link = (id: string, more: Partial<ChannelBookmark> = {}) =>
      ({
        id,
        channel_id: 'c',
        display_name: id,
        update_at: 1,
        sort_order: 0,
        create_at: 1,
        ...more,
      }) as ChannelBookmark;
    const told = (name: string, data: Message['data']) => come(event(name, data));
    const namesIn = (data: Data) => bookmarksOf(data, 'c').map((one) => one.display_name);
    const renamed = link('a', { display_name: 'new', update_at: 2 });
    const changed = told('channel_bookmark_updated', { bookmarks: JSON.stringify({ updated: renamed }) });
    const answer = () => (data: Data) => keepBookmarks(data, [link('a')]);
    for (const data of both(BASE, answer, changed)) expect(namesIn(data)).toEqual(['new']);
    const order = [link('b', { update_at: 3 }), link('a', { sort_order: 1, update_at: 3 })];
    const sorted = told('channel_bookmark_sorted', { bookmarks: JSON.stringify(order) });
    const two = () => (data: Data) => keepBookmarks(data, [link('a'), link('b', { sort_order: 1 })]);
    for (const data of both(BASE, two, sorted)) expect(namesIn(data)).toEqual(['b', 'a']);
    const deleted = told('channel_bookmark_deleted', { bookmark: JSON.stringify(link('a', { delete_at: 4 })) });
    for (const data of both(BASE, answer, deleted)) expect(namesIn(data)).toEqual([]);
  });

  it('of drafts: the younger one', () => {
    const draft = (message: string, update_at: number) =>
      event('draft_updated', {
        draft: JSON.stringify({ channel_id: 'c', root_id: '', message, update_at, metadata: {} }),
      });
    const [old, fresh] = [come(draft('old', 1)), come(draft('new', 2))];
    expect(old(fresh(BASE)).drafts.c?.message).toBe('new');
    expect(fresh(old(BASE)).drafts.c?.message).toBe('new');
  });
});
