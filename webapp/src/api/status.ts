import { CustomStatusDuration, type UserCustomStatus, type UserStatus } from '@mattermost/types/users';

import { apply, getData } from '../store';
import { preferenceKey, withEntry } from '../store/data';
import { client } from './client';

/** Says how I am: there, away, or not to be disturbed. `until`: when that ends, in milliseconds; 0: when I end it. */
export async function setStatus(status: string, until = 0): Promise<void> {
  const me = getData().me?.id ?? '';
  const end = until ? { dnd_end_time: Math.floor(until / 1000) } : {};
  await client.updateStatus({ user_id: me, status, ...end } as UserStatus);
  apply((data) => ({ ...data, statuses: withEntry(data.statuses, me, status) }));
}

/** What somebody says of themselves. `end`: until when; empty: until they say something else. */
export interface Saying {
  readonly emoji: string;
  readonly text: string;
  readonly duration: string;
}

const MINUTES: Readonly<Record<string, number | undefined>> = { thirty_minutes: 30, one_hour: 60, four_hours: 240 };

/** When something ends that lasts so long, in milliseconds; nothing when it does not end. */
export function endOf(duration: string, now: Date): number | undefined {
  const minutes = MINUTES[duration];
  if (minutes) return now.getTime() + minutes * 60_000;
  // A week ends with its Sunday.
  const days = { today: 1, this_week: ((7 - now.getDay()) % 7) + 1 }[duration];
  return days && new Date(now.getFullYear(), now.getMonth(), now.getDate() + days).getTime() - 1000;
}

const keep = (text: string) =>
  apply((data) => {
    if (!data.me) return data;
    const me = { ...data.me, props: { ...data.me.props, customStatus: text } };
    return { ...data, me, users: withEntry(data.users, me.id, me) };
  });

/** Says something of myself. */
export async function say({ emoji, text, duration }: Saying): Promise<void> {
  const end = endOf(duration, new Date());
  const status = {
    emoji,
    text,
    duration: duration as CustomStatusDuration,
    ...(end && { expires_at: new Date(end).toISOString() }),
  };
  await client.updateCustomStatus(status as UserCustomStatus);
  keep(JSON.stringify(status));
}

/** Says nothing of myself any more. */
export async function unsay(): Promise<void> {
  await client.unsetCustomStatus();
  keep('');
}

/** What I said of myself before, newest first. */
export function saidBefore(): readonly Saying[] {
  const kept = getData().preferences[preferenceKey('custom_status', 'recent_custom_statuses')];
  try {
    const list = JSON.parse(kept ?? '[]') as unknown;
    return Array.isArray(list) ? (list as Saying[]) : [];
  } catch {
    return [];
  }
}
