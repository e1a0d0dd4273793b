import { applyScheme, onSystemScheme } from './scheme';

/** A theme as it is kept in the `theme` preference. */
export type Theme = Readonly<Record<string, string | undefined>>;

/** Which colour of a theme sets which variable. */
const VARIABLES: readonly (readonly [key: string, variable: string])[] = [
  ['centerChannelBg', '--center-bg'],
  ['centerChannelColor', '--center-text'],
  ['sidebarBg', '--sidebar-bg'],
  ['sidebarText', '--sidebar-text'],
  ['sidebarUnreadText', '--sidebar-unread'],
  ['sidebarTextHoverBg', '--sidebar-hover'],
  ['sidebarTextActiveBorder', '--sidebar-active-bg'],
  ['sidebarTextActiveColor', '--sidebar-active-text'],
  ['sidebarTeamBarBg', '--rail-bg'],
  ['sidebarHeaderBg', '--sidebar-head-bg'],
  ['sidebarHeaderTextColor', '--rail-text'],
  ['sidebarHeaderTextColor', '--sidebar-head-text'],
  ['onlineIndicator', '--online'],
  ['awayIndicator', '--away'],
  ['dndIndicator', '--dnd'],
  ['mentionBg', '--mention-bg'],
  ['mentionColor', '--mention-text'],
  ['newMessageSeparator', '--new-line'],
  ['linkColor', '--link'],
  ['buttonBg', '--button-bg'],
  ['buttonColor', '--button-text'],
  ['errorTextColor', '--error'],
  ['mentionHighlightBg', '--highlight-bg'],
  ['mentionHighlightLink', '--highlight-text'],
];

const COLOUR = /^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i;

/** A colour in six digits, as fields for colours want it. */
const long = (colour: string) => (colour.length === 4 ? colour.replace(/[0-9a-f]/gi, '$&$&') : colour).toLowerCase();

/** All colours that a theme can have, as they are with this one: what it leaves out is as the page has it by itself. */
export function completed(theme: Theme | null): Theme {
  const style = getComputedStyle(document.documentElement);
  const all = VARIABLES.map(([key, variable]) => [key, long(theme?.[key] ?? style.getPropertyValue(variable).trim())]);
  return { ...theme, ...(Object.fromEntries(all) as Theme) };
}

/** How code can look, by the names that themes have for it. The first is as the page is, light or dark. */
export const CODE_THEMES = ['github', 'monokai', 'solarized-dark', 'solarized-light'] as const;

const isKept = ([key, value]: [string, unknown]): boolean =>
  typeof value === 'string' &&
  (COLOUR.test(value) || (key === 'codeTheme' && (CODE_THEMES as readonly string[]).includes(value)));

/** Reads a theme; whatever is no colour, and no look of code, is left out. */
export function parseTheme(value: string | undefined): Theme | null {
  if (!value) return null;
  try {
    const kept = Object.entries(JSON.parse(value) as Record<string, unknown>).filter(isKept);
    return kept.length > 0 ? (Object.fromEntries(kept) as Theme) : null;
  } catch {
    return null;
  }
}

/** Whether a colour is dark, by how bright it looks. */
export function isDark(colour: string): boolean {
  const digits = long(colour);
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => parseInt(digits.slice(at, at + 2), 16));
  return 0.299 * red + 0.587 * green + 0.114 * blue < 128;
}

/** The variables that a theme sets. */
export function variablesOf(theme: Theme): Record<string, string> {
  const set = VARIABLES.flatMap(([key, variable]) => (theme[key] ? [[variable, theme[key]]] : []));
  return Object.fromEntries(set) as Record<string, string>;
}

let shown: Theme | null = null;

/** Shows a theme, or none. */
export function applyTheme(theme: Theme | null): void {
  shown = theme;
  const { style, dataset } = document.documentElement;
  for (const [, variable] of VARIABLES) style.removeProperty(variable);
  delete dataset.code;
  applyScheme();
  if (!theme) return;
  for (const [variable, colour] of Object.entries(variablesOf(theme))) style.setProperty(variable, colour);
  if (theme.centerChannelBg) dataset.scheme = isDark(theme.centerChannelBg) ? 'dark' : 'light';
  if (theme.codeTheme) dataset.code = theme.codeTheme;
}

/** Shows the page as chosen, or as the system is, from now on. A theme stays what it is when the system changes. */
export function followScheme(): void {
  applyTheme(shown);
  onSystemScheme(() => applyTheme(shown));
}
