import type { ChannelBookmark, UpdateChannelBookmarkResponse } from '@mattermost/types/channel_bookmarks';

import { type ById, type Data, withEntry, without } from './data';
import { inner, type Reducer } from './message';

const NONE: ById<ChannelBookmark> = {};

/** Takes bookmarks in, unless younger versions of them are known. */
export function keepBookmarks(data: Data, list: readonly ChannelBookmark[]): Data {
  return list.reduce((next, one) => {
    const known = next.bookmarks[one.channel_id] ?? NONE;
    if (next.gone[one.id] || (known[one.id]?.update_at ?? 0) > one.update_at) return next;
    return { ...next, bookmarks: withEntry(next.bookmarks, one.channel_id, withEntry(known, one.id, one)) };
  }, data);
}

/** Takes a bookmark away. */
export function dropBookmark(data: Data, { id, channel_id }: Pick<ChannelBookmark, 'id' | 'channel_id'>): Data {
  const bookmarks = withEntry(data.bookmarks, channel_id, without(data.bookmarks[channel_id] ?? NONE, id));
  return { ...data, bookmarks, gone: withEntry(data.gone, id, true as const) };
}

/** The bookmarks of a channel in their order. */
export function bookmarksOf(data: Pick<Data, 'bookmarks'>, channelId: string): ChannelBookmark[] {
  return Object.values(data.bookmarks[channelId] ?? NONE)
    .filter((one) => one !== undefined)
    .sort((a, b) => a.sort_order - b.sort_order || a.create_at - b.create_at);
}

/** Events of bookmarks. Windows that make a change hear of it by its answer alone. */
export const BOOKMARK_REDUCERS: Readonly<Record<string, Reducer>> = {
  channel_bookmark_created: (data, message) => {
    const made = inner<ChannelBookmark>(message, 'bookmark');
    return made ? keepBookmarks(data, [made]) : data;
  },
  channel_bookmark_updated: (data, message) => {
    const changed = inner<UpdateChannelBookmarkResponse>(message, 'bookmarks');
    return changed ? keepBookmarks(data, [changed.updated]) : data;
  },
  channel_bookmark_sorted: (data, message) => keepBookmarks(data, inner<ChannelBookmark[]>(message, 'bookmarks') ?? []),
  channel_bookmark_deleted: (data, message) => {
    const gone = inner<ChannelBookmark>(message, 'bookmark');
    return gone ? dropBookmark(data, gone) : data;
  },
};
