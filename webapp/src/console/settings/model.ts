import type { Setting } from '../api';
import type { TextId } from '../text';

/** What stands in the place of a secret. */
export const MASK = '*'.repeat(32);

type Tree = Record<string, unknown>;

/** The value at a path such as `ServiceSettings.SiteURL`. */
export function valueAt(tree: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((place, name) => (place as Tree | null | undefined)?.[name], tree);
}

/** The tree that has these values and no others, as a change of the configuration is sent. */
export function patchOf(changes: Readonly<Record<string, unknown>>): Tree {
  const patch: Tree = {};
  for (const [path, value] of Object.entries(changes)) {
    const names = path.split('.');
    const last = names.pop() ?? '';
    let place = patch;
    for (const name of names) place = (place[name] ??= {}) as Tree;
    place[last] = value;
  }
  return patch;
}

/** Words that are written in capitals, whatever the configuration does. */
const CAPITALS = /^(api|dm|gm|id|ip|ldap|mfa|pdf|saml|smtp|sql|ssl|sso|tls|url)$/i;

const word = (part: string, first: boolean): string => {
  if (CAPITALS.test(part)) return part.toUpperCase();
  return first || /^[A-Z]{2,}s?$/.test(part) ? part : part.toLowerCase();
};

/** The words of a name: `EnableSAMLLogin` are `Enable`, `SAML` and `login`. */
export function words(name: string): string {
  const parts = name.match(/[A-Z]+s?(?![a-z])|[A-Z]?[a-z]+|\d+/g) ?? [name];
  return parts.map((part, index) => word(part, index === 0)).join(' ');
}

/** Sections that are named after products. */
const PRODUCTS: Readonly<Record<string, string>> = {
  GitLabSettings: 'GitLab',
  OpenIdSettings: 'OpenID Connect',
};

export const sectionOf = (path: string): string => path.slice(0, path.indexOf('.'));

/** `TeamSettings` is shown as `Team`. */
export const sectionTitle = (section: string): string => PRODUCTS[section] ?? words(section.replace(/Settings$/, ''));

/** The name of a setting in its section. */
export const settingTitle = (path: string): string => path.split('.').slice(1).map(words).join(' › ');

/** The variable of the environment that decides a setting. */
export const variableOf = (path: string): string => `MM_${path.replaceAll('.', '_').toUpperCase()}`;

const GROUPS: readonly (readonly [label: TextId, sections: readonly string[]])[] = [
  [
    'console.groupServer',
    [
      'ServiceSettings',
      'SqlSettings',
      'FileSettings',
      'EmailSettings',
      'ClusterSettings',
      'RateLimitSettings',
      'LogSettings',
      'MetricsSettings',
      'CacheSettings',
      'JobSettings',
      'ElasticsearchSettings',
      'ImageProxySettings',
      'ImportSettings',
      'ExportSettings',
    ],
  ],
  [
    'console.groupSite',
    [
      'TeamSettings',
      'PrivacySettings',
      'SupportSettings',
      'AnnouncementSettings',
      'LocalizationSettings',
      'AutoTranslationSettings',
      'ThemeSettings',
      'DisplaySettings',
      'NativeAppSettings',
      'ClientRequirements',
    ],
  ],
  [
    'console.groupSignIn',
    [
      'PasswordSettings',
      'GuestAccountsSettings',
      'LdapSettings',
      'SamlSettings',
      'OpenIdSettings',
      'GitLabSettings',
      'GoogleSettings',
      'Office365Settings',
      'IntuneSettings',
    ],
  ],
  [
    'console.groupCompliance',
    [
      'ComplianceSettings',
      'DataRetentionSettings',
      'MessageExportSettings',
      'ContentFlaggingSettings',
      'ExperimentalAuditSettings',
      'AccessControlSettings',
    ],
  ],
];

export interface SectionGroup {
  label: TextId;
  sections: string[];
}

/** The sections of these settings in groups. One that is new to the console is in the last group, not lost. */
export function sectionGroups(settings: readonly Setting[]): SectionGroup[] {
  const there = [...new Set(settings.map((one) => sectionOf(one.path)))];
  const named = new Set(GROUPS.flatMap(([, sections]) => sections));
  const groups = GROUPS.map(([label, sections]) => ({
    label,
    sections: sections.filter((one) => there.includes(one)),
  }));
  groups.push({ label: 'console.groupMore', sections: there.filter((one) => !named.has(one)) });
  return groups.filter((group) => group.sections.length > 0);
}

/** The settings whose name, words or note have all words of a search in them. */
export function searched(settings: readonly Setting[], term: string): Setting[] {
  const wanted = term.toLowerCase().split(/\s+/).filter(Boolean);
  return settings.filter((one) => {
    const text = `${one.path} ${settingTitle(one.path)} ${one.note} ${variableOf(one.path)}`.toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
}

/** What a field shows of a value. A secret is not shown. */
export function shownText(setting: Setting, value: unknown): string {
  if (setting.secret || value === null || value === undefined) return '';
  if (setting.kind === 'text_list') return (value as string[]).join('\n');
  if (setting.kind === 'json') return JSON.stringify(value, null, 2);
  return String(value);
}

export type Parsed = { value: unknown } | { problem: TextId };

/** The value that was typed, or what is wrong with it. */
export function parseText(setting: Setting, text: string): Parsed {
  switch (setting.kind) {
    case 'int': {
      if (!/^\s*-?\d{1,15}\s*$/.test(text)) return { problem: 'console.wantsNumber' };
      const value = Number(text);
      if (setting.min !== null && value < setting.min) return { problem: 'console.tooSmall' };
      if (setting.max !== null && value > setting.max) return { problem: 'console.tooLarge' };
      return { value };
    }
    case 'text_list':
      return {
        value: text
          .split('\n')
          .map((line) => line.trim())
          .filter(Boolean),
      };
    case 'json':
      try {
        return { value: JSON.parse(text) as unknown };
      } catch {
        return { problem: 'console.wantsJson' };
      }
    default:
      return { value: text };
  }
}

/** Whether two values of the configuration are the same. */
export const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** What was typed, by path: a switch as it is, everything else as its text. */
export type Drafts = Readonly<Record<string, string | boolean>>;

export interface Checked {
  /** The values that differ from those of the server. */
  changes: Record<string, unknown>;
  problems: Record<string, TextId>;
}

/** What drafts come to. */
export function checked(settings: readonly Setting[], config: unknown, drafts: Drafts): Checked {
  const result: Checked = { changes: {}, problems: {} };
  for (const setting of settings) {
    const draft = drafts[setting.path];
    if (draft === undefined) continue;
    const parsed: Parsed = typeof draft === 'boolean' ? { value: draft } : parseText(setting, draft);
    if ('problem' in parsed) result.problems[setting.path] = parsed.problem;
    else if (setting.secret || !same(parsed.value, valueAt(config, setting.path))) {
      result.changes[setting.path] = parsed.value;
    }
  }
  return result;
}
