import { describe, expect, it } from 'vitest';

import { completed, isDark, parseTheme, variablesOf } from './theme';

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
