import { describe, expect, it } from 'vitest';

import type { Role } from '@mattermost/types/roles';

import { grouped, titleOf } from './permissions';

describe('roles', () => {
  it('have the name that somebody gave them, or one of theirs in words', () => {
    const role = (display_name: string) => titleOf({ name: 'channel_user', display_name } as Role);
    expect(role('authentication.roles.channel_user.name')).toBe('Channel user');
    expect(role('')).toBe('Channel user');
    expect(role('Crew')).toBe('Crew');
  });
});

describe('permissions', () => {
  it('stand together by what they are about, each once', () => {
    const names = ['create_post', 'sysconsole_read_site_posts', 'manage_team', 'add_reaction', 'manage_system'];
    expect(grouped(names)).toEqual([
      ['console.aboutMessages', ['create_post', 'add_reaction']],
      ['console.teams', ['manage_team']],
      ['console.aboutServer', ['manage_system']],
      ['console.title', ['sysconsole_read_site_posts']],
    ]);
  });

  it('are all in one of the groups', () => {
    const names = [
      'run_create',
      'create_bot',
      'manage_slash_commands',
      'invite_guest',
      'delete_public_channel',
      'anything',
    ];
    expect(
      grouped(names)
        .flatMap(([, list]) => list)
        .sort(),
    ).toEqual([...names].sort());
  });
});
