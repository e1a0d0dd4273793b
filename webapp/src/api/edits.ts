import { getData, show } from '../store';

// A change of a message that is not saved yet is on this device with every key, like a draft; which message it is of, in
// this window. A server has no place for it.

const mine = () => getData().me?.id ?? '';
const keyOf = (postId: string) => `roost.edit.${mine()}.${postId}`;
const openKey = () => `roost.editing.${mine()}`;

/** Opens a message for a change. `where`: the list it stands in. */
export function beginEdit(where: string, postId: string): void {
  window.sessionStorage.setItem(openKey(), `${where}:${postId}`);
  show({ editing: `${where}:${postId}` });
}

/** Opens what was open when the window was loaded anew. */
export function restoreEdit(): void {
  show({ editing: window.sessionStorage.getItem(openKey()) ?? '' });
}

/** What I have made of a text and not saved; otherwise the text. */
export function keptEdit(postId: string, text: string): string {
  return window.localStorage.getItem(keyOf(postId)) ?? text;
}

/** Keeps what I have made of it so far. */
export function keepEdit(postId: string, text: string): void {
  try {
    window.localStorage.setItem(keyOf(postId), text);
  } catch {
    // The device has no room: only a reload would lose it.
  }
}

/** It is saved, or is not wanted. */
export function endEdit(postId: string): void {
  window.localStorage.removeItem(keyOf(postId));
  window.sessionStorage.removeItem(openKey());
  show({ editing: '' });
}
