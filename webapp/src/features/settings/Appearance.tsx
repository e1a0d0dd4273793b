import { useState } from 'react';

import { setPreference } from '../../api/channels';
import { chosenScheme, chooseScheme, type Scheme } from '../../app/scheme';
import { applyTheme, parseTheme } from '../../app/theme';
import { type TextId, useText } from '../../i18n';
import { useData, useView } from '../../store';
import { clockOf, preferenceKey, themeOf } from '../../store/data';
import { nameStyle } from '../../store/names';
import { Select } from '../../ui/Field';
import css from './Settings.module.css';
import { ThemeChoice } from './ThemeChoice';

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

/** How everything looks. */
export function Appearance() {
  const t = useText();
  const [scheme, setScheme] = useState(chosenScheme);
  const style = useData(nameStyle);
  const clock = useData(clockOf);
  const teamId = useView((view) => view.teamId);
  const kept = useData((data) => themeOf(data, teamId));
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
      <ThemeChoice />
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
