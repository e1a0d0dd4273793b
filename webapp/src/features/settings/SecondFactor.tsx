import { useState } from 'react';

import { client } from '../../api/client';
import { useText } from '../../i18n';
import { getData, useData } from '../../store';
import { Button } from '../../ui/Button';
import { FormError } from '../auth/AuthPage';
import { CodeField } from '../auth/fields';
import { useSubmit } from '../auth/useSubmit';
import { keepMe } from './Profile';
import css from './Settings.module.css';

/** Whether signing in asks for a code besides the password, and the way to change that. */
export function SecondFactor() {
  const t = useText();
  const offered = useData((data) => data.config.EnableMultifactorAuthentication === 'true');
  const enforced = useData((data) => data.config.EnforceMultifactorAuthentication === 'true');
  const me = useData((data) => data.me);
  const [settingUp, setSettingUp] = useState(false);
  const { busy, error, submit } = useSubmit(async () => {
    if (!me) return;
    await client.updateUserMfa(me.id, false, '');
    keepMe({ ...me, mfa_active: false });
  });
  // Who signs in through another service has a second factor there, or has none.
  if (!me || !offered || !['', 'ldap'].includes(me.auth_service)) return null;
  return (
    <section aria-label={t('mfa.title')} className={css.form}>
      <div>
        <h3 className={css.legend}>{t('mfa.title')}</h3>
        <p className={css.explained}>{me.mfa_active ? t('mfa.isOn') : t('mfa.isOff')}</p>
      </div>
      <FormError text={error} />
      {settingUp ? (
        <MfaSetup onDone={() => setSettingUp(false)} />
      ) : (
        <div className={css.actions}>
          {!me.mfa_active && <Button onClick={() => setSettingUp(true)}>{t('mfa.setUp')}</Button>}
          {me.mfa_active && !enforced && (
            <form onSubmit={submit}>
              <Button type="submit" look="quiet" disabled={busy}>
                {t('mfa.remove')}
              </Button>
            </form>
          )}
        </div>
      )}
    </section>
  );
}

interface Secret {
  secret: string;
  qr_code: string;
}

/** Shows a new secret, and takes a code of it as proof that an authenticator has it. */
export function MfaSetup({ onDone }: { onDone: () => void }) {
  const t = useText();
  const [secret, setSecret] = useState<Secret>();
  const [code, setCode] = useState('');
  const me = getData().me?.id ?? '';
  const begin = useSubmit(async () => setSecret(await client.generateMfaSecret(me)));
  const confirm = useSubmit(async () => {
    await client.updateUserMfa(me, true, code.replaceAll(' ', ''));
    const { me: mine } = getData();
    if (mine) keepMe({ ...mine, mfa_active: true });
    onDone();
  });
  if (!secret) {
    return (
      <form className={css.form} onSubmit={begin.submit}>
        <FormError text={begin.error} />
        <p className={css.explained}>{t('mfa.begin')}</p>
        <div className={css.actions}>
          <Button type="submit" disabled={begin.busy}>
            {t('mfa.showCode')}
          </Button>
        </div>
      </form>
    );
  }
  return (
    <form className={css.form} onSubmit={confirm.submit}>
      <FormError text={confirm.error} />
      <div className={css.scan}>
        <img src={`data:image/png;base64,${secret.qr_code}`} alt={t('mfa.qr')} width={200} height={200} />
        <div>
          <p className={css.explained}>{t('mfa.scan')}</p>
          <code className={css.secret}>{secret.secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
        </div>
      </div>
      <CodeField value={code} onValue={setCode} />
      <div className={css.actions}>
        <Button type="submit" disabled={confirm.busy}>
          {t('mfa.switchOn')}
        </Button>
      </div>
    </form>
  );
}
