import type { ChannelMembership } from '@mattermost/types/channels';
import type { Post, PostList } from '@mattermost/types/posts';
import type { UserProfile } from '@mattermost/types/users';

import { apply, getData } from '../store';
import { keepChannels } from '../store/counts';
import { type Categories, type Data, withAll, withEntry } from '../store/data';
import { merged, newerUsers } from '../store/merge';
import { addPage, addThread, keepPosts } from '../store/posts';
import { ahead, askedAhead, isTold } from './ahead';
import { client } from './client';
import { needed } from './needed';

/** Posts in one answer: when a channel opens, when somebody begins to read on, and while they do. */
const PAGE_POSTS = 60;
const NEXT_POSTS = 100;
const READING_POSTS = 200;

type Change = (data: Data) => Data;

async function askTeam(teamId: string): Promise<Change> {
  const asked = getData();
  const [channels, members, sidebar] = await Promise.all([
    client.getMyChannels(teamId),
    client.getMyChannelMembers(teamId),
    askCategories(teamId),
  ]);
  return (data) => sidebar(keepChannels(data, { channels, members, teamId }, asked));
}

/** Loads the channels of a team with my memberships and the order of the sidebar. */
export async function loadTeam(teamId: string): Promise<void> {
  const early = await askedAhead<Change>(teamId);
  apply(early ?? (await askTeam(teamId)));
  await loadUsers(partnersOf(getData()));
  if (early && isTold()) await loadTeam(teamId);
}

/** Asks for a team and for what one of its channels opens with, which will be wanted in a moment. */
export function askAhead(teamId: string, channelId: string): void {
  if (channelId) ahead(channelId, () => askUnread(channelId));
  ahead(teamId, () => askTeam(teamId));
}

/** Memberships in one answer. */
const PAGE_MEMBERS = 200;

/** Loads the channels of all my teams: what happens in the others shows beside their names. */
export async function loadOtherTeams(): Promise<void> {
  const asked = getData();
  if (Object.keys(asked.teamMembers).length < 2) return;
  const coming = client.getAllTeamsChannels();
  const members: ChannelMembership[] = [];
  for (let page = 0, more = true; more; page += 1) {
    const list = await client.getAllChannelsMembers('me', page, PAGE_MEMBERS);
    members.push(...list);
    more = list.length === PAGE_MEMBERS;
  }
  const channels = await coming;
  apply((data) => keepChannels(data, { channels, members }, asked));
}

/** How often the order of a sidebar was asked for or changed here. */
const sidebars = new Map<string, number>();

/** What the server says of a sidebar from now on is younger than what is under way. */
export function sidebarChanged(teamId: string): number {
  const turn = (sidebars.get(teamId) ?? 0) + 1;
  sidebars.set(teamId, turn);
  return turn;
}

/** Asks for the order of the sidebar. An answer that was overtaken by another, or by a change made here, changes nothing. */
async function askCategories(teamId: string): Promise<Change> {
  const turn = sidebarChanged(teamId);
  const { order, categories } = await client.getChannelCategories('me', teamId);
  const sidebar: Categories = { order, byId: Object.fromEntries(categories.map((one) => [one.id, one])) };
  return (data) =>
    sidebars.get(teamId) === turn || !data.categories[teamId]
      ? { ...data, categories: withEntry(data.categories, teamId, sidebar) }
      : data;
}

/** Loads the order of the sidebar again. */
export async function loadCategories(teamId: string): Promise<void> {
  apply(await askCategories(teamId));
}

/** Loads a channel that I am in now, with my membership. */
export async function loadChannel(channelId: string): Promise<void> {
  const asked = getData();
  const [channel, member] = await Promise.all([client.getChannel(channelId), client.getMyChannelMember(channelId)]);
  apply((data) => keepChannels(data, { channels: [channel], members: [member] }, asked));
  await loadUsers(partnersOf(getData()));
}

/** The other people of direct channels, whose names the sidebar shows. */
function partnersOf(data: Data): string[] {
  return Object.values(data.channels)
    .filter((channel) => channel?.type === 'D')
    .flatMap((channel) => channel?.name.split('__') ?? []);
}

const wanted = new Set<string>();
let asking: Promise<void> | null = null;

/** Loads people that are not known yet; those asked for in the same moment are asked for together. */
export function loadUsers(ids: readonly string[]): Promise<void> {
  const { users } = getData();
  for (const id of ids) if (id && !users[id]) wanted.add(id);
  if (wanted.size === 0) return Promise.resolve();
  asking ??= Promise.resolve().then(async () => {
    const list = [...wanted];
    wanted.clear();
    asking = null;
    await refreshUsers(list);
  });
  return asking;
}

/** Loads people with how they are. */
export async function refreshUsers(ids: string[]): Promise<void> {
  const { statuses: asked } = getData();
  const [people, list] = await Promise.all([client.getProfilesByIds(ids), client.getStatusesByIds(ids)]);
  keepUsers(people);
  const found = Object.fromEntries(list.map((one) => [one.user_id, one.status]));
  apply((data) => ({ ...data, statuses: merged(asked, data.statuses, { ...asked, ...found }) }));
}

/** Takes people in that came with another answer. */
export function keepUsers(people: readonly UserProfile[]): void {
  apply((data) => ({ ...data, users: withAll(data.users, newerUsers(data.users, people), (person) => person.id) }));
}

const peopleOf = (posts: readonly Post[]): string[] =>
  posts.flatMap((post) => [post.user_id, ...((post.participants ?? []) as { id: string }[]).map((one) => one.id)]);

interface Taken {
  atStart?: boolean;
  atEnd?: boolean;
  /** Whether the page is next to what is there. */
  touches?: boolean;
  /** What was known when the page was asked for. */
  asked: Data['posts'];
}

function take(
  channelId: string,
  list: PostList,
  { atStart = false, atEnd = false, touches = false, asked }: Taken,
): void {
  const page = { order: list.order, posts: list.posts, atStart, atEnd };
  apply((data) => addPage(data, channelId, page, touches, asked));
  needed(loadUsers(peopleOf(Object.values(list.posts))));
}

interface Asked {
  readonly list: PostList;
  readonly asked: Data['posts'];
}

async function askUnread(channelId: string): Promise<Asked> {
  const asked = getData().posts;
  return { asked, list: await client.getPostsUnread(channelId, 'me', PAGE_POSTS, PAGE_POSTS, false, true) };
}

/** Loads what a channel opens with: posts around where I stopped reading when I am behind, or else the newest. */
export async function openChannel(channelId: string, behind: boolean): Promise<void> {
  const early = await askedAhead<Asked>(channelId);
  // For whoever has read everything these are the newest. Whoever was never there would begin at the oldest.
  const fits = early && (behind || !early.list.next_post_id);
  if (!fits && !behind) return loadNewest(channelId);
  const { list, asked } = fits ? early : await askUnread(channelId);
  take(channelId, list, { atStart: !list.prev_post_id, atEnd: !list.next_post_id, asked });
  if (fits && !list.next_post_id && isTold()) await loadNewest(channelId);
}

/** Loads the newest posts of a channel, whatever I have read. */
export async function loadNewest(channelId: string): Promise<void> {
  const asked = getData().posts;
  const list = await client.getPosts(channelId, 0, PAGE_POSTS, false, true);
  take(channelId, list, { atStart: !list.prev_post_id, atEnd: true, asked });
}

/** Loads posts around one of them. */
export async function loadAround(channelId: string, postId: string): Promise<void> {
  const asked = getData().posts;
  const [before, after, post] = await Promise.all([
    client.getPostsBefore(channelId, postId, 0, PAGE_POSTS / 2, false, true),
    client.getPostsAfter(channelId, postId, 0, PAGE_POSTS / 2, false, true),
    client.getPostsByIds([postId]),
  ]);
  const posts = { ...before.posts, ...after.posts, ...Object.fromEntries(post.map((one) => [one.id, one])) };
  const list = { ...before, posts, order: [...after.order, postId, ...before.order] };
  take(channelId, list, { atStart: !before.prev_post_id, atEnd: !after.next_post_id, asked });
}

/** Pages that were asked for and have not come, by what is next to them. */
const coming = new Set<string>();

/** Takes the page of a channel in that is next to a post. Does nothing while it is under way. */
async function takeNext(
  channelId: string,
  side: 'older' | 'newer',
  edge: string | undefined,
  ask: (edge: string, count: number) => Promise<PostList>,
  ends: (list: PostList) => Partial<Taken>,
): Promise<void> {
  const page = `${side} ${edge}`;
  if (!edge || coming.has(page)) return;
  const asked = getData().posts;
  coming.add(page);
  // Over before it is taken in: what is shown then may want the next one at once.
  const here = getData().channelPosts[channelId]?.order.length ?? 0;
  const list = await ask(edge, here > READING_POSTS ? READING_POSTS : NEXT_POSTS).finally(() => coming.delete(page));
  // Meanwhile another part of the channel may have been opened, to which the page is no neighbour.
  if (getData().channelPosts[channelId]?.order.includes(edge))
    take(channelId, list, { ...ends(list), touches: true, asked });
}

/** Loads posts before the oldest that is here. */
export function loadOlder(channelId: string): Promise<void> {
  const first = getData().channelPosts[channelId]?.order[0];
  return takeNext(
    channelId,
    'older',
    first,
    (edge, count) => client.getPostsBefore(channelId, edge, 0, count, false, true),
    (list) => ({ atStart: !list.prev_post_id }),
  );
}

/** Loads posts after the newest that is here. */
export function loadNewer(channelId: string): Promise<void> {
  const { channelPosts, sending } = getData();
  const last = channelPosts[channelId]?.order.findLast((id) => !sending[id]);
  return takeNext(
    channelId,
    'newer',
    last,
    (edge, count) => client.getPostsAfter(channelId, edge, 0, count, false, true),
    (list) => ({ atEnd: !list.next_post_id }),
  );
}

/**
 * The id of the first post of a channel at or after a time; empty when there is none. Asked for by halves, one post at a
 * time: a server tells what lies before and after a post, not what lies at a time.
 */
export async function firstAfter(channelId: string, at: number): Promise<string> {
  const nth = async (place: number) => {
    const list = await client.getPosts(channelId, place, 1, false, true);
    return list.posts[list.order[0] ?? ''];
  };
  const first = await nth(0);
  if (!first || first.create_at < at) return '';
  let [id, young] = [first.id, 0];
  // The newest is at 0. Messages of the system are there and not counted: the end is looked for.
  let old = 1;
  for (let post = await nth(old); post && post.create_at >= at; post = await nth(old)) {
    [id, young, old] = [post.id, old, old * 2];
  }
  while (old - young > 1) {
    const middle = Math.floor((young + old) / 2);
    const post = await nth(middle);
    if (post && post.create_at >= at) [id, young] = [post.id, middle];
    else old = middle;
  }
  return id;
}

/** Loads a thread with its root. */
export async function loadThread(rootId: string): Promise<void> {
  const asked = getData().posts;
  const list = await client.getPostThread(rootId, true, true, false);
  apply((data) => addThread(data, rootId, list.posts, asked));
  needed(loadUsers(peopleOf(Object.values(list.posts))));
}

/** Takes posts in that are shown in a list of their own, such as the results of a search. */
export function takeLoose(list: Pick<PostList, 'order' | 'posts'>, asked: Data['posts']): void {
  apply((data) => keepPosts(data, Object.values(list.posts), asked));
  needed(loadUsers(peopleOf(Object.values(list.posts))));
}
