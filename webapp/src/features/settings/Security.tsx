import { useEffect, useState } from 'react';
import { useIntl } from 'react-intl';

import { client } from '../../api/client';
import { useText } from '../../i18n';
import { useData } from '../../store';
import { Button } from '../../ui/Button';
import { KnownPassword, NewPassword } from '../auth/fields';
import { SecondFactor } from './SecondFactor';
import css from './Settings.module.css';
import { SettingsForm } from './SettingsForm';
import { useSave } from './useSave';

type Session = Awaited<ReturnType<typeof client.getSessions>>[number];

/** My password and where I am signed in. */
export function Security() {
  const t = useText();
  const me = useData((data) => data.me?.id ?? '');
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const saving = useSave(async () => {
    await client.updateUserPassword(me, current, next);
    setCurrent('');
    setNext('');
  });
  return (
    <div className={css.form}>
      <SettingsForm saving={saving} action={t('security.change')}>
        <KnownPassword label={t('security.current')} value={current} onValue={setCurrent} />
        <NewPassword label={t('auth.newPassword')} value={next} onValue={setNext} />
      </SettingsForm>
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
