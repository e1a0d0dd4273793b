import { useState } from 'react';

import { setPreference } from '../../api/channels';
import { chosenScheme, chooseScheme, type Scheme } from '../../app/scheme';
import { applyTheme, parseTheme, type Theme } from '../../app/theme';
import { type TextId, useText } from '../../i18n';
import { getData, useData, useView } from '../../store';
import { clockOf, preferenceKey, themeOf } from '../../store/data';
import { nameStyle } from '../../store/names';
import { Button } from '../../ui/Button';
import { Area, Select } from '../../ui/Field';
import { FormError } from '../auth/AuthPage';
import { PRESETS, presetOf } from './presets';
import css from './Settings.module.css';

const SCHEMES: readonly (readonly [Scheme, TextId, string])[] = [
  ['', 'settings.schemeSystem', 'linear-gradient(105deg, #f3f5f9 50%, #111319 50%)'],
  ['light', 'settings.schemeLight', 'linear-gradient(90deg, #f3f5f9 34%, #ffffff 34%)'],
  ['dark', 'settings.schemeDark', 'linear-gradient(90deg, #111319 34%, #17191f 34%)'],
];

const NAMES: readonly (readonly [string, TextId])[] = [
  ['username', 'settings.namesUser'],
  ['nickname_full_name', 'settings.namesNickname'],
  ['full_name', 'settings.namesFull'],
];

/** How the page looks without a theme. */
const OURS: Theme = { type: 'Roost', sidebarBg: '#f3f5f9', centerChannelBg: '#ffffff', buttonBg: '#3a57d6' };

const lookOf = ({ sidebarBg, centerChannelBg, buttonBg }: Theme) =>
  `linear-gradient(90deg, ${sidebarBg} 34%, ${centerChannelBg} 34% 84%, ${buttonBg} 84%)`;

/** How everything looks. */
export function Appearance() {
  const t = useText();
  const [scheme, setScheme] = useState(chosenScheme);
  const style = useData(nameStyle);
  const clock = useData(clockOf);
  const teamId = useView((view) => view.teamId);
  const kept = useData((data) => themeOf(data, teamId) ?? '');
  const [theme, setTheme] = useState(kept);
  const [error, setError] = useState('');
  const set = (next: string) => {
    setError('');
    setTheme(next);
    // A theme of this team alone, as the original can have it, would stand before the one of all teams.
    const own = getData().preferences[preferenceKey('theme', teamId)] !== undefined;
    void setPreference('theme', own ? teamId : '', next);
  };
  const save = () => {
    if (theme.trim() && !parseTheme(theme)) setError(t('settings.themeBad'));
    else set(theme.trim());
  };
  return (
    <div className={css.form}>
      <fieldset className={css.schemes}>
        <legend className={css.legend}>{t('settings.scheme')}</legend>
        {SCHEMES.map(([value, label, look]) => (
          <label key={value} className={css.scheme}>
            <input
              className="sr-only"
              type="radio"
              name="scheme"
              checked={scheme === value}
              onChange={() => {
                setScheme(value);
                chooseScheme(value);
                applyTheme(parseTheme(kept));
              }}
            />
            <span className={css.preview} style={{ background: look }} />
            {t(label)}
          </label>
        ))}
      </fieldset>
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
      <Select
        label={t('settings.names')}
        value={style}
        onChange={(event) => void setPreference('display_settings', 'name_format', event.target.value)}
      >
        {NAMES.map(([value, label]) => (
          <option key={value} value={value}>
            {t(label)}
          </option>
        ))}
      </Select>
      <Select
        label={t('settings.clock')}
        value={clock}
        onChange={(event) =>
          void setPreference('display_settings', 'use_military_time', String(event.target.value === '24'))
        }
      >
        {clock === '' && <option value="">{t('settings.clockUsual')}</option>}
        <option value="12">{t('settings.clock12')}</option>
        <option value="24">{t('settings.clock24')}</option>
      </Select>
      <Shown label={t('settings.previews')} name="link_previews" shown="true" hidden="false" />
      <Shown label={t('settings.pictures')} name="collapse_previews" shown="false" hidden="true" />
      <FormError text={error} />
      <Area
        label={t('settings.themeOwn')}
        hint={t('settings.themeHint')}
        rows={3}
        spellCheck={false}
        value={theme}
        onChange={(event) => setTheme(event.target.value)}
      />
      <div className={css.actions}>
        <Button onClick={save}>{t('settings.themeApply')}</Button>
      </div>
    </div>
  );
}

interface ShownProps {
  label: string;
  /** The preference, with its values for shown, as it is at first, and for hidden. */
  name: string;
  shown: string;
  hidden: string;
}

/** Whether something of messages is shown. */
function Shown({ label, name, shown, hidden }: ShownProps) {
  const t = useText();
  const value = useData((data) => data.preferences[preferenceKey('display_settings', name)] ?? shown);
  return (
    <Select
      label={label}
      value={value}
      onChange={(event) => void setPreference('display_settings', name, event.target.value)}
    >
      <option value={shown}>{t('settings.shown')}</option>
      <option value={hidden}>{t('settings.hidden')}</option>
    </Select>
  );
}
