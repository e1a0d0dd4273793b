import { apply, getData, show } from '../store';
import { type Data, preferenceKey } from '../store/data';
import { merged } from '../store/merge';
import { client, cookieUser, errorId } from './client';
import { restoreDrafts } from './drafts';
import { restoreEdit } from './edits';
import { restoreOutbox } from './outbox';
import { settleSent } from './posts';

const MFA_REQUIRED = 'api.context.mfa_required.app_error';

/**
 * Loads who is signed in, with teams and preferences; who lacks a second factor that is wanted gets nothing else yet.
 * `asking`: the configuration, as it is for whoever asks now.
 */
export async function loadAccount(asking = client.getClientConfig()): Promise<void> {
  // Whoever has no cookie will most likely be told that nobody is signed in; the rest need not be asked for.
  if (!cookieUser()) await client.getMe();
  const [me, places, config] = await Promise.all([client.getMe(), askPlaces().catch(onlyMfa), asking]);
  client.setUserId(me.id);
  client.setUserRoles(me.roles);
  apply((data) => ({ ...data, me, config, users: { ...data.users, [me.id]: me } }));
  if (places) {
    apply(places);
    restoreOutbox(me.id, settleSent);
    restoreDrafts(me.id);
    restoreEdit();
  }
  show({ mfaWanted: !places });
}

function onlyMfa(error: unknown): void {
  if (errorId(error) !== MFA_REQUIRED) throw error;
}

async function askPlaces(): Promise<(data: Data) => Data> {
  const asked = getData();
  const [teams, memberships, preferences] = await Promise.all([
    client.getMyTeams(),
    client.getMyTeamMembers(),
    client.getUserPreferences('me'),
  ]);
  return (data) => ({
    ...data,
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
  });
}
