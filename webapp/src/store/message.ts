import type { Data } from './data';

/** An event as it comes over the socket. */
export interface Message {
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly broadcast: { readonly channel_id?: string; readonly team_id?: string; readonly user_id?: string };
}

/** What an event does to what is known. `now`: milliseconds, for what passes by itself. */
export type Reducer = (data: Data, message: Message, now: number) => Data;

/** What is text in an event, although it is JSON. */
export function inner<T>(message: Message, key: string): T | undefined {
  const value = message.data[key];
  if (typeof value !== 'string') return undefined;
  try {
    return JSON.parse(value) as T;
  } catch {
    return undefined;
  }
}

/** A text in an event; empty when it is not there. */
export const text = (message: Message, key: string): string => {
  const value = message.data[key];
  return typeof value === 'string' ? value : '';
};

/** A number in an event; 0 when it is not there. */
export const number = (message: Message, key: string): number => {
  const value = message.data[key];
  return typeof value === 'number' ? value : 0;
};
