import { useState } from 'react';

import { saidBefore, say, type Saying, unsay } from '../../api/status';
import { Emoji } from '../../emoji/Emoji';
import { EmojiPicker } from '../../emoji/EmojiPicker';
import { type TextId, useText } from '../../i18n';
import { useData } from '../../store';
import { Button } from '../../ui/Button';
import { Dialog, DialogFoot } from '../../ui/Dialog';
import { Field, Select } from '../../ui/Field';
import { Icon } from '../../ui/Icon';
import { FormError } from '../auth/AuthPage';
import { useSubmit } from '../auth/useSubmit';
import { useSaying } from '../profile/Saying';
import css from './Dialogs.module.css';

const TEXT_MAX = 100;

/** What stands beside words without an emoji. */
const PLAIN = 'speech_balloon';

const ENDS: readonly (readonly [string, TextId])[] = [
  ['', 'say.noEnd'],
  ['thirty_minutes', 'say.halfHour'],
  ['one_hour', 'say.hour'],
  ['four_hours', 'say.fourHours'],
  ['today', 'say.today'],
  ['this_week', 'say.week'],
];

const PROPOSED: readonly (readonly [emoji: string, TextId, duration: string])[] = [
  ['calendar', 'say.meeting', 'one_hour'],
  ['sandwich', 'say.lunch', 'thirty_minutes'],
  ['face_with_thermometer', 'say.ill', 'today'],
  ['house', 'say.home', 'today'],
  ['palm_tree', 'say.away', 'this_week'],
];

/** Asks what I want to say of myself, and for how long. */
export function Status({ onClose }: { onClose: () => void }) {
  const t = useText();
  const me = useData((data) => data.me?.id ?? '');
  const current = useSaying(me);
  const [saying, setSaying] = useState<Saying>({
    emoji: current?.emoji ?? '',
    text: current?.text ?? '',
    duration: current ? '' : 'today',
  });
  const { busy, error, submit } = useSubmit(async () => {
    await say({ ...saying, emoji: saying.emoji || PLAIN, text: saying.text.trim() });
    onClose();
  });
  const end = useSubmit(async () => {
    await unsay();
    onClose();
  });
  const before = saidBefore();
  const proposed =
    before.length > 0 ? before : PROPOSED.map(([emoji, text, duration]) => ({ emoji, text: t(text), duration }));
  return (
    <Dialog title={t('say.title')} onClose={onClose}>
      <form className={css.form} onSubmit={submit}>
        <FormError text={error || end.error} />
        <div className={css.saying}>
          <EmojiPicker onPick={(emoji) => setSaying({ ...saying, emoji })}>
            <button type="button" className={css.sayingEmoji} aria-label={t('say.emoji')}>
              {saying.emoji ? <Emoji name={saying.emoji} size={20} /> : <Icon name="smile" size={20} />}
            </button>
          </EmojiPicker>
          <Field
            label={t('say.text')}
            autoFocus
            maxLength={TEXT_MAX}
            value={saying.text}
            onChange={(event) => setSaying({ ...saying, text: event.target.value })}
          />
        </div>
        <ul className={css.list} aria-label={t('say.proposed')} style={{ marginTop: 0 }}>
          {proposed.map((one) => (
            <li key={one.text}>
              <button type="button" className={css.row} onClick={() => setSaying(one)}>
                <Emoji name={one.emoji} size={18} />
                {one.text}
              </button>
            </li>
          ))}
        </ul>
        <Select
          label={t('say.until')}
          value={saying.duration}
          onChange={(event) => setSaying({ ...saying, duration: event.target.value })}
        >
          {ENDS.map(([value, label]) => (
            <option key={value} value={value}>
              {t(label)}
            </option>
          ))}
        </Select>
        <DialogFoot>
          {current && (
            <Button look="quiet" className={css.first} disabled={end.busy} onClick={end.submit}>
              {t('say.end')}
            </Button>
          )}
          <Button look="quiet" onClick={onClose}>
            {t('ui.cancel')}
          </Button>
          <Button type="submit" disabled={busy || !(saying.emoji || saying.text.trim())}>
            {t('ui.save')}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}
