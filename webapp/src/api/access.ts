import type { Channel } from '@mattermost/types/channels';

import { apply, getData } from '../store';
import { keepRoles } from '../store/rights';
import { client } from './client';

/** Loads what roles allow, of those that are not known yet. */
export async function loadRoles(names: readonly string[]): Promise<void> {
  const { permissions } = getData();
  await askRoles(names.filter((name) => !(name in permissions)));
}

/** Loads what the roles that are known allow by now. */
export const refreshRoles = (): Promise<void> => askRoles(Object.keys(getData().permissions));

async function askRoles(names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  const { permissions: asked } = getData();
  const roles = await client.getRolesByNames([...names]);
  apply((data) => keepRoles(data, roles, asked));
}

/** The permission for something that is asked for by the kind of a channel; none for conversations. */
export function kindOf(channel: Channel | undefined, open: string, closed: string): string {
  return channel?.type === 'O' ? open : channel?.type === 'P' ? closed : '';
}
