import type { Channel } from '@mattermost/types/channels';

import { apply, getData } from '../store';
import { client } from './client';

/** Loads what roles allow, of those that are not known yet. */
export async function loadRoles(names: readonly string[]): Promise<void> {
  const { permissions } = getData();
  const wanted = names.filter((name) => !(name in permissions));
  if (wanted.length === 0) return;
  const roles = await client.getRolesByNames(wanted);
  const known = Object.fromEntries(roles.map((role) => [role.name, role.permissions]));
  apply((data) => ({ ...data, permissions: { ...data.permissions, ...known } }));
}

/** The permission for something that is asked for by the kind of a channel; none for conversations. */
export function kindOf(channel: Channel | undefined, open: string, closed: string): string {
  return channel?.type === 'O' ? open : channel?.type === 'P' ? closed : '';
}
