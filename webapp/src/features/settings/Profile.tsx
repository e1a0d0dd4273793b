import type { UserProfile } from '@mattermost/types/users';
import { useState } from 'react';

import { client } from '../../api/client';
import { useText } from '../../i18n';
import { apply, useData } from '../../store';
import { withEntry } from '../../store/data';
import { Field, Select } from '../../ui/Field';
import { FormError } from '../auth/AuthPage';
import { useSubmit } from '../auth/useSubmit';
import { Save } from './Save';
import css from './Settings.module.css';

/** Takes my account in as the server has it now. */
export function keepMe(me: UserProfile): void {
  apply((data) => ({
    ...data,
    me: { ...data.me, ...me },
    users: withEntry(data.users, me.id, { ...data.users[me.id], ...me }),
  }));
}

export function Profile() {
  const t = useText();
  const me = useData((data) => data.me);
  const [fields, setFields] = useState({
    first_name: me?.first_name ?? '',
    last_name: me?.last_name ?? '',
    nickname: me?.nickname ?? '',
    position: me?.position ?? '',
  });
  const [locale, setLocale] = useState(me?.locale ?? 'en');
  const [done, setDone] = useState(false);
  const { busy, error, submit } = useSubmit(async () => {
    keepMe(await client.patchMe({ ...fields, locale }));
    setDone(true);
  });
  const field = (name: keyof typeof fields) => ({
    value: fields[name],
    onChange: (event: { target: { value: string } }) => {
      setDone(false);
      setFields({ ...fields, [name]: event.target.value });
    },
  });
  return (
    <form className={css.form} onSubmit={submit}>
      <FormError text={error} />
      <div className={css.two}>
        <Field label={t('profile.firstName')} autoComplete="given-name" maxLength={64} {...field('first_name')} />
        <Field label={t('profile.lastName')} autoComplete="family-name" maxLength={64} {...field('last_name')} />
      </div>
      <Field label={t('profile.nickname')} maxLength={64} {...field('nickname')} />
      <Field label={t('profile.position')} maxLength={128} {...field('position')} />
      <Select
        label={t('settings.language')}
        value={locale}
        onChange={(event) => {
          setDone(false);
          setLocale(event.target.value);
        }}
      >
        <option value="en">English</option>
        <option value="de">Deutsch</option>
      </Select>
      <Save action={t('ui.save')} busy={busy} done={done} />
    </form>
  );
}
