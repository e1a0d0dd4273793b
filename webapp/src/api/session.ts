import type { UserProfile } from '@mattermost/types/users';

import { forgetSeen, seenAt } from '../app/last';
import { currentPath } from '../app/router';
import { languageOf } from '../i18n/language';
import { apply, forget, getData, show } from '../store';
import { loadAccount } from './account';
import { client, cookieUser, errorStatus, whenNoSession } from './client';
import { releaseDrafts, saveDrafts } from './drafts';
import { askAhead } from './load';
import { stopSending } from './outbox';
import { disconnect } from './socket';

/** Loads what everybody may see, and the account when somebody is signed in, with what the address will show. */
export async function boot(): Promise<void> {
  const config = client.getClientConfig();
  const shown = config.then((loaded) => apply((data) => ({ ...data, config: loaded })));
  const account = loadAccount(config).catch((error: unknown) => {
    if (errorStatus(error) !== 401) throw error;
  });
  const place = seenAt(currentPath(), cookieUser());
  if (place) askAhead(place.teamId, place.channelId);
  await Promise.all([shown, account]);
  show({ ready: true });
}

export async function signIn(loginId: string, password: string, code: string): Promise<void> {
  await client.login(loginId, password, code);
  await loadAccount();
  show({ ended: false });
}

export interface NewAccount {
  email: string;
  username: string;
  password: string;
}

/** Makes an account and signs in. `inviteId`, `token`: the invitation of a team, which is joined at once. */
export async function signUp(account: NewAccount, inviteId: string, token: string): Promise<void> {
  // It goes on in the language in which it began.
  const locale = languageOf(navigator.languages);
  await client.createUser({ ...account, locale } as UserProfile, token, inviteId);
  await signIn(account.email, account.password, '');
  // From now on there is somebody.
  apply((data) => ({ ...data, config: { ...data.config, NoAccounts: 'false' } }));
}

/** Signs out. What was on the screen goes even when the server cannot be told. */
export async function signOut(): Promise<void> {
  disconnect();
  stopSending();
  await saveDrafts();
  releaseDrafts();
  try {
    await client.logout();
  } finally {
    clear();
  }
}

function clear(): void {
  client.setUserId('');
  forgetSeen();
  forget();
  show({ ready: true });
}

// The session was ended elsewhere, or is too old. What was not sent waits on the device for the same person.
whenNoSession(() => {
  if (!isSignedIn()) return;
  disconnect();
  stopSending();
  releaseDrafts();
  clear();
  show({ ended: true });
});

export const isSignedIn = (): boolean => getData().me !== null;
