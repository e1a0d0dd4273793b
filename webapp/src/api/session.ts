import type { UserProfile } from '@mattermost/types/users';

import { apply, forget, getData, show } from '../store';
import { preferenceKey } from '../store/data';
import { client, errorId, errorStatus } from './client';
import { disconnect } from './socket';

/** Loads what everybody may see, and the account when somebody is signed in. */
export async function boot(): Promise<void> {
  const config = client.getClientConfig().then((loaded) => apply((data) => ({ ...data, config: loaded })));
  const account = loadAccount().catch((error: unknown) => {
    if (errorStatus(error) !== 401) throw error;
  });
  await Promise.all([config, account]);
  show({ ready: true });
}

const MFA_REQUIRED = 'api.context.mfa_required.app_error';

/** Loads who is signed in, with teams and preferences; who lacks a second factor that is wanted gets nothing else yet. */
async function loadAccount(): Promise<void> {
  const me = await client.getMe();
  try {
    await loadPlaces(me);
    show({ mfaWanted: false });
  } catch (error) {
    if (errorId(error) !== MFA_REQUIRED) throw error;
    const config = await client.getClientConfig();
    client.setUserId(me.id);
    apply((data) => ({ ...data, me, config, users: { ...data.users, [me.id]: me } }));
    show({ mfaWanted: true });
  }
}

/** Loads the account again: more of it is open now. */
export const reloadAccount = loadAccount;

async function loadPlaces(me: UserProfile): Promise<void> {
  const [teams, memberships, preferences, config] = await Promise.all([
    client.getMyTeams(),
    client.getMyTeamMembers(),
    client.getUserPreferences('me'),
    client.getClientConfig(),
  ]);
  client.setUserId(me.id);
  client.setUserRoles(me.roles);
  apply((data) => ({
    ...data,
    me,
    config,
    users: { ...data.users, [me.id]: me },
    teams: Object.fromEntries(teams.map((team) => [team.id, team])),
    teamMembers: Object.fromEntries(memberships.filter((one) => one.delete_at === 0).map((one) => [one.team_id, one])),
    preferences: Object.fromEntries(
      preferences.map(({ category, name, value }) => [preferenceKey(category, name), value]),
    ),
  }));
}

export async function signIn(loginId: string, password: string, code: string): Promise<void> {
  await client.login(loginId, password, code);
  await loadAccount();
}

export interface NewAccount {
  email: string;
  username: string;
  password: string;
}

/** Makes an account and signs in. `inviteId`: the invitation of a team, which is joined at once. */
export async function signUp(account: NewAccount, inviteId: string): Promise<void> {
  await client.createUser(account as UserProfile, '', inviteId);
  await signIn(account.email, account.password, '');
  // From now on there is somebody.
  apply((data) => ({ ...data, config: { ...data.config, NoAccounts: 'false' } }));
}

/** Signs out. What was on the screen goes even when the server cannot be told. */
export async function signOut(): Promise<void> {
  disconnect();
  try {
    await client.logout();
  } finally {
    client.setUserId('');
    forget();
    show({ ready: true });
  }
}

export const isSignedIn = (): boolean => getData().me !== null;
