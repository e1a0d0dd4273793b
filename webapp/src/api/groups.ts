import type { Group } from '@mattermost/types/groups';

import { apply, getData } from '../store';
import { named } from '../store/groups';
import { merged } from '../store/merge';
import { client } from './client';

/** Groups in one answer. */
const PAGE_GROUPS = 200;

/** Loads the groups that messages may name, and which of them I am in. */
export async function loadGroups(): Promise<void> {
  const { groups: asked, myGroups: askedMine, me } = getData();
  if (!me) return;
  const coming = client.getGroupsByUserId(me.id);
  const groups: Group[] = [];
  for (let page = 0, more = true; more; page += 1) {
    const list = await client.getGroups({ filter_allow_reference: true, page, per_page: PAGE_GROUPS });
    groups.push(...list);
    more = list.length === PAGE_GROUPS;
  }
  const all = Object.fromEntries(groups.map((one) => [one.id, named(one)]));
  const mine = Object.fromEntries((await coming).map((one) => [one.id, true as const]));
  apply((data) => ({
    ...data,
    groups: merged(asked, data.groups, all),
    myGroups: merged(askedMine, data.myGroups, mine),
  }));
}
