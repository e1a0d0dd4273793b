import { type TextId, useText } from '../../i18n';
import { isMac } from '../../ui/platform';
import { Dialog } from '../../ui/Dialog';
import css from './Dialogs.module.css';

const [CTRL, ALT, SHIFT] = isMac ? ['⌘', '⌥', '⇧'] : ['Ctrl', 'Alt', 'Shift'];

const KEYS: readonly (readonly [keys: readonly string[], TextId])[] = [
  [[CTRL, 'K'], 'switcher.title'],
  [[ALT, '↑ ↓'], 'keys.channel'],
  [[ALT, SHIFT, '↑ ↓'], 'keys.unread'],
  [[CTRL, SHIFT, '↑ ↓'], 'keys.move'],
  [[CTRL, SHIFT, 'M'], 'panel.mentions'],
  [[CTRL, 'B'], 'format.bold'],
  [[CTRL, 'I'], 'format.italic'],
  [['↑'], 'keys.edit'],
  [[SHIFT, 'Enter'], 'keys.line'],
  [['Esc'], 'keys.escape'],
  [[CTRL, '/'], 'keys.title'],
];

/** Which keys do what. */
export function Keys({ onClose }: { onClose: () => void }) {
  const t = useText();
  return (
    <Dialog title={t('keys.title')} onClose={onClose}>
      <dl className={css.keys}>
        {KEYS.map(([keys, text]) => (
          <div key={text}>
            <dt>{t(text)}</dt>
            <dd>
              {keys.map((one) => (
                <kbd key={one}>{one}</kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
