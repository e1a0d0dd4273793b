import type { FileInfo } from '@mattermost/types/files';

/** What somebody has begun to write, as the device keeps it. */
export interface Kept {
  readonly channelId: string;
  readonly rootId: string;
  readonly message: string;
  readonly files: readonly FileInfo[];
  /** When the server changed the version that this one follows, in milliseconds; 0: it had none. */
  readonly base: number;
  /** The server does not have it yet. Without text and files: the server has yet to forget it. */
  readonly unsaved: boolean;
}

const prefixOf = (userId: string) => `roost.draft.${userId}.`;

const isKept = (value: Partial<Kept> | null): value is Kept =>
  typeof value?.channelId === 'string' && typeof value.message === 'string' && Array.isArray(value.files);

/** Everything that the device keeps for somebody; what cannot be read goes. */
export function readKept(userId: string): Kept[] {
  const found: Kept[] = [];
  for (const key of Object.keys(window.localStorage)) {
    if (!key.startsWith(prefixOf(userId))) continue;
    try {
      const value = JSON.parse(window.localStorage.getItem(key) ?? 'null') as Partial<Kept> | null;
      if (isKept(value)) found.push(value);
      else window.localStorage.removeItem(key);
    } catch {
      window.localStorage.removeItem(key);
    }
  }
  return found;
}

/** Keeps a draft on the device. */
export function writeKept(userId: string, kept: Kept): void {
  try {
    window.localStorage.setItem(prefixOf(userId) + (kept.rootId || kept.channelId), JSON.stringify(kept));
  } catch {
    // The device has no room: the server gets it all the same.
  }
}

export function dropKept(userId: string, key: string): void {
  window.localStorage.removeItem(prefixOf(userId) + key);
}
