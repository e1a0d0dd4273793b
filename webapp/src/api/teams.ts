import type { Team } from '@mattermost/types/teams';

import { apply, getData } from '../store';
import { withEntry } from '../store/data';
import { client } from './client';

/** Takes a team in, and joins it when I am not in it. */
export async function enterTeam(team: Team): Promise<void> {
  const me = getData().me?.id ?? '';
  let member = (await client.getMyTeamMembers()).find((one) => one.team_id === team.id && one.delete_at === 0);
  member ??= await client.addToTeam(team.id, me);
  const joined = member;
  apply((data) => ({
    ...data,
    teams: withEntry(data.teams, team.id, team),
    teamMembers: withEntry(data.teamMembers, team.id, joined),
  }));
}
