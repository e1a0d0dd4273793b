const key = (what: string) => `roost.last.${what}`;

/** Where somebody was last on this device: the team, or the channel of a team. */
export function lastPlace(what: string): string {
  return window.localStorage.getItem(key(what)) ?? '';
}

export function rememberPlace(what: string, id: string): void {
  window.localStorage.setItem(key(what), id);
}

/** What an address has shown to somebody on this device, by the ids that the server knows. */
export interface Seen {
  readonly path: string;
  readonly userId: string;
  readonly teamId: string;
  /** Empty: no channel. */
  readonly channelId: string;
}

const SEEN = key('seen');

/** How many addresses are known: those of some windows beside each other. */
const SEEN_MAX = 24;

function seen(): Seen[] {
  try {
    const list = JSON.parse(window.localStorage.getItem(SEEN) ?? '[]') as unknown;
    return Array.isArray(list) ? (list as Seen[]) : [];
  } catch {
    return [];
  }
}

export function rememberSeen(place: Seen): void {
  const others = seen().filter((one) => one.path !== place.path);
  window.localStorage.setItem(SEEN, JSON.stringify([place, ...others].slice(0, SEEN_MAX)));
}

/** Nobody is signed in any more. */
export function forgetSeen(): void {
  window.localStorage.removeItem(SEEN);
}

/** What an address will most likely show: what it showed before, or where it leads as the last place of its team. */
export function seenAt(path: string, userId: string): Seen | undefined {
  const mine = seen().filter((one) => one.userId === userId);
  const [team, rest] = path.split('/').filter(Boolean);
  const near = mine.find((one) => !team || one.path.startsWith(`/${team}/`));
  const elsewhere = near && rest ? { ...near, channelId: '' } : near;
  return mine.find((one) => one.path === path) ?? elsewhere;
}
