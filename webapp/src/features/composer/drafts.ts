import type { Draft } from '../../store/data';

const NOTHING: Draft = { message: '', files: [] };

const keyOf = (userId: string, channelId: string, rootId: string) => `roost.draft.${userId}.${rootId || channelId}`;

/** What was typed there and not sent; it outlives the window. */
export function readDraft(userId: string, channelId: string, rootId: string): Draft {
  try {
    const stored = JSON.parse(window.localStorage.getItem(keyOf(userId, channelId, rootId)) ?? 'null') as Draft | null;
    return stored ?? NOTHING;
  } catch {
    return NOTHING;
  }
}

export function writeDraft(userId: string, channelId: string, rootId: string, draft: Draft): void {
  const key = keyOf(userId, channelId, rootId);
  if (draft.message === '' && draft.files.length === 0) window.localStorage.removeItem(key);
  else window.localStorage.setItem(key, JSON.stringify(draft));
}
