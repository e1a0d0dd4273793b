import type { Role } from '@mattermost/types/roles';

import type { TextId } from '../text';

/** Texts of built-in roles are ids of a catalogue that only the original has. */
const isText = (text: string) => text !== '' && !text.startsWith('authentication.');

/** What a role is called. */
export const titleOf = (role: Role): string => {
  if (isText(role.display_name)) return role.display_name;
  const words = role.name.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

export const descriptionOf = (role: Role): string => (isText(role.description) ? role.description : '');

/** What permissions are about, by words in their names; the first that fits. */
const KINDS: readonly (readonly [RegExp, TextId])[] = [
  [/^sysconsole_/, 'console.title'],
  [/playbook|^run_/, 'console.aboutPlaybooks'],
  [/channel/, 'console.channels'],
  [/post|reaction|thread|emoji|mention|file/, 'console.aboutMessages'],
  [/team|guest|invite/, 'console.teams'],
  [/user|member|group|bot|token/, 'console.users'],
  [/webhook|slash|oauth|integration|command/, 'console.aboutIntegrations'],
];

/** What a permission is about. */
export const aboutOf = (permission: string): TextId =>
  KINDS.find(([words]) => words.test(permission))?.[1] ?? 'console.aboutServer';

const ORDER: readonly TextId[] = [
  'console.aboutMessages',
  'console.channels',
  'console.teams',
  'console.users',
  'console.aboutIntegrations',
  'console.aboutPlaybooks',
  'console.aboutServer',
  'console.title',
];

/** Permissions by what they are about: first what people do all day, the console last. */
export function grouped(permissions: readonly string[]): [TextId, string[]][] {
  const groups = ORDER.map((about): [TextId, string[]] => [about, permissions.filter((one) => aboutOf(one) === about)]);
  return groups.filter(([, list]) => list.length > 0);
}
