import { describe, expect, it } from 'vitest';

import type { Setting } from '../api';
import {
  checked,
  parseText,
  patchOf,
  searched,
  sectionGroups,
  sectionTitle,
  settingTitle,
  shownText,
  valueAt,
  variableOf,
  words,
} from './model';

const setting = (path: string, about: Partial<Setting> = {}): Setting => ({
  path,
  kind: 'text',
  default: '',
  restart: false,
  secret: false,
  locked: false,
  writable: true,
  note: '',
  min: null,
  max: null,
  choices: [],
  ...about,
});

const USERS = setting('TeamSettings.MaxUsersPerTeam', { kind: 'int', min: 1, max: 1000 });
const OPEN = setting('TeamSettings.EnableOpenServer', { kind: 'bool' });
const SALT = setting('FileSettings.PublicLinkSalt', { secret: true });
const LIST = setting('SqlSettings.DataSourceReplicas', { kind: 'text_list' });
const NEW = setting('BrandNewSettings.Deep.Enable', { kind: 'bool' });

describe('names', () => {
  it('are read as words', () => {
    expect(words('EnableUserCreation')).toBe('Enable user creation');
    expect(words('SiteURL')).toBe('Site URL');
    expect(words('EnableSAMLLogin')).toBe('Enable SAML login');
    expect(words('EnableSVGs')).toBe('Enable SVGs');
    expect(words('Forward80To443')).toBe('Forward 80 to 443');
    expect(words('BindAddressUrl')).toBe('Bind address URL');
    expect(sectionTitle('SqlSettings')).toBe('SQL');
    expect(sectionTitle('GitLabSettings')).toBe('GitLab');
    expect(sectionTitle('TeamSettings')).toBe('Team');
    expect(settingTitle('AutoTranslationSettings.Agents.LLMServiceID')).toBe('Agents › LLM service ID');
    expect(variableOf('TeamSettings.SiteName')).toBe('MM_TEAMSETTINGS_SITENAME');
  });
});

describe('sections', () => {
  it('stand in groups, and one that the console does not know is there too', () => {
    const groups = sectionGroups([USERS, SALT, NEW]);
    expect(groups.map((group) => group.sections)).toEqual([['FileSettings'], ['TeamSettings'], ['BrandNewSettings']]);
  });

  it('are searched by words, names and variables', () => {
    const all = [USERS, OPEN, SALT];
    expect(searched(all, 'open server')).toEqual([OPEN]);
    expect(searched(all, 'MaxUsers')).toEqual([USERS]);
    expect(searched(all, 'mm_filesettings')).toEqual([SALT]);
    expect(searched(all, 'nothing like it')).toEqual([]);
  });
});

describe('values', () => {
  it('are found in the configuration and put into a change of it', () => {
    expect(valueAt({ A: { B: { C: 3 } } }, 'A.B.C')).toBe(3);
    expect(valueAt({ A: null }, 'A.B.C')).toBeUndefined();
    expect(patchOf({ 'A.B.C': 1, 'A.D': true, 'E.F': ['x'] })).toEqual({
      A: { B: { C: 1 }, D: true },
      E: { F: ['x'] },
    });
  });

  it('are shown as text, secrets not', () => {
    expect(shownText(LIST, ['one', 'two'])).toBe('one\ntwo');
    expect(shownText(SALT, 'anything')).toBe('');
    expect(shownText(USERS, 50)).toBe('50');
  });

  it('are refused when they do not fit', () => {
    expect(parseText(USERS, ' 12 ')).toEqual({ value: 12 });
    expect(parseText(USERS, '0')).toEqual({ problem: 'console.tooSmall' });
    expect(parseText(USERS, '1001')).toEqual({ problem: 'console.tooLarge' });
    expect(parseText(USERS, '1e3')).toEqual({ problem: 'console.wantsNumber' });
    expect(parseText(USERS, '')).toEqual({ problem: 'console.wantsNumber' });
    expect(parseText(LIST, ' a \n\n b')).toEqual({ value: ['a', 'b'] });
    expect(parseText(setting('X.Y', { kind: 'json' }), '{')).toEqual({ problem: 'console.wantsJson' });
  });

  it('are changes only where they differ', () => {
    const config = { TeamSettings: { MaxUsersPerTeam: 50, EnableOpenServer: false } };
    const drafts = {
      [USERS.path]: '50',
      [OPEN.path]: true,
      [SALT.path]: 'a new secret',
    };
    expect(checked([USERS, OPEN, SALT], config, drafts)).toEqual({
      changes: { [OPEN.path]: true, [SALT.path]: 'a new secret' },
      problems: {},
    });
    expect(checked([USERS], config, { [USERS.path]: 'many' }).problems).toEqual({
      [USERS.path]: 'console.wantsNumber',
    });
  });
});
