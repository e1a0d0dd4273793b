import { useText } from '../../i18n';
import { Button } from '../../ui/Button';
import css from './Settings.module.css';

interface SaveProps {
  /** What the button says. */
  action: string;
  busy: boolean;
  done: boolean;
}

/** The button of a form of settings, which stays open and says that it was saved. */
export function Save({ action, busy, done }: SaveProps) {
  const t = useText();
  return (
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
  );
}
