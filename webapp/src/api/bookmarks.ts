import type { ChannelBookmark, ChannelBookmarkPatch } from '@mattermost/types/channel_bookmarks';

import { apply, getData, useView } from '../store';
import { bookmarksOf, dropBookmark, keepBookmarks } from '../store/bookmarks';
import { withEntry } from '../store/data';
import { merged } from '../store/merge';
import { client } from './client';
import { type Progress, uploadBookmark } from './upload';

const connection = () => useView.getState().connectionId;

/** Loads the bookmarks of a channel. */
export async function loadBookmarks(channelId: string): Promise<void> {
  const asked = getData().bookmarks[channelId] ?? {};
  const list = await client.getChannelBookmarks(channelId);
  const answer = Object.fromEntries(list.map((one) => [one.id, one]));
  apply((data) => {
    const now = merged(asked, data.bookmarks[channelId] ?? {}, answer);
    return { ...data, bookmarks: withEntry(data.bookmarks, channelId, now) };
  });
}

/** What somebody says of a bookmark. */
export interface BookmarkFields {
  readonly display_name: string;
  readonly emoji: string;
  /** The address of a link. */
  readonly link_url?: string;
  /** The new file of a bookmark of a file. */
  readonly file?: File | null;
}

/** An address as somebody types it. */
export const addressOf = (typed: string): string =>
  /^[a-z][a-z0-9+.-]*:/i.test(typed.trim()) ? typed.trim() : `https://${typed.trim()}`;

/** Makes a bookmark of a link, or of a file. `onProgress`: how far the file is. */
export async function addBookmark(channelId: string, fields: BookmarkFields, onProgress: Progress): Promise<void> {
  const { display_name, emoji, link_url, file } = fields;
  const what = file
    ? { type: 'file' as const, file_id: (await uploadBookmark(file, channelId, onProgress)).id }
    : { type: 'link' as const, link_url: addressOf(link_url ?? '') };
  const made = await client.createChannelBookmark(channelId, { display_name, emoji, ...what }, connection());
  apply((data) => keepBookmarks(data, [made]));
}

/** Changes a bookmark; what it is of stays. */
export async function changeBookmark(
  bookmark: ChannelBookmark,
  fields: BookmarkFields,
  onProgress: Progress,
): Promise<void> {
  const { display_name, emoji, link_url, file } = fields;
  const patch: ChannelBookmarkPatch = { display_name, emoji };
  if (bookmark.type === 'link') patch.link_url = addressOf(link_url ?? '');
  else if (file) patch.file_id = (await uploadBookmark(file, bookmark.channel_id, onProgress)).id;
  const changed = await client.updateChannelBookmark(bookmark.channel_id, bookmark.id, patch, connection());
  apply((data) => keepBookmarks(data, [changed.updated]));
}

export async function deleteBookmark(bookmark: ChannelBookmark): Promise<void> {
  await client.deleteChannelBookmark(bookmark.channel_id, bookmark.id, connection());
  apply((data) => dropBookmark(data, bookmark));
}

/** Moves a bookmark to a place among the others, from 0. It stands there at once. */
export async function placeBookmark({ id, channel_id }: ChannelBookmark, place: number): Promise<void> {
  const before = bookmarksOf(getData(), channel_id);
  const moved = before.find((one) => one.id === id);
  if (!moved || before.indexOf(moved) === place) return;
  const order = before.filter((one) => one !== moved);
  order.splice(place, 0, moved);
  apply((data) =>
    keepBookmarks(
      data,
      order.map((one, sort_order) => ({ ...one, sort_order })),
    ),
  );
  try {
    const sorted = await client.updateChannelBookmarkSortOrder(channel_id, id, place, connection());
    apply((data) => keepBookmarks(data, sorted));
  } catch (error) {
    await loadBookmarks(channel_id);
    throw error;
  }
}
