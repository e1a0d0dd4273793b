import { useState } from 'react';

import { loadAccount } from '../../api/account';
import { signOut } from '../../api/session';
import { useText } from '../../i18n';
import { Button } from '../../ui/Button';
import { MfaSetup } from '../settings/SecondFactor';
import css from './Auth.module.css';
import { AuthPage, FormError } from './AuthPage';

/** The server wants a second factor of everybody, and I have none yet: nothing else is open until I do. */
export function MfaPage() {
  const t = useText();
  const [failed, setFailed] = useState(false);
  const done = () => void loadAccount().catch(() => setFailed(true));
  return (
    <AuthPage title={t('mfa.wanted')} lead={t('mfa.wantedHint')}>
      <FormError text={failed ? t('app.unreachable') : ''} />
      <MfaSetup onDone={done} />
      <p className={css.aside}>
        <Button look="quiet" onClick={() => void signOut()}>
          {t('auth.signOut')}
        </Button>
      </p>
    </AuthPage>
  );
}
