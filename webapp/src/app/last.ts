const key = (what: string) => `roost.last.${what}`;

/** Where somebody was last on this device: the team, or the channel of a team. */
export function lastPlace(what: string): string {
  return window.localStorage.getItem(key(what)) ?? '';
}

export function rememberPlace(what: string, id: string): void {
  window.localStorage.setItem(key(what), id);
}
