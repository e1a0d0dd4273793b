import type { ChannelMembership, ServerChannel } from '@mattermost/types/channels';
import type { Draft as ServerDraft } from '@mattermost/types/drafts';
import type { CustomEmoji } from '@mattermost/types/emojis';
import type { Post } from '@mattermost/types/posts';
import type { PreferenceType } from '@mattermost/types/preferences';
import type { Reaction } from '@mattermost/types/reactions';
import type { Team } from '@mattermost/types/teams';
import type { UserProfile } from '@mattermost/types/users';

import { BOOKMARK_REDUCERS } from './bookmarks';
import { leaveChannel, leaveChannels, leaveTeam as leaveTeamOf, markRead, takePosted } from './counts';
import { type Data, type Draft, preferenceKey, withEntry, without } from './data';
import { addPost, addReaction, changePost, removePost, removeReaction } from './posts';
import { GROUP_REDUCERS } from './groups';
import { inner, type Message, number, type Reducer, text } from './message';
import { RIGHTS_REDUCERS } from './rights';
import { SCHEDULED_REDUCERS } from './scheduled';
import { THREAD_REDUCERS } from './threads';

export type { Message, Reducer };

/** How long somebody counts as writing after the last sign of it. */
export const TYPING_MS = 5_000;

const posted: Reducer = (data, message) => {
  const post = inner<Post>(message, 'post');
  if (!post) return data;
  const mentions = inner<string[]>(message, 'mentions') ?? [];
  return stopTyping(takePosted(data, post, mentions.includes(data.me?.id ?? '-')), post);
};

/** Who has posted does not write any more. */
function stopTyping(data: Data, post: Post): Data {
  const key = post.root_id || post.channel_id;
  const typing = data.typing[key];
  if (!typing?.some((one) => one.userId === post.user_id)) return data;
  return {
    ...data,
    typing: withEntry(
      data.typing,
      key,
      typing.filter((one) => one.userId !== post.user_id),
    ),
  };
}

const withPost =
  (change: (data: Data, post: Post) => Data): Reducer =>
  (data, message) => {
    const post = inner<Post>(message, 'post');
    return post ? change(data, post) : data;
  };

const withReaction =
  (change: (data: Data, reaction: Reaction) => Data): Reducer =>
  (data, message) => {
    const reaction = inner<Reaction>(message, 'reaction');
    return reaction ? change(data, reaction) : data;
  };

const postUnread: Reducer = (data, message) => {
  const channelId = message.broadcast.channel_id ?? '';
  const member = data.members[channelId];
  const channel = data.channels[channelId];
  if (!member || !channel) return data;
  const changed: ChannelMembership = {
    ...member,
    msg_count: number(message, 'msg_count'),
    msg_count_root: number(message, 'msg_count_root'),
    mention_count: number(message, 'mention_count'),
    mention_count_root: number(message, 'mention_count_root'),
    last_viewed_at: number(message, 'last_viewed_at'),
  };
  return { ...data, members: withEntry(data.members, channelId, changed) };
};

const multipleChannelsViewed: Reducer = (data, message) => {
  const times = (message.data.channel_times ?? {}) as Record<string, number>;
  return Object.entries(times).reduce((next, [id, at]) => markRead(next, id, at), data);
};

const typing: Reducer = (data, message, now) => {
  const userId = text(message, 'user_id');
  const key = text(message, 'parent_id') || (message.broadcast.channel_id ?? '');
  if (!userId || !key || userId === data.me?.id) return data;
  const others = (data.typing[key] ?? []).filter((one) => one.userId !== userId && one.until > now);
  return { ...data, typing: withEntry(data.typing, key, [...others, { userId, until: now + TYPING_MS }]) };
};

const channelUpdated: Reducer = (data, message) => {
  const channel = inner<ServerChannel>(message, 'channel');
  const known = channel && data.channels[channel.id];
  if (!channel || !known || known.update_at > channel.update_at) return data;
  // Counts in the event are those of when the channel was changed.
  const { total_msg_count, total_msg_count_root, last_post_at, last_root_post_at } = known;
  const counts = { total_msg_count, total_msg_count_root, last_post_at, last_root_post_at };
  return { ...data, channels: withEntry(data.channels, channel.id, { ...known, ...channel, ...counts }) };
};

/** Takes in that a channel is archived, or is not any more: 0. */
export const setDeletedAt = (data: Data, channelId: string, delete_at: number): Data => {
  const channel = data.channels[channelId];
  return channel ? { ...data, channels: withEntry(data.channels, channelId, { ...channel, delete_at }) } : data;
};

const channelMemberUpdated: Reducer = (data, message) => {
  const member = inner<ChannelMembership>(message, 'channelMember');
  if (!member || member.user_id !== data.me?.id || !data.members[member.channel_id]) return data;
  return { ...data, members: withEntry(data.members, member.channel_id, member) };
};

/** Somebody came to a channel or a team, or left it. */
const coming = (data: Data, id: string): Data =>
  id ? { ...data, comings: withEntry(data.comings, id, (data.comings[id] ?? 0) + 1) } : data;

/** A team has no event of its own for who came: everybody comes to a channel of it. */
const userAdded: Reducer = (data, message) =>
  coming(coming(data, message.broadcast.channel_id ?? ''), text(message, 'team_id'));

/** I am told the channel that I was removed from; those who stay are told who. */
const userRemoved: Reducer = (data, message) => {
  const channelId = text(message, 'channel_id');
  return channelId ? leaveChannel(data, channelId) : coming(data, message.broadcast.channel_id ?? '');
};

const team: Reducer = (data, message) => {
  const changed = inner<Team>(message, 'team');
  if (!changed || !data.teams[changed.id]) return data;
  // What only members who may invite see is left out of the event.
  const merged = { ...data.teams[changed.id], ...changed } as Team;
  if (!changed.invite_id) merged.invite_id = data.teams[changed.id]?.invite_id ?? '';
  return { ...data, teams: withEntry(data.teams, changed.id, merged) };
};

const leaveTeam: Reducer = (data, message) => {
  if (text(message, 'user_id') !== data.me?.id) return coming(data, text(message, 'team_id'));
  return leaveTeamOf(data, text(message, 'team_id'));
};

const userUpdated: Reducer = (data, message) => {
  const user = message.data.user as UserProfile | undefined;
  if (!user?.id) return data;
  if (user.id === data.me?.id) {
    // What others may not see may be left out, although I may.
    const me = { ...data.me, ...user, email: user.email || (data.me?.email ?? '') };
    return { ...data, me, users: withEntry(data.users, user.id, me) };
  }
  return data.users[user.id] ? { ...data, users: withEntry(data.users, user.id, user) } : data;
};

const statusChange: Reducer = (data, message) => ({
  ...data,
  statuses: withEntry(data.statuses, text(message, 'user_id'), text(message, 'status')),
});

const preferencesOf = (message: Message): PreferenceType[] => {
  const list = inner<PreferenceType[]>(message, 'preferences');
  const one = inner<PreferenceType>(message, 'preference');
  return list ?? (one ? [one] : []);
};

const preferencesChanged: Reducer = (data, message) => {
  const preferences = { ...data.preferences };
  for (const { category, name, value } of preferencesOf(message)) preferences[preferenceKey(category, name)] = value;
  return { ...data, preferences };
};

const preferencesDeleted: Reducer = (data, message) => {
  const preferences = { ...data.preferences };
  for (const { category, name } of preferencesOf(message)) delete preferences[preferenceKey(category, name)];
  return { ...data, preferences };
};

const emojiAdded: Reducer = (data, message) => {
  const emoji = inner<CustomEmoji>(message, 'emoji');
  return emoji ? { ...data, customEmoji: withEntry(data.customEmoji, emoji.name, emoji) } : data;
};

const configChanged: Reducer = (data, message) => ({
  ...data,
  config: { ...data.config, ...(message.data.config as Data['config']) },
});

/** A draft as the client keeps it. */
export function draftOf(draft: ServerDraft): Draft {
  const { message, metadata, channel_id: channelId, root_id: rootId, update_at: updateAt } = draft;
  return { message, files: metadata?.files ?? [], channelId, rootId, updateAt };
}

const draftChanged: Reducer = (data, message) => {
  const draft = inner<ServerDraft>(message, 'draft');
  const key = draft && (draft.root_id || draft.channel_id);
  if (!draft || !key || (data.drafts[key]?.updateAt ?? 0) > draft.update_at) return data;
  return { ...data, drafts: withEntry(data.drafts, key, draftOf(draft)) };
};

const draftDeleted: Reducer = (data, message) => {
  const draft = inner<ServerDraft>(message, 'draft');
  return draft ? { ...data, drafts: without(data.drafts, draft.root_id || draft.channel_id) } : data;
};

/** One reducer for each event that changes what is known. What needs more from the server is in `follow.ts`. */
export const REDUCERS: Readonly<Record<string, Reducer | undefined>> = {
  posted,
  ephemeral_message: withPost(addPost),
  post_edited: withPost(changePost),
  post_deleted: withPost(removePost),
  post_unread: postUnread,
  reaction_added: withReaction(addReaction),
  reaction_removed: withReaction(removeReaction),
  multiple_channels_viewed: multipleChannelsViewed,
  typing,
  channel_updated: channelUpdated,
  channel_deleted: (data, message) => setDeletedAt(data, text(message, 'channel_id'), number(message, 'delete_at')),
  channel_restored: (data, message) => setDeletedAt(data, text(message, 'channel_id'), 0),
  channel_member_updated: channelMemberUpdated,
  user_added: userAdded,
  user_removed: userRemoved,
  update_team: team,
  delete_team: (data, message, now) => leaveChannels(team(data, message, now), inner<Team>(message, 'team')?.id ?? '-'),
  restore_team: team,
  leave_team: leaveTeam,
  user_updated: userUpdated,
  status_change: statusChange,
  preference_changed: preferencesChanged,
  preferences_changed: preferencesChanged,
  preferences_deleted: preferencesDeleted,
  draft_created: draftChanged,
  draft_updated: draftChanged,
  draft_deleted: draftDeleted,
  emoji_added: emojiAdded,
  config_changed: configChanged,
  ...BOOKMARK_REDUCERS,
  ...GROUP_REDUCERS,
  ...RIGHTS_REDUCERS,
  ...SCHEDULED_REDUCERS,
  ...THREAD_REDUCERS,
};

/** Events that are passed over on purpose, by why that is so. */
export const PASSED_OVER: Readonly<Record<string, readonly string[]>> = {
  'belong to the stream itself': ['authentication_challenge', 'hello', 'response'],
  'tell of what is not shown, and is asked for whenever it is': [
    'guests_deactivated',
    'license_changed',
    'new_user',
    'presence',
    'user_activation_status_change',
  ],
  'tell of what this client has not': [
    'burn_on_read_all_revealed',
    'cloud_subscription_changed',
    'content_flagging_report_value_updated',
    'custom_profile_attributes_field_created',
    'custom_profile_attributes_field_deleted',
    'custom_profile_attributes_field_updated',
    'custom_profile_attributes_values_updated',
    'file_download_rejected',
    'first_admin_visit_marketplace_status_received',
    'hosted_customer_signup_progress_updated',
    'plugin_disabled',
    'plugin_enabled',
    'plugin_statuses_changed',
    'post_burned',
    'post_revealed',
    'post_translation_updated',
    'posted_notify_ack',
    'recap_updated',
    'received_group_associated_to_channel',
    'received_group_associated_to_team',
    'received_group_not_associated_to_channel',
    'received_group_not_associated_to_team',
    'show_toast',
  ],
};

/** What is known after an event. */
export function reduce(data: Data, message: Message, now: number): Data {
  return REDUCERS[message.event]?.(data, message, now) ?? data;
}
