import type { UserCustomStatus, UserProfile } from '@mattermost/types/users';

/** What somebody says of themselves, as it is kept with the account. */
type Kept = Pick<UserCustomStatus, 'emoji' | 'text' | 'expires_at'>;

/** What somebody says of themselves, unless that is over. `now`: milliseconds. */
export function customStatusOf(user: UserProfile | undefined, now: number): Kept | null {
  const kept = (user as { props?: Record<string, string | undefined> } | undefined)?.props?.customStatus;
  if (!kept) return null;
  try {
    const status = JSON.parse(kept) as Partial<Kept> | null;
    const until = Date.parse(status?.expires_at ?? '');
    // A status that does not end has a time before all others.
    const over = until > 0 && until <= now;
    return status && !over && (status.emoji || status.text)
      ? { emoji: status.emoji ?? '', text: status.text ?? '', expires_at: status.expires_at ?? '' }
      : null;
  } catch {
    return null;
  }
}
