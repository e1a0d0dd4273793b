import { useEffect, useState } from 'react';

import { setPreference } from '../../api/channels';
import { applyTheme, CODE_THEMES, completed, parseTheme, type Theme } from '../../app/theme';
import { type TextId, useText } from '../../i18n';
import { getData, useData, useView } from '../../store';
import { preferenceKey, themeOf } from '../../store/data';
import { Button } from '../../ui/Button';
import { Area, Select } from '../../ui/Field';
import { FormError } from '../auth/AuthPage';
import { PRESETS, presetOf } from './presets';
import css from './Settings.module.css';

/** How the page looks without a theme. */
const OURS: Theme = { type: 'Roost', sidebarBg: '#f3f5f9', centerChannelBg: '#ffffff', buttonBg: '#3a57d6' };

const lookOf = ({ sidebarBg, centerChannelBg, buttonBg }: Theme) =>
  `linear-gradient(90deg, ${sidebarBg} 34%, ${centerChannelBg} 34% 84%, ${buttonBg} 84%)`;

type Colour = readonly [key: string, label: TextId];

/** The colours of a theme, by where they show. */
const PLACES: readonly (readonly [TextId, readonly Colour[]])[] = [
  [
    'theme.sidebar',
    [
      ['sidebarBg', 'theme.background'],
      ['sidebarText', 'theme.text'],
      ['sidebarHeaderBg', 'theme.headBackground'],
      ['sidebarHeaderTextColor', 'theme.headText'],
      ['sidebarTeamBarBg', 'theme.teams'],
      ['sidebarUnreadText', 'theme.unread'],
      ['sidebarTextHoverBg', 'theme.pointed'],
      ['sidebarTextActiveBorder', 'theme.open'],
      ['sidebarTextActiveColor', 'theme.openText'],
      ['onlineIndicator', 'theme.online'],
      ['awayIndicator', 'theme.away'],
      ['dndIndicator', 'theme.dnd'],
      ['mentionBg', 'theme.count'],
      ['mentionColor', 'theme.countText'],
    ],
  ],
  [
    'theme.messages',
    [
      ['centerChannelBg', 'theme.background'],
      ['centerChannelColor', 'theme.text'],
      ['newMessageSeparator', 'theme.newLine'],
      ['errorTextColor', 'theme.error'],
      ['mentionHighlightBg', 'theme.mention'],
      ['mentionHighlightLink', 'theme.mentionText'],
    ],
  ],
  [
    'theme.controls',
    [
      ['linkColor', 'theme.link'],
      ['buttonBg', 'theme.button'],
      ['buttonColor', 'theme.buttonText'],
    ],
  ],
];

const CODE_NAMES: Readonly<Record<(typeof CODE_THEMES)[number], TextId>> = {
  github: 'theme.codePlain',
  monokai: 'theme.codeMonokai',
  'solarized-dark': 'theme.codeSolarizedDark',
  'solarized-light': 'theme.codeSolarizedLight',
};

/** Which theme is used: one that is ready, or one of my own, by its colours or as it is passed on. */
export function ThemeChoice() {
  const t = useText();
  const teamId = useView((view) => view.teamId);
  const kept = useData((data) => themeOf(data, teamId) ?? '');
  const [text, setText] = useState(kept);
  const [error, setError] = useState('');
  // What was tried and not applied goes with the page.
  useEffect(() => () => applyTheme(parseTheme(themeOf(getData(), teamId))), [teamId]);
  const set = (next: string) => {
    setError('');
    setText(next);
    // A theme of this team alone, as the original can have it, would stand before the one of all teams.
    const own = getData().preferences[preferenceKey('theme', teamId)] !== undefined;
    void setPreference('theme', own ? teamId : '', next);
  };
  const apply = () => {
    if (text.trim() && !parseTheme(text)) setError(t('settings.themeBad'));
    else set(text.trim());
  };
  const tryOut = (theme: Theme) => {
    setText(JSON.stringify({ ...theme, type: 'custom' }));
    applyTheme(theme);
  };
  const theme = completed(parseTheme(text));
  return (
    <>
      <fieldset className={css.schemes}>
        <legend className={css.legend}>{t('settings.theme')}</legend>
        {[OURS, ...PRESETS].map((one) => (
          <label key={one.type} className={css.scheme}>
            <input
              className="sr-only"
              type="radio"
              name="theme"
              checked={presetOf(kept) === (one === OURS ? '' : one.type)}
              onChange={() => set(one === OURS ? '' : JSON.stringify(one))}
            />
            <span className={css.preview} style={{ background: lookOf(one) }} />
            {one.type}
          </label>
        ))}
      </fieldset>
      <details className={css.colours}>
        <summary>{t('theme.colours')}</summary>
        {PLACES.map(([title, colours]) => (
          <fieldset key={title} className={css.place}>
            <legend className={css.legend}>{t(title)}</legend>
            {colours.map(([key, label]) => (
              <label key={key} className={css.colour}>
                <input
                  type="color"
                  name={key}
                  value={theme[key]}
                  onChange={(event) => tryOut({ ...theme, [key]: event.target.value })}
                />
                {t(label)}
              </label>
            ))}
          </fieldset>
        ))}
        <div className={css.place}>
          <Select
            label={t('theme.code')}
            value={theme.codeTheme ?? CODE_THEMES[0]}
            onChange={(event) => tryOut({ ...theme, codeTheme: event.target.value })}
          >
            {CODE_THEMES.map((one) => (
              <option key={one} value={one}>
                {t(CODE_NAMES[one])}
              </option>
            ))}
          </Select>
        </div>
      </details>
      <FormError text={error} />
      <Area
        label={t('settings.themeOwn')}
        hint={t('settings.themeHint')}
        rows={3}
        spellCheck={false}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          applyTheme(parseTheme(event.target.value));
        }}
      />
      <div className={css.actions}>
        <Button onClick={apply}>{t('settings.themeApply')}</Button>
        <Button
          look="quiet"
          onClick={() =>
            void navigator.clipboard.writeText(text.trim() || JSON.stringify({ ...theme, type: 'custom' }))
          }
        >
          {t('theme.copy')}
        </Button>
      </div>
    </>
  );
}
