import { useId } from 'react';

import { Button } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import type { Setting } from '../api';
import { Pill } from '../parts/Page';
import { type TextId, useText } from '../text';
import { same, sectionOf, sectionTitle, settingTitle, shownText, variableOf } from './model';
import css from './Settings.module.css';

interface SettingFieldProps {
  setting: Setting;
  value: unknown;
  /** What was typed and not saved. */
  draft: string | boolean | undefined;
  problem: TextId | undefined;
  showSection: boolean;
  /** Nothing: as it was. */
  onEdit: (draft: string | boolean | undefined) => void;
}

/** A setting with what is known of it. */
export function SettingField({ setting, value, draft, problem, showSection, onEdit }: SettingFieldProps) {
  const t = useText();
  const id = useId();
  const title = settingTitle(setting.path);
  const fixed = setting.locked || !setting.writable;
  const canReset = !fixed && !setting.secret && draft === undefined && !same(value, setting.default);
  const reset = () => onEdit(setting.kind === 'bool' ? setting.default === true : shownText(setting, setting.default));
  return (
    <div className={css.setting} data-edited={draft !== undefined || undefined}>
      <div className={css.about}>
        <label className={css.name} htmlFor={id} id={`${id}-name`}>
          {showSection ? `${sectionTitle(sectionOf(setting.path))} › ${title}` : title}
        </label>
        <code className={css.path}>{setting.path}</code>
        <p className={css.note} id={`${id}-note`}>
          {setting.note.replaceAll('`', '')}
          <Limits setting={setting} />
        </p>
        {setting.locked && (
          <p className={css.locked}>
            <Icon name="lock" size={14} />
            {t('console.locked', { variable: variableOf(setting.path) })}
          </p>
        )}
        <div className={css.marks}>
          {!setting.locked && !setting.writable && <Pill>{t('console.readOnly')}</Pill>}
          {setting.restart && <Pill tone="warn">{t('console.needsRestart')}</Pill>}
          {setting.secret && <Pill>{t('console.secret')}</Pill>}
        </div>
      </div>
      <div className={css.control}>
        <Control
          id={id}
          setting={setting}
          value={value}
          draft={draft}
          fixed={fixed}
          wrong={Boolean(problem)}
          onEdit={onEdit}
        />
        {problem && (
          <p className={css.problem} role="alert">
            {t(problem, { min: setting.min ?? 0, max: setting.max ?? 0 })}
          </p>
        )}
        {canReset && (
          <Button look="quiet" className={css.reset} aria-label={t('console.resetOf', { name: title })} onClick={reset}>
            {t('console.toDefault')}
          </Button>
        )}
      </div>
    </div>
  );
}

function Limits({ setting }: { setting: Setting }) {
  const t = useText();
  const { min, max } = setting;
  if (min !== null && max !== null) return <span> {t('console.between', { min, max })}</span>;
  if (min !== null) return <span> {t('console.atLeast', { min })}</span>;
  return max === null ? null : <span> {t('console.atMost', { max })}</span>;
}

interface ControlProps {
  id: string;
  setting: Setting;
  value: unknown;
  draft: string | boolean | undefined;
  fixed: boolean;
  wrong: boolean;
  onEdit: (draft: string | boolean | undefined) => void;
}

function Control({ id, setting, value, draft, fixed, wrong, onEdit }: ControlProps) {
  const t = useText();
  if (setting.kind === 'bool') {
    const on = draft === undefined ? value === true : draft === true;
    return (
      <button
        type="button"
        id={id}
        role="switch"
        className={css.switch}
        aria-checked={on}
        aria-labelledby={`${id}-name`}
        aria-describedby={`${id}-note`}
        disabled={fixed}
        onClick={() => onEdit(!on === (value === true) ? undefined : !on)}
      >
        <span />
      </button>
    );
  }
  const kept = shownText(setting, value);
  const text = typeof draft === 'string' ? draft : kept;
  const common = {
    id,
    value: text,
    disabled: fixed,
    'aria-describedby': `${id}-note`,
    'aria-invalid': wrong,
    className: css.input,
    spellCheck: false,
    autoComplete: 'off',
    placeholder: setting.secret && value ? t('console.secretKept') : '',
    onChange: (event: { target: { value: string } }) =>
      onEdit(event.target.value === kept ? undefined : event.target.value),
  };
  if (setting.choices.length > 0) {
    const choices = setting.choices.includes(text) ? setting.choices : [text, ...setting.choices];
    const { placeholder, spellCheck, autoComplete, ...rest } = common;
    return (
      <select {...rest}>
        {choices.map((choice) => (
          <option key={choice} value={choice}>
            {choice || t('console.emptyChoice')}
          </option>
        ))}
      </select>
    );
  }
  const long = setting.kind === 'text_list' || setting.kind === 'json' || text.length > 60 || text.includes('\n');
  if (long && !setting.secret) {
    const rows = Math.min(12, Math.max(2, text.split('\n').length));
    return (
      <>
        <textarea {...common} rows={rows} />
        {setting.kind === 'text_list' && <small className={css.hint}>{t('console.onePerLine')}</small>}
      </>
    );
  }
  return (
    <input
      {...common}
      type={setting.secret ? 'password' : 'text'}
      autoComplete={setting.secret ? 'new-password' : 'off'}
      inputMode={setting.kind === 'int' ? 'numeric' : undefined}
    />
  );
}
