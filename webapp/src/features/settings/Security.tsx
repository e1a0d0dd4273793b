import { useEffect, useState } from 'react';
import { useIntl } from 'react-intl';

import { client } from '../../api/client';
import { useText } from '../../i18n';
import { useData } from '../../store';
import { Button } from '../../ui/Button';
import { FormError } from '../auth/AuthPage';
import { NewPassword } from '../auth/fields';
import { PasswordField } from '../auth/PasswordField';
import { useSubmit } from '../auth/useSubmit';
import { Save } from './Save';
import { SecondFactor } from './SecondFactor';
import css from './Settings.module.css';

type Session = Awaited<ReturnType<typeof client.getSessions>>[number];

/** My password and where I am signed in. */
export function Security() {
  const t = useText();
  const me = useData((data) => data.me?.id ?? '');
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [done, setDone] = useState(false);
  const { busy, error, submit } = useSubmit(async () => {
    await client.updateUserPassword(me, current, next);
    setCurrent('');
    setNext('');
    setDone(true);
  });
  return (
    <div className={css.form}>
      <form className={css.form} onSubmit={submit}>
        <FormError text={error} />
        <PasswordField
          label={t('security.current')}
          autoComplete="current-password"
          required
          value={current}
          onChange={(event) => setCurrent(event.target.value)}
        />
        <NewPassword label={t('auth.newPassword')} value={next} onValue={setNext} />
        <Save action={t('security.change')} busy={busy} done={done} />
      </form>
      <SecondFactor />
      <Sessions userId={me} />
    </div>
  );
}

function Sessions({ userId }: { userId: string }) {
  const t = useText();
  const intl = useIntl();
  const [sessions, setSessions] = useState<Session[]>([]);
  useEffect(() => {
    client.getSessions(userId).then(setSessions, () => undefined);
  }, [userId]);
  const end = async (session: Session) => {
    await client.revokeSession(userId, session.id);
    setSessions(sessions.filter((one) => one.id !== session.id));
  };
  return (
    <section aria-label={t('security.sessions')}>
      <h3 className={css.legend}>{t('security.sessions')}</h3>
      {sessions.map((session) => {
        const props = session.props as unknown as Record<string, string | undefined>;
        return (
          <div key={session.id} className={css.session}>
            <div>
              {[props.browser, props.os].filter(Boolean).join(' · ') || t('security.unknown')}
              <small>{intl.formatDate(session.last_activity_at, { dateStyle: 'medium', timeStyle: 'short' })}</small>
            </div>
            <Button look="quiet" onClick={() => void end(session)}>
              {t('security.end')}
            </Button>
          </div>
        );
      })}
    </section>
  );
}
