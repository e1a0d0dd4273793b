import type { IconName } from '../ui/Icon';
import type { TextId } from './text';

/** A page of the console. */
export interface PageInfo {
  /** Below `/admin_console/`. */
  name: string;
  label: TextId;
  icon: IconName;
  /** Any of these opens it; a text with `*` at its end stands for all that begin so. */
  needs: readonly string[];
}

export interface PageGroup {
  label: TextId;
  pages: readonly PageInfo[];
}

const page = (name: string, label: TextId, icon: IconName, ...needs: string[]): PageInfo => ({
  name,
  label,
  icon,
  needs,
});

/** How the names of the pages begin that have settings on them. */
const SETTINGS_PAGES = [
  'environment',
  'site',
  'authentication',
  'plugins',
  'integrations',
  'compliance',
  'experimental',
];

/** Everything there is, in the order of the navigation. */
export const GROUPS: readonly PageGroup[] = [
  {
    label: 'console.groupPeople',
    pages: [
      page('users', 'console.users', 'person', 'sysconsole_read_user_management_users'),
      page('teams', 'console.teams', 'people', 'sysconsole_read_user_management_teams'),
      page('channels', 'console.channels', 'hash', 'sysconsole_read_user_management_channels'),
      page('roles', 'console.roles', 'shield', 'manage_system'),
    ],
  },
  {
    label: 'console.groupOperate',
    pages: [
      page('settings', 'console.settings', 'settings', ...SETTINGS_PAGES.map((one) => `sysconsole_read_${one}*`)),
      page('cluster', 'console.cluster', 'server', 'sysconsole_read_environment_high_availability'),
      page('jobs', 'console.jobs', 'clock', 'read_jobs', 'manage_system'),
    ],
  },
  {
    label: 'console.groupReports',
    pages: [
      page('statistics', 'console.statistics', 'chart', 'get_analytics'),
      page('logs', 'console.logs', 'list', 'get_logs'),
      page('audits', 'console.audits', 'eye', 'read_audits'),
    ],
  },
];

const opens = (needed: string, permissions: ReadonlySet<string>): boolean =>
  needed.endsWith('*') ? [...permissions].some((one) => one.startsWith(needed.slice(0, -1))) : permissions.has(needed);

/** The pages that are open to somebody with these permissions; groups without any are left out. */
export function openGroups(permissions: ReadonlySet<string>): readonly PageGroup[] {
  return GROUPS.map((group) => ({
    ...group,
    pages: group.pages.filter((one) => one.needs.some((needed) => opens(needed, permissions))),
  })).filter((group) => group.pages.length > 0);
}

/** What an address below `/admin_console` asks for: a page, and what is looked at on it. */
export function consolePlace(path: string): { page: string; id: string } {
  const [, page = '', ...rest] = path.split('/').filter(Boolean).map(decodeURIComponent);
  return { page, id: rest.join('/') };
}
