import type { Group } from '@mattermost/types/groups';

import { type Data, type NamedGroup, withEntry, without } from './data';
import { inner, type Reducer } from './message';

/** What is kept of a group: who is in it, and how many, is asked for when it is shown. */
export const named = ({ id, name, display_name, update_at }: Group): NamedGroup => ({
  id,
  name,
  display_name,
  update_at,
});

/** The group of a name. */
export const groupNamed = (groups: Data['groups'], name: string): NamedGroup | undefined =>
  Object.values(groups).find((one) => one?.name === name);

/** Takes a group in that messages may name, or away when they may no longer. */
export function keepGroup(data: Data, group: Group): Data {
  if ((data.groups[group.id]?.update_at ?? 0) > group.update_at) return data;
  const offered = group.allow_reference && group.delete_at === 0;
  return {
    ...data,
    groups: offered ? withEntry(data.groups, group.id, named(group)) : without(data.groups, group.id),
  };
}

const membership =
  (change: (data: Data, groupId: string) => Data['myGroups']): Reducer =>
  (data, message) => {
    const member = inner<{ group_id: string; user_id: string }>(message, 'group_member');
    if (!member || member.user_id !== data.me?.id) return data;
    return { ...data, myGroups: change(data, member.group_id) };
  };

/** Events of groups that messages may name. */
export const GROUP_REDUCERS: Readonly<Record<string, Reducer>> = {
  received_group: (data, message) => {
    const group = inner<Group>(message, 'group');
    return group ? keepGroup(data, group) : data;
  },
  group_member_add: membership((data, id) => withEntry(data.myGroups, id, true as const)),
  group_member_deleted: membership((data, id) => without(data.myGroups, id)),
};
