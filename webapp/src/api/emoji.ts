import type { CustomEmoji } from '@mattermost/types/emojis';

import { getData, useData } from '../store';
import { withEntry, without } from '../store/data';
import { client } from './client';

/** What the server takes as a picture, in bytes. */
export const EMOJI_BYTES_MAX = 512 * 1024;

/** What a name may hold. */
export const EMOJI_NAME = /^[a-z0-9_+-]{1,64}$/;

/** Makes a custom emoji of a picture. */
export async function addEmoji(name: string, picture: File): Promise<void> {
  const emoji = await client.createCustomEmoji({ name, creator_id: getData().me?.id ?? '' }, picture);
  useData.setState((data) => ({ customEmoji: withEntry(data.customEmoji, emoji.name, emoji) }));
}

/** Removes one for everybody. Messages keep its name. */
export async function removeEmoji(emoji: CustomEmoji): Promise<void> {
  await client.deleteCustomEmoji(emoji.id);
  useData.setState((data) => ({ customEmoji: without(data.customEmoji, emoji.name) }));
}
