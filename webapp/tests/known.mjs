// What the client in a window knows of the server, and how two windows differ in it.

/** Runs in the page: the state of the store, which the scripts of the page share. */
async function state() {
  const scripts = performance.getEntriesByType('resource').map((one) => one.name);
  for (const name of scripts.filter((one) => /\/static\/.*\.js$/.test(one))) {
    for (const one of Object.values(await import(name))) {
      if (typeof one?.getState === 'function' && 'channelPosts' in one.getState()) return one.getState();
    }
  }
  throw new Error('no script of the page has the store');
}

export const known = (page) => page.evaluate(state);

/** Keys whose values say how something was asked for, or when it changed, and nothing of what it is. */
const PASSING = new Set([
  'pending_post_id',
  'last_activity_at',
  'last_update_at',
  'is_following',
  'processed_at',
  'team_display_name',
  'team_name',
  'team_update_at',
]);

const only = (record, keys) => Object.fromEntries(keys.map((key) => [key, record?.[key]]));
const without = (key, { [key]: left, ...rest }) => rest;
const eachWithout = (key, record) =>
  Object.fromEntries(Object.entries(record).map(([id, one]) => [id, without(key, one)]));
const shared = (one, other) => Object.keys(one).filter((key) => key in other);

/** A post without what a reply changes of its root besides; people in a thread by their ids, which is all that counts. */
function plain({ update_at, participants, ...post }) {
  const people = (participants ?? []).map((one) => one.id).sort();
  return { ...post, ...(post.reply_count === 0 && { update_at }), people };
}

/** Slices of the store as they can be compared: what one window has never needed is in neither. */
function slices(data, other, channelId) {
  const order = data.channelPosts[channelId]?.order ?? [];
  const members = Object.keys(data.members);
  const both = (name) => only(data[name], shared(data[name], other[name]));
  return {
    me: without('update_at', data.me),
    config: data.config,
    users: eachWithout('update_at', both('users')),
    statuses: both('statuses'),
    // Not all that somebody may see of a team is in what everybody is told.
    teams: eachWithout('email', both('teams')),
    teamMembers: data.teamMembers,
    // What is archived is not in the list of channels.
    channels: only(
      data.channels,
      members.filter((id) => !data.channels[id]?.delete_at),
    ),
    members: data.members,
    categories: both('categories'),
    bookmarks: data.bookmarks[channelId],
    order,
    posts: Object.fromEntries(order.map((id) => [id, plain(data.posts[id])])),
    replies: both('replies'),
    threads: both('threads'),
    drafts: data.drafts,
    scheduled: data.scheduled,
    preferences: data.preferences,
    permissions: both('permissions'),
    customEmoji: data.customEmoji,
    groups: data.groups,
    myGroups: data.myGroups,
  };
}

const isEmpty = (one) => one === undefined || one === null || JSON.stringify(one) === '{}';

function* compare(path, one, other) {
  if (one === other || (isEmpty(one) && isEmpty(other))) return;
  const deep = one && other && typeof one === 'object' && typeof other === 'object';
  if (!deep) {
    yield `${path}: ${JSON.stringify(one)}, ${JSON.stringify(other)}`;
    return;
  }
  for (const key of new Set([...Object.keys(one), ...Object.keys(other)])) {
    if (!PASSING.has(key)) yield* compare(`${path}.${key}`, one[key], other[key]);
  }
}

/** How two windows of one person differ that show the same channel, in words. */
export function differences(one, other, channelId) {
  const [here, there] = [slices(one, other, channelId), slices(other, one, channelId)];
  return [...compare('', here, there)];
}
