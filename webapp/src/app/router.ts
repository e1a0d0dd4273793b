import { useSyncExternalStore } from 'react';

import { basePath } from '../api/client';

type Listener = () => void;
const listeners = new Set<Listener>();

function subscribe(listener: Listener): () => void {
  listeners.add(listener);
  window.addEventListener('popstate', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('popstate', listener);
  };
}

/** The current path below the path of the site. */
export function currentPath(): string {
  const path = window.location.pathname;
  return path.startsWith(`${basePath}/`) ? path.slice(basePath.length) : '/';
}

/** Goes to a path below the path of the site. */
export function navigate(path: string, options: { replace?: boolean } = {}): void {
  if (currentPath() + window.location.search === path) return;
  window.history[options.replace ? 'replaceState' : 'pushState'](null, '', basePath + path);
  for (const listener of listeners) listener();
}

/** The path of an address of this site that the client shows itself; empty for all others. */
export function inside(address: string): string {
  if (!URL.canParse(address)) return '';
  const { origin, pathname } = new URL(address);
  const path = pathname.slice(basePath.length);
  const ours = origin === window.location.origin && pathname.startsWith(`${basePath}/`);
  return ours && !/^\/(api|static|plugins|files)\//.test(path) ? path : '';
}

/** The address of a path, for links. */
export function href(path: string): string {
  return basePath + path;
}

/** The current path, kept up to date. */
export function usePath(): string {
  return useSyncExternalStore(subscribe, currentPath);
}

/** What an address shows. */
export type Place =
  | { page: 'home' }
  | { page: 'login' }
  | { page: 'signup' }
  | { page: 'forgotten' }
  | { page: 'reset' }
  | { page: 'unverified' }
  | { page: 'verify' }
  | { page: 'teams' }
  | { page: 'newTeam' }
  | { page: 'console'; path: string }
  | { page: 'channel'; team: string; channel: string }
  | { page: 'messages'; team: string; person: string }
  | { page: 'threads'; team: string }
  | { page: 'drafts'; team: string }
  | { page: 'permalink'; team: string; post: string }
  | { page: 'team'; team: string }
  | { page: 'anyTeam'; rest: string };

const FIXED: Record<string, Place> = {
  '/': { page: 'home' },
  '/login': { page: 'login' },
  '/signup_user_complete': { page: 'signup' },
  '/reset_password': { page: 'forgotten' },
  '/reset_password_complete': { page: 'reset' },
  '/should_verify_email': { page: 'unverified' },
  '/do_verify_email': { page: 'verify' },
  '/select_team': { page: 'teams' },
  '/create_team': { page: 'newTeam' },
};

/** Reads a path. The forms are those of the original, because links to them are in mails and messages. */
export function placeOf(path: string): Place {
  const fixed = FIXED[path.replace(/(.)\/$/, '$1')];
  if (fixed) return fixed;
  if (/^\/admin_console(\/|$)/.test(path)) return { page: 'console', path };
  const [team = '', kind, name = ''] = path.split('/').filter(Boolean).map(decodeURIComponent);
  // Mails cannot know in which team somebody wants to read them.
  if (team === '_redirect') return { page: 'anyTeam', rest: path.slice('/_redirect'.length) };
  switch (kind) {
    case 'channels':
      return { page: 'channel', team, channel: name };
    case 'messages':
      return { page: 'messages', team, person: name };
    case 'threads':
      return { page: 'threads', team };
    case 'drafts':
    case 'scheduled_posts':
      return { page: 'drafts', team };
    case 'pl':
      return { page: 'permalink', team, post: name };
    default:
      return { page: 'team', team };
  }
}
