import type { KeyboardEvent, RefObject } from 'react';

import { useText } from '../../i18n';
import { IconButton } from '../../ui/Button';
import type { IconName } from '../../ui/Icon';
import css from './Composer.module.css';
import { prefix, wrap } from './suggest';

interface FormatBarProps {
  input: RefObject<HTMLTextAreaElement | null>;
  text: string;
  onChange: (text: string, start: number, end: number) => void;
}

const FORMATS = [
  ['bold', 'format.bold', wrap, '**'],
  ['italic', 'format.italic', wrap, '_'],
  ['code', 'format.code', wrap, '`'],
  ['quote', 'format.quote', prefix, '> '],
  ['list', 'format.list', prefix, '- '],
] as const satisfies readonly (readonly [IconName, string, unknown, string])[];

const KEYS: Readonly<Record<string, string | undefined>> = { b: '**', i: '_' };

/** What a key makes of a text, if it is one that formats: as the buttons do. */
export function formattedBy(event: KeyboardEvent, box: HTMLTextAreaElement) {
  const sign = KEYS[event.key.toLowerCase()];
  if (!sign || event.altKey || event.shiftKey || !(event.ctrlKey || event.metaKey)) return null;
  return wrap(box.value, box.selectionStart, box.selectionEnd, sign);
}

/** Buttons that write the signs of markdown. */
export function FormatBar({ input, text, onChange }: FormatBarProps) {
  const t = useText();
  return (
    <>
      {FORMATS.map(([icon, label, change, sign]) => (
        <IconButton
          key={icon}
          icon={icon}
          className={css.wide}
          label={t(label)}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => {
            const box = input.current;
            if (!box) return;
            const done = change(text, box.selectionStart, box.selectionEnd, sign);
            onChange(done.text, done.start, done.end);
          }}
        />
      ))}
      <span className={`${css.line} ${css.wide}`} />
    </>
  );
}
