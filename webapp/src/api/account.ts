import type { UserProfile } from '@mattermost/types/users';

import { apply, getData, show } from '../store';
import { preferenceKey } from '../store/data';
import { merged } from '../store/merge';
import { client, errorId } from './client';
import { restoreDrafts } from './drafts';
import { restoreEdit } from './edits';
import { restoreOutbox } from './outbox';
import { settleSent } from './posts';

const MFA_REQUIRED = 'api.context.mfa_required.app_error';

/** Loads who is signed in, with teams and preferences; who lacks a second factor that is wanted gets nothing else yet. */
export async function loadAccount(): Promise<void> {
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

async function loadPlaces(me: UserProfile): Promise<void> {
  const asked = getData();
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
    teamMembers: merged(
      asked.teamMembers,
      data.teamMembers,
      Object.fromEntries(memberships.filter((one) => one.delete_at === 0).map((one) => [one.team_id, one])),
    ),
    preferences: merged(
      asked.preferences,
      data.preferences,
      Object.fromEntries(preferences.map(({ category, name, value }) => [preferenceKey(category, name), value])),
    ),
  }));
  restoreOutbox(me.id, settleSent);
  restoreDrafts(me.id);
  restoreEdit();
}
