import type { ChannelBookmark } from '@mattermost/types/channel_bookmarks';
import type { ChannelCategory } from '@mattermost/types/channel_categories';
import type { ChannelMembership, ServerChannel } from '@mattermost/types/channels';
import type { ClientConfig, ClientLicense } from '@mattermost/types/config';
import type { CustomEmoji } from '@mattermost/types/emojis';
import type { FileInfo } from '@mattermost/types/files';
import type { Group } from '@mattermost/types/groups';
import type { Post } from '@mattermost/types/posts';
import type { ScheduledPost } from '@mattermost/types/schedule_post';
import type { Team, TeamMembership } from '@mattermost/types/teams';
import type { UserProfile } from '@mattermost/types/users';

export type ById<T> = Readonly<Record<string, T | undefined>>;

/** Which root posts of a channel are here, without holes: ids from the oldest to the newest. */
export interface ChannelPosts {
  readonly order: readonly string[];
  /** Nothing is older than the first. */
  readonly atStart: boolean;
  /** Nothing is newer than the last: new posts are added by events. */
  readonly atEnd: boolean;
}

/** Which replies of a thread are here; the root itself is in `posts` alone. */
export interface Replies {
  readonly order: readonly string[];
}

/** How a thread stands for me. */
export interface ThreadState {
  readonly following: boolean;
  readonly unreadReplies: number;
  readonly unreadMentions: number;
  readonly lastViewedAt: number;
}

/** A post that is on its way, that waits for a connection, or that was refused. */
export type Sending = 'sending' | 'waiting' | 'failed';

export interface Categories {
  readonly order: readonly string[];
  readonly byId: ById<ChannelCategory>;
}

/** What was typed and not sent. */
export interface Draft {
  readonly message: string;
  readonly files: readonly FileInfo[];
  /** Where it is written; known of what the server keeps. */
  readonly channelId?: string;
  readonly rootId?: string;
  /** When the server changed it, in milliseconds. */
  readonly updateAt?: number;
}

/** A group that messages may name. */
export type NamedGroup = Pick<Group, 'id' | 'name' | 'display_name' | 'update_at'>;

export interface Typing {
  readonly userId: string;
  readonly until: number;
}

/**
 * Everything known of the server, each thing once. Written by answers of the API and by events, and by nothing else; what
 * a reducer did not touch is the same object as before.
 */
export interface Data {
  readonly me: UserProfile | null;
  readonly config: Partial<ClientConfig>;
  readonly license: ClientLicense;
  readonly users: ById<UserProfile>;
  readonly statuses: Readonly<Record<string, string | undefined>>;
  readonly teams: ById<Team>;
  /** My memberships, by team. */
  readonly teamMembers: ById<TeamMembership>;
  readonly channels: ById<ServerChannel>;
  /** My memberships, by channel. */
  readonly members: ById<ChannelMembership>;
  /** By team. */
  readonly categories: ById<Categories>;
  /** Links and files above the messages of a channel, by channel and id. */
  readonly bookmarks: ById<ById<ChannelBookmark>>;
  readonly posts: ById<Post>;
  /** Ids of what was deleted: an answer that was under way must not bring it back. */
  readonly gone: Readonly<Record<string, true | undefined>>;
  /** Posts that were counted when they came, by an event or as the answer to my own. */
  readonly counted: Readonly<Record<string, true | undefined>>;
  /** How often I have left each channel and team: what was asked for before that is too old to bring it back. */
  readonly left: Readonly<Record<string, number | undefined>>;
  /** The time up to which the last answer has counted the posts of a channel. */
  readonly countedTo: Readonly<Record<string, number | undefined>>;
  readonly sending: Readonly<Record<string, Sending | undefined>>;
  readonly channelPosts: ById<ChannelPosts>;
  /** By root post. */
  readonly replies: ById<Replies>;
  /** By root post. */
  readonly threads: ById<ThreadState>;
  /** How often people came to a channel or a team or left it, by its id: lists of them are loaded again. */
  readonly comings: Readonly<Record<string, number | undefined>>;
  /** What I have begun to write, on any device, by root post or channel. */
  readonly drafts: ById<Draft>;
  /** What I have written to be sent later, by id. */
  readonly scheduled: ById<ScheduledPost>;
  /** Values by `category--name`. */
  readonly preferences: Readonly<Record<string, string | undefined>>;
  /** What roles allow, by the name of the role. */
  readonly permissions: Readonly<Record<string, readonly string[] | undefined>>;
  /** Who writes, by channel or root post. */
  readonly typing: ById<readonly Typing[]>;
  /** By name. */
  readonly customEmoji: ById<CustomEmoji>;
  /** Those that messages may name, by id. */
  readonly groups: ById<NamedGroup>;
  /** Ids of groups that I am in. */
  readonly myGroups: Readonly<Record<string, true | undefined>>;
}

export const EMPTY: Data = {
  me: null,
  config: {},
  license: {},
  users: {},
  statuses: {},
  teams: {},
  teamMembers: {},
  channels: {},
  members: {},
  categories: {},
  bookmarks: {},
  posts: {},
  gone: {},
  counted: {},
  left: {},
  countedTo: {},
  sending: {},
  channelPosts: {},
  replies: {},
  threads: {},
  comings: {},
  drafts: {},
  scheduled: {},
  preferences: {},
  permissions: {},
  typing: {},
  customEmoji: {},
  groups: {},
  myGroups: {},
};

export const preferenceKey = (category: string, name: string) => `${category}--${name}`;

/** How many hours my clock has; empty: I have not said. */
export function clockOf({ preferences }: Pick<Data, 'preferences'>): '' | '12' | '24' {
  const chosen = preferences[preferenceKey('display_settings', 'use_military_time')];
  return chosen === 'true' ? '24' : chosen === 'false' ? '12' : '';
}

/** My theme in a team, as it is kept: of this team alone, or else of all. */
export const themeOf = ({ preferences }: Pick<Data, 'preferences'>, teamId: string): string | undefined =>
  preferences[preferenceKey('theme', teamId)] ?? preferences[preferenceKey('theme', '')];

/** The same record with one entry set. */
export function withEntry<T>(record: Readonly<Record<string, T>>, key: string, value: T): Readonly<Record<string, T>> {
  return record[key] === value ? record : { ...record, [key]: value };
}

/** The same record without an entry. */
export function without<T>(record: Readonly<Record<string, T>>, key: string): Readonly<Record<string, T>> {
  if (!(key in record)) return record;
  const { [key]: gone, ...rest } = record;
  return rest as Readonly<Record<string, T>>;
}

/** The record with everything of a list under its id. */
export function withAll<T>(
  record: Readonly<Record<string, T | undefined>>,
  list: readonly T[],
  idOf: (one: T) => string,
): Readonly<Record<string, T | undefined>> {
  if (list.length === 0) return record;
  const next = { ...record };
  for (const one of list) next[idOf(one)] = one;
  return next;
}
