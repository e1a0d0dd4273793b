import type { ReactNode } from 'react';

import { useText } from '../../i18n';
import { Button } from '../../ui/Button';
import { FormError } from '../auth/AuthPage';
import css from './Settings.module.css';
import type { Saving } from './useSave';

interface SettingsFormProps {
  saving: Saving;
  /** What the button says. */
  action: string;
  children: ReactNode;
}

/** A form of settings, which stays open and says that it was saved. */
export function SettingsForm({ saving: { busy, error, done, submit }, action, children }: SettingsFormProps) {
  const t = useText();
  return (
    <form className={css.form} onSubmit={submit}>
      <FormError text={error} />
      {children}
      <div className={css.actions}>
        <Button type="submit" disabled={busy}>
          {action}
        </Button>
        {done && (
          <span className={css.done} role="status">
            {t('ui.saved')}
          </span>
        )}
      </div>
    </form>
  );
}
