import type { UserNotifyProps } from '@mattermost/types/users';
import { useState } from 'react';

import { client } from '../../api/client';
import { type TextId, useText } from '../../i18n';
import { getData, useData } from '../../store';
import { type LevelName, ownLevel } from '../../store/notify';
import { Button } from '../../ui/Button';
import { Check } from '../../ui/Check';
import { Field, Select } from '../../ui/Field';
import { Group } from '../../ui/Group';
import { type Levels, LEVELS, THREAD_LEVELS } from './levels';
import { keepMe } from './Profile';
import css from './Settings.module.css';
import { SettingsForm } from './SettingsForm';
import { useSave } from './useSave';

/** When the phone is told, by how I am. */
const TIMES: Levels = [
  ['online', 'notify.always'],
  ['away', 'notify.whenAway'],
  ['offline', 'notify.whenOffline'],
];

/** What I am told of where no channel says otherwise: on the desktop, on the phone and by mail, and what means me. */
export function Notifications() {
  const t = useText();
  const own = useData((data) => data.me?.notify_props);
  const name = useData((data) => data.me?.username ?? '');
  const mails = useData((data) => data.config.SendEmailNotifications === 'true');
  const [props, setProps] = useState<Partial<UserNotifyProps>>(own ?? {});
  const saving = useSave(async () => {
    const { me } = getData();
    // All of them, as the server keeps only what it is told.
    keepMe(await client.patchMe({ notify_props: { ...me?.notify_props, ...props } as UserNotifyProps }));
  });
  const set = (change: Partial<UserNotifyProps>) => {
    saving.changed();
    setProps({ ...props, ...change });
  };
  const select = (key: keyof UserNotifyProps, value: string, label: TextId, values: Levels) => (
    <Select label={t(label)} value={value} onChange={(event) => set({ [key]: event.target.value })}>
      {values.map(([one, text]) => (
        <option key={one} value={one}>
          {t(text)}
        </option>
      ))}
    </Select>
  );
  const level = (key: LevelName, label: TextId, levels: Levels) => select(key, ownLevel(props, key), label, levels);
  const check = (key: keyof UserNotifyProps, label: string) => (
    <Check checked={props[key] === 'true'} onChange={(event) => set({ [key]: String(event.target.checked) })}>
      {label}
    </Check>
  );
  return (
    <SettingsForm saving={saving} action={t('ui.save')}>
      <Group title={t('notify.onDesktop')}>
        <Permission />
        {level('desktop', 'notify.messages', LEVELS)}
        {level('desktop_threads', 'notify.threads', THREAD_LEVELS)}
        {check('desktop_sound', t('notify.sound'))}
      </Group>
      <Group title={t('notify.onPhone')}>
        {level('push', 'notify.messages', LEVELS)}
        {level('push_threads', 'notify.threads', THREAD_LEVELS)}
        {select('push_status', props.push_status ?? 'online', 'notify.when', TIMES)}
      </Group>
      {mails && <Group title={t('notify.byMail')}>{check('email', t('notify.mails'))}</Group>}
      <Group title={t('notify.words')}>
        <p className={css.explained}>{t('notify.wordsHint', { name })}</p>
        {check('channel', t('notify.everybody'))}
        {check('first_name', t('notify.firstName'))}
        <Field
          label={t('notify.otherWords')}
          hint={t('notify.otherWordsHint')}
          value={props.mention_keys ?? ''}
          onChange={(event) => set({ mention_keys: event.target.value })}
        />
      </Group>
    </SettingsForm>
  );
}

/** Whether the browser lets this page tell anything. */
function Permission() {
  const t = useText();
  const [allowed, setAllowed] = useState(() => ('Notification' in window ? Notification.permission : 'denied'));
  if (allowed === 'granted') return <p className={css.done}>{t('notify.granted')}</p>;
  if (allowed === 'denied') return <p className={css.explained}>{t('notify.denied')}</p>;
  return (
    <div className={css.actions}>
      <Button onClick={() => void Notification.requestPermission().then(setAllowed)}>{t('notify.allow')}</Button>
    </div>
  );
}
