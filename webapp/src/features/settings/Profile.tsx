import type { UserProfile } from '@mattermost/types/users';
import { useRef, useState } from 'react';

import { client, errorText } from '../../api/client';
import { useText } from '../../i18n';
import { apply, useData } from '../../store';
import { withEntry } from '../../store/data';
import { Avatar } from '../../ui/Avatar';
import { Button } from '../../ui/Button';
import { Field, Select } from '../../ui/Field';
import { FormError } from '../auth/AuthPage';
import { EmailField, KnownPassword, NameField } from '../auth/fields';
import css from './Settings.module.css';
import { SettingsForm } from './SettingsForm';
import { useSave } from './useSave';

/** Takes my account in as the server has it now. */
export function keepMe(me: UserProfile): void {
  apply((data) => ({
    ...data,
    me: { ...data.me, ...me },
    users: withEntry(data.users, me.id, { ...data.users[me.id], ...me }),
  }));
}

/** My picture, or letters in its place; it changes at once. */
function Picture({ me }: { me: UserProfile }) {
  const t = useText();
  const file = useRef<HTMLInputElement>(null);
  const [error, setError] = useState('');
  const change = (work: Promise<unknown>, at: number) => {
    setError('');
    work.then(
      () => keepMe({ ...me, last_picture_update: at }),
      (failure: unknown) => setError(errorText(failure, t('app.unreachable'))),
    );
  };
  return (
    <div className={css.picture}>
      <Avatar userId={me.id} size={72} />
      <div className={css.actions}>
        <input
          ref={file}
          type="file"
          className="sr-only"
          tabIndex={-1}
          aria-label={t('profile.picture')}
          accept="image/png,image/jpeg,image/gif,image/bmp"
          onChange={(event) => {
            const [chosen] = event.target.files ?? [];
            if (chosen) change(client.uploadProfileImage(me.id, chosen), Date.now());
            event.target.value = '';
          }}
        />
        <Button look="quiet" onClick={() => file.current?.click()}>
          {t('profile.picture')}
        </Button>
        {me.last_picture_update > 0 && (
          <Button look="quiet" onClick={() => change(client.setDefaultProfileImage(me.id), -Date.now())}>
            {t('profile.noPicture')}
          </Button>
        )}
      </div>
      <FormError text={error} />
    </div>
  );
}

/** Who I am. */
export function Profile() {
  const t = useText();
  const me = useData((data) => data.me);
  const [fields, setFields] = useState({
    first_name: me?.first_name ?? '',
    last_name: me?.last_name ?? '',
    nickname: me?.nickname ?? '',
    position: me?.position ?? '',
    username: me?.username ?? '',
    email: me?.email ?? '',
  });
  const [password, setPassword] = useState('');
  const [locale, setLocale] = useState(me?.locale ?? 'en');
  // Another service is the master of these.
  const mine = me?.auth_service === '';
  const moved = mine && fields.email !== me.email;
  const saving = useSave(async () => {
    // An address is where a forgotten password goes: only whoever knows the password changes it.
    keepMe(await client.patchMe({ ...fields, locale, ...(moved && { password }) }));
    setPassword('');
  });
  const setField = (change: Partial<typeof fields>) => {
    saving.changed();
    setFields({ ...fields, ...change });
  };
  const field = (name: keyof typeof fields) => ({
    value: fields[name],
    onChange: (event: { target: { value: string } }) => setField({ [name]: event.target.value }),
  });
  return (
    <SettingsForm saving={saving} action={t('ui.save')}>
      {me && <Picture me={me} />}
      <div className={css.two}>
        <Field label={t('profile.firstName')} autoComplete="given-name" maxLength={64} {...field('first_name')} />
        <Field label={t('profile.lastName')} autoComplete="family-name" maxLength={64} {...field('last_name')} />
      </div>
      {mine && (
        <>
          <NameField
            label={t('auth.username')}
            hint={t('auth.usernameHint')}
            value={fields.username}
            onValue={(username) => setField({ username })}
          />
          <EmailField autoFocus={false} value={fields.email} onValue={(email) => setField({ email })} />
        </>
      )}
      {moved && <KnownPassword label={t('security.current')} value={password} onValue={setPassword} />}
      <Field label={t('profile.nickname')} maxLength={64} {...field('nickname')} />
      <Field label={t('profile.position')} maxLength={128} {...field('position')} />
      <Select
        label={t('settings.language')}
        value={locale}
        onChange={(event) => {
          saving.changed();
          setLocale(event.target.value);
        }}
      >
        <option value="en">English</option>
        <option value="de">Deutsch</option>
      </Select>
    </SettingsForm>
  );
}
