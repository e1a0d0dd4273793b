import { useState } from 'react';

import { client } from '../../api/client';
import { type TextId, useText } from '../../i18n';
import { getData, useData } from '../../store';
import { Button } from '../../ui/Button';
import { keepMe } from './Profile';
import css from './Settings.module.css';

const LEVELS: readonly (readonly [string, TextId])[] = [
  ['all', 'notify.all'],
  ['mention', 'notify.mention'],
  ['none', 'notify.none'],
];

/** When the desktop tells me of messages. */
export function Notifications() {
  const t = useText();
  const level = useData((data) => data.me?.notify_props.desktop ?? 'mention');
  const [allowed, setAllowed] = useState(() => ('Notification' in window ? Notification.permission : 'denied'));
  const choose = async (desktop: string) => {
    const { me } = getData();
    if (!me) return;
    const notify_props = { ...me.notify_props, desktop } as typeof me.notify_props;
    keepMe(await client.patchMe({ notify_props }));
  };
  return (
    <div className={css.form}>
      <label>
        <span className={css.legend} style={{ display: 'block' }}>
          {t('notify.desktop')}
        </span>
        <select className={css.select} value={level} onChange={(event) => void choose(event.target.value)}>
          {LEVELS.map(([value, label]) => (
            <option key={value} value={value}>
              {t(label)}
            </option>
          ))}
        </select>
      </label>
      {allowed === 'default' && (
        <div className={css.actions}>
          <Button onClick={() => void Notification.requestPermission().then(setAllowed)}>{t('notify.allow')}</Button>
        </div>
      )}
      {allowed === 'denied' && <p>{t('notify.denied')}</p>}
      {allowed === 'granted' && <p className={css.done}>{t('notify.granted')}</p>}
    </div>
  );
}
