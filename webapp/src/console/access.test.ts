import { describe, expect, it } from 'vitest';

import { consolePlace, openGroups } from './access';
import { adminRoles, withRole } from './people/roles';

const names = (permissions: string[]) =>
  openGroups(new Set(permissions)).flatMap((group) => group.pages.map((page) => page.name));

describe('the pages of the console', () => {
  it('are closed to people without permissions of the console', () => {
    expect(names([])).toEqual([]);
    expect(names(['create_post', 'manage_team'])).toEqual([]);
  });

  it('are open one by one', () => {
    expect(names(['sysconsole_read_user_management_teams'])).toEqual(['teams']);
    expect(names(['sysconsole_write_user_management_users'])).toEqual([]);
    expect(names(['sysconsole_read_site_emoji'])).toEqual(['settings']);
  });

  it('have addresses, with what is looked at on them', () => {
    expect(consolePlace('/admin_console')).toEqual({ page: '', id: '' });
    expect(consolePlace('/admin_console/users/')).toEqual({ page: 'users', id: '' });
    expect(consolePlace('/admin_console/teams/abc%20d')).toEqual({ page: 'teams', id: 'abc d' });
  });
});

describe('roles of an account', () => {
  it('are given and taken one at a time, and the others stay', () => {
    expect(withRole('system_user', 'system_admin', true)).toBe('system_user system_admin');
    expect(withRole('system_user system_admin custom', 'system_admin', false)).toBe('system_user custom');
    expect(withRole('system_user system_admin', 'system_admin', true)).toBe('system_user system_admin');
  });

  it('are shown when they open the console', () => {
    expect(adminRoles('system_user')).toEqual([]);
    expect(adminRoles('system_read_only_admin system_user system_admin')).toEqual([
      'system_admin',
      'system_read_only_admin',
    ]);
  });
});
