import type { Role } from '@mattermost/types/roles';
import type { Team, TeamMembership } from '@mattermost/types/teams';

import { type Data, withEntry } from './data';
import { inner, type Reducer, text } from './message';

/** What a role allows has changed. Whoever has not asked for the role yet knows it from now on. */
const roleUpdated: Reducer = (data, message) => {
  const role = inner<Role>(message, 'role');
  return role ? { ...data, permissions: withEntry(data.permissions, role.name, role.permissions) } : data;
};

/** Somebody has other roles on the server. */
const userRoleUpdated: Reducer = (data, message) => {
  const [id, roles] = [text(message, 'user_id'), text(message, 'roles')];
  const known = data.users[id];
  const users = known ? withEntry(data.users, id, { ...known, roles }) : data.users;
  return { ...data, users, me: data.me?.id === id ? { ...data.me, roles } : data.me };
};

/** I have other roles in a team. */
const memberRoleUpdated: Reducer = (data, message) => {
  const member = inner<TeamMembership>(message, 'member');
  const known = member && data.teamMembers[member.team_id];
  if (!member || !known || member.user_id !== data.me?.id) return data;
  return { ...data, teamMembers: withEntry(data.teamMembers, member.team_id, { ...known, ...member }) };
};

/** A team follows another scheme; which roles that gives me in its channels is asked for (`follow.ts`). */
const teamSchemeUpdated: Reducer = (data, message) => {
  const team = inner<Team>(message, 'team');
  const known = team && data.teams[team.id];
  if (!known) return data;
  return { ...data, teams: withEntry(data.teams, team.id, { ...known, scheme_id: team.scheme_id }) };
};

/** Events of what people may do. */
export const RIGHTS_REDUCERS: Readonly<Record<string, Reducer>> = {
  role_updated: roleUpdated,
  user_role_updated: userRoleUpdated,
  memberrole_updated: memberRoleUpdated,
  update_team_scheme: teamSchemeUpdated,
};

/** Takes in what roles allow. `asked`: what was known when they were asked for. */
export function keepRoles(data: Data, roles: readonly Role[], asked: Data['permissions']): Data {
  const permissions = { ...data.permissions };
  for (const { name, permissions: allowed } of roles) {
    // An event that came meanwhile is younger.
    if (data.permissions[name] === asked[name]) permissions[name] = allowed;
  }
  return { ...data, permissions };
}
