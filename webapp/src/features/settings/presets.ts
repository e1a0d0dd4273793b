import { parseTheme, type Theme } from '../../app/theme';

/** What the themes of one kind have in common: what warns and what marks. */
const LIGHT = {
  mentionBg: '#d13a40',
  mentionColor: '#ffffff',
  newMessageSeparator: '#c8353b',
  errorTextColor: '#bd2f35',
  mentionHighlightBg: '#fff3c9',
  mentionHighlightLink: '#5b4300',
};
const DARK = {
  mentionBg: '#d5464b',
  mentionColor: '#ffffff',
  newMessageSeparator: '#f0787d',
  errorTextColor: '#ff8b8f',
  mentionHighlightBg: '#46390f',
  mentionHighlightLink: '#ffe7a3',
};
/** How people are, on a dark sidebar and on a light one. */
const ON_DARK = { onlineIndicator: '#4fc98c', awayIndicator: '#e9b44c', dndIndicator: '#f07a7e' };
const ON_LIGHT = { onlineIndicator: '#23915f', awayIndicator: '#b87a0b', dndIndicator: '#c9373d' };

/** Themes that are ready, as they are kept: our own colours, by the names that the original has for their places. */
export const PRESETS: readonly Theme[] = [
  {
    type: 'Harbour',
    ...LIGHT,
    ...ON_DARK,
    sidebarBg: '#1f3a6d',
    sidebarText: '#d6def0',
    sidebarUnreadText: '#ffffff',
    sidebarTextHoverBg: '#2a4a86',
    sidebarTextActiveBorder: '#3d63ad',
    sidebarTextActiveColor: '#ffffff',
    sidebarTeamBarBg: '#162b52',
    sidebarHeaderTextColor: '#e6ecf7',
    centerChannelBg: '#ffffff',
    centerChannelColor: '#1c2230',
    linkColor: '#2450b8',
    buttonBg: '#1f4fb5',
    buttonColor: '#ffffff',
  },
  {
    type: 'Forest',
    ...LIGHT,
    ...ON_DARK,
    sidebarBg: '#1e3d33',
    sidebarText: '#d3e3da',
    sidebarUnreadText: '#ffffff',
    sidebarTextHoverBg: '#2a5246',
    sidebarTextActiveBorder: '#35685a',
    sidebarTextActiveColor: '#ffffff',
    sidebarTeamBarBg: '#152c25',
    sidebarHeaderTextColor: '#dfece5',
    centerChannelBg: '#fbfcfa',
    centerChannelColor: '#1d2622',
    linkColor: '#1a6049',
    buttonBg: '#22694f',
    buttonColor: '#ffffff',
  },
  {
    type: 'Sand',
    ...LIGHT,
    ...ON_LIGHT,
    sidebarBg: '#f3ece1',
    sidebarText: '#4a4033',
    sidebarUnreadText: '#2a2218',
    sidebarTextHoverBg: '#e9dfcf',
    sidebarTextActiveBorder: '#e6d3b3',
    sidebarTextActiveColor: '#52370a',
    sidebarTeamBarBg: '#e9e0d1',
    sidebarHeaderTextColor: '#4a4033',
    centerChannelBg: '#fffdf9',
    centerChannelColor: '#2a251d',
    linkColor: '#7c4a06',
    buttonBg: '#85500a',
    buttonColor: '#ffffff',
  },
  {
    type: 'Plum',
    ...DARK,
    ...ON_DARK,
    sidebarBg: '#241a2e',
    sidebarText: '#cfc2da',
    sidebarUnreadText: '#ffffff',
    sidebarTextHoverBg: '#33253f',
    sidebarTextActiveBorder: '#5a3d78',
    sidebarTextActiveColor: '#ffffff',
    sidebarTeamBarBg: '#1a1222',
    sidebarHeaderTextColor: '#ddd2e6',
    centerChannelBg: '#1c1722',
    centerChannelColor: '#e8e2ee',
    linkColor: '#c9a8ff',
    buttonBg: '#774fae',
    buttonColor: '#ffffff',
  },
];

/** Which of them a kept theme is; empty: ours; nothing: one that somebody made. */
export function presetOf(kept: string): string | undefined {
  const theme = parseTheme(kept);
  if (!theme) return '';
  // The server writes it in an order of its own.
  const same = (one: Theme) => Object.entries(one).every(([key, value]) => key === 'type' || theme[key] === value);
  return PRESETS.find(same)?.type;
}
