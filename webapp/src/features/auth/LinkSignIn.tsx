import { useState } from 'react';

import { client, errorText } from '../../api/client';
import { type TextId, useText } from '../../i18n';
import css from './Auth.module.css';

/** For guests without a password: a link by mail, on which they sign in. */
export function LinkSignIn({ loginId }: { loginId: string }) {
  const t = useText();
  const [told, setTold] = useState<TextId | ''>('');
  const [error, setError] = useState('');
  const ask = async () => {
    setTold('');
    setError('');
    if (!loginId) {
      setTold('auth.linkWhose');
      return;
    }
    try {
      const { auth_service, is_deactivated } = await client.getUserLoginType(loginId);
      if (is_deactivated) setTold('auth.linkDeactivated');
      else setTold(auth_service === 'magic_link' ? 'auth.linkSent' : 'auth.linkNone');
    } catch (failure) {
      setError(errorText(failure, t('app.unreachable')));
    }
  };
  return (
    <div className={css.aside}>
      {t('auth.linkGuest')}{' '}
      <button type="button" className={css.textButton} onClick={() => void ask()}>
        {t('auth.linkSend')}
      </button>
      <p role="status">{error || (told && t(told))}</p>
    </div>
  );
}
