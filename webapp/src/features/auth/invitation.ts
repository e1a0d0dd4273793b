/** What the address of the page says of an invitation: the one of a team, or one that was mailed to somebody. */
export interface Invitation {
  /** Of a team; empty: none. */
  readonly inviteId: string;
  /** Of one person, for one use; empty: none. */
  readonly token: string;
  /** The team and the address that were mailed with the token. */
  readonly team: string;
  readonly email: string;
}

/** Reads an invitation from the address of the page. */
export function invitationOf(search: string): Invitation {
  const query = new URLSearchParams(search);
  const mailed = read(query.get('d') ?? '');
  return {
    inviteId: query.get('id') ?? '',
    token: query.get('t') ?? '',
    team: mailed.display_name ?? '',
    email: mailed.email ?? '',
  };
}

let used = '';

/** Notes that an account was made with the invitation of an address, which is in the team by that. */
export function markUsed(search: string): void {
  used = search;
}

export const isUsed = (search: string): boolean => search !== '' && search === used;

/** It may have been cut off on its way through mail programs: the token is what counts. */
function read(text: string): Readonly<Record<string, string | undefined>> {
  try {
    const value = JSON.parse(text) as Record<string, unknown> | null;
    return Object.fromEntries(Object.entries(value ?? {}).filter(([, one]) => typeof one === 'string')) as Record<
      string,
      string
    >;
  } catch {
    return {};
  }
}
