import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterEach, describe, expect, it, vi } from 'vitest';

import { applyTheme, CODE_THEMES, completed, followScheme, isDark, parseTheme, variablesOf } from './theme';

describe('a theme of one’s own', () => {
  it('sets the variables of the design, and nothing but colours', () => {
    const theme = parseTheme('{"type":"custom","sidebarBg":"#145dbf","buttonBg":"url(x)","linkColor":"#abc"}');
    expect(variablesOf(theme ?? {})).toEqual({ '--sidebar-bg': '#145dbf', '--link': '#abc' });
  });

  it('is complete for whoever takes it over: six digits each, and what it leaves out as the page has it', () => {
    document.documentElement.style.setProperty('--link', '#0AF');
    const theme = completed({ type: 'custom', codeTheme: 'github', sidebarBg: '#14F' });
    expect(theme).toMatchObject({ sidebarBg: '#1144ff', linkColor: '#00aaff', codeTheme: 'github' });
    document.documentElement.style.removeProperty('--link');
  });

  it('is none when it cannot be read', () => {
    expect(parseTheme('{')).toBeNull();
    expect(parseTheme(undefined)).toBeNull();
    expect(parseTheme('{"type":"Denim"}')).toBeNull();
  });

  it('is dark when its middle is', () => {
    expect([isDark('#17191f'), isDark('#fff'), isDark('#ffffff')]).toEqual([true, false, false]);
  });
});

describe('what is shown', () => {
  const system = { matches: false, listeners: [] as (() => void)[] };
  const media = () => ({
    matches: system.matches,
    addEventListener: (_: string, listener: () => void) => system.listeners.push(listener),
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    window.localStorage.clear();
  });

  it('turns light and dark with the system, and a theme of one’s own does not', () => {
    vi.stubGlobal('matchMedia', media);
    const turn = (dark: boolean) => {
      system.matches = dark;
      for (const listener of system.listeners) listener();
      return document.documentElement.dataset.scheme;
    };
    followScheme();
    expect([turn(true), turn(false)]).toEqual(['dark', 'light']);
    applyTheme(parseTheme('{"centerChannelBg":"#0b0f1a"}'));
    expect([turn(true), turn(false)]).toEqual(['dark', 'dark']);
    applyTheme(null);
    expect([turn(true), turn(false)]).toEqual(['dark', 'light']);
  });

  it('has code look as the theme says, of the looks that there are', () => {
    vi.stubGlobal('matchMedia', media);
    const looks = ['monokai', 'url(x)', undefined].map((codeTheme) => {
      applyTheme(parseTheme(JSON.stringify({ sidebarBg: '#145dbf', codeTheme })));
      return document.documentElement.dataset.code;
    });
    expect(looks).toEqual(['monokai', undefined, undefined]);
  });

  it('can be read in every look of code', () => {
    const tokens = readFileSync(join(import.meta.dirname, '../styles/tokens.css'), 'utf8');
    const light = (colour: string) => {
      const [r = 0, g = 0, b = 0] = [1, 3, 5]
        .map((at) => parseInt(colour.slice(at, at + 2), 16) / 255)
        .map((one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const contrast = (one: string, other: string) => {
      const [low = 0, high = 0] = [light(one), light(other)].sort((a, b) => a - b);
      return (high + 0.05) / (low + 0.05);
    };
    for (const name of CODE_THEMES.slice(1)) {
      const block = new RegExp(`data-code='${name}'\\] \\{([^}]*)\\}`).exec(tokens)?.[1] ?? '';
      const colours = [...block.matchAll(/--(code-[a-z]+): (#[0-9a-f]{6});/g)].map(([, key, value]) => [key, value]);
      const { 'code-block': ground = '', ...rest } = Object.fromEntries(colours) as Record<string, string>;
      expect(Object.keys(rest).length, name).toBe(6);
      for (const [key, colour] of Object.entries(rest)) {
        expect(contrast(ground, colour), `${name} ${key}`).toBeGreaterThanOrEqual(4.5);
      }
    }
  });
});
