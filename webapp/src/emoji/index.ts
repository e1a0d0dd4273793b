import { useSyncExternalStore } from 'react';

import { script } from '../app/script';
import { getData } from '../store';

type Catalogue = typeof import('virtual:emoji');

let catalogue: Catalogue | null = null;
const listeners = new Set<() => void>();

/** Loads the catalogue; it is big, so nobody waits for it. */
export async function loadEmoji(): Promise<Catalogue> {
  if (catalogue) return catalogue;
  catalogue = await script(() => import('virtual:emoji'));
  for (const listener of listeners) listener();
  return catalogue;
}

function subscribe(listener: () => void): () => void {
  void loadEmoji();
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const noListener = () => () => undefined;

/** The catalogue, once it is there. `wanted`: whether there is anything to look up, which has it loaded. */
export function useEmoji(wanted = true): Catalogue | null {
  return useSyncExternalStore(wanted ? subscribe : noListener, () => (wanted ? catalogue : null));
}

/** The sign of a name; nothing for custom and unknown ones. */
export function signOf(name: string): string {
  return catalogue?.signs[name] ?? '';
}

/** What is proposed before anybody has chosen. */
export const COMMON = ['+1', 'heart', 'joy', 'tada', 'eyes', 'pray'] as const;

const RECENT_KEY = 'roost.emoji';

/** Names that were used last on this device. */
export function recentEmoji(): string[] {
  try {
    const stored = JSON.parse(window.localStorage.getItem(RECENT_KEY) ?? '[]') as unknown;
    return Array.isArray(stored) ? stored.filter((name) => typeof name === 'string') : [];
  } catch {
    return [];
  }
}

export function rememberEmoji(name: string): void {
  const names = [name, ...recentEmoji().filter((one) => one !== name)].slice(0, 27);
  window.localStorage.setItem(RECENT_KEY, JSON.stringify(names));
}

/** Names that begin with what was typed, then those that contain it or are found by a word. */
export function findEmoji(term: string, limit: number): string[] {
  const wanted = term.toLowerCase();
  const custom = Object.keys(getData().customEmoji);
  const names = [...custom, ...Object.keys(catalogue?.signs ?? {})];
  const begins = names.filter((name) => name.startsWith(wanted));
  if (begins.length >= limit) return begins.slice(0, limit);
  const others = names.filter(
    (name) => !name.startsWith(wanted) && (name.includes(wanted) || catalogue?.words[name]?.includes(wanted)),
  );
  return [...begins, ...others].slice(0, limit);
}
