import type { TextId } from '../text';

const NAMES: Readonly<Record<string, TextId>> = {
  system_admin: 'console.roleAdmin',
  system_manager: 'console.roleManager',
  system_user_manager: 'console.roleUserManager',
  system_read_only_admin: 'console.roleReader',
};

/** Roles of the whole server that open pages of the console, the mightiest first. */
export const ADMIN_ROLES: readonly string[] = Object.keys(NAMES);

/** Those among the roles of an account. */
export const adminRoles = (roles: string): string[] => {
  const mine = new Set(roles.split(' '));
  return ADMIN_ROLES.filter((role) => mine.has(role));
};

export const roleName = (role: string): TextId => NAMES[role] ?? 'console.member';

/** The roles of an account with one of them given or taken. What else it has stays. */
export function withRole(roles: string, role: string, has: boolean): string {
  const others = roles.split(' ').filter((one) => one !== '' && one !== role);
  return (has ? [...others, role] : others).join(' ');
}
