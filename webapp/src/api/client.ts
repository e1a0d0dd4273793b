import { Client4, ClientError } from '@mattermost/client';

/** Path of the site, such as `/chat`; empty at the root of its host. The page's own script tells where it came from. */
export const basePath = new URL(import.meta.url).pathname.split('/static/')[0]?.replace(/\/src\/.*$/, '') ?? '';

/** The one REST client. Sessions are cookies; the library adds what protects them. */
export const client = new Client4();
client.setUrl(window.location.origin + basePath);

/** Who was signed in last, as a cookie beside the session's own tells; empty: nobody. */
export const cookieUser = (): string => /(?:^|; )MMUSERID=(\w+)/.exec(document.cookie)?.[1] ?? '';

/** What the library throws. */
export interface ApiError extends Error {
  server_error_id?: string;
  status_code?: number;
}

/** The id of an error of the server, or nothing when the server was not reached. */
export function errorId(error: unknown): string {
  return (error as ApiError | undefined)?.server_error_id ?? '';
}

/** What the server says to whoever has no session, or none any more. */
const NO_SESSION = 'api.context.session_expired.app_error';

let onNoSession: () => void = () => undefined;

/** Has something called whenever the server does not know the session that a call was made with. */
export function whenNoSession(listener: () => void): void {
  onNoSession = listener;
}

/** What all calls of the library go through; it has no other place to hear of their answers. */
const calls = client as unknown as { doFetchWithResponse: (url: string, options: object) => Promise<unknown> };
const call = calls.doFetchWithResponse;
calls.doFetchWithResponse = (url, options) =>
  call(url, options).catch((error: unknown) => {
    if (errorId(error) === NO_SESSION) onNoSession();
    throw error;
  });

/** The status of an error of the server; 0 when the server was not reached. */
export function errorStatus(error: unknown): number {
  return (error as ApiError | undefined)?.status_code ?? 0;
}

/** Answers of what stands before a server and does not reach it. */
const UNREACHED: readonly number[] = [0, 502, 503, 504];

/** Whether something failed because there is no way to the server. Faults of our own are errors of other kinds. */
export function isAway(error: unknown): boolean {
  if (error instanceof ClientError) return UNREACHED.includes(errorStatus(error));
  // What browsers throw has no class of its own; each says it in its own words.
  return error instanceof TypeError && /fetch|network|load failed/i.test(error.message);
}

/** What servers say of an error begins small and has no full stop: it stands in logs too. */
const sentence = (text: string): string =>
  text.charAt(0).toUpperCase() + text.slice(1) + (/[.!?]$/.test(text) ? '' : '.');

/** What to show of an error; servers say it in words. */
export function errorText(error: unknown, unreachable: string): string {
  return errorStatus(error) > 0 && error instanceof Error ? sentence(error.message) : unreachable;
}
