import { useState } from 'react';

import { useText } from '../../i18n';
import { Button } from '../../ui/Button';
import { Dialog, DialogFoot } from '../../ui/Dialog';
import { Field } from '../../ui/Field';
import { FormError } from '../auth/AuthPage';
import { useSubmit } from '../auth/useSubmit';
import { toField, tomorrow } from './times';

interface TimeDialogProps {
  title: string;
  action: string;
  /** The time that is proposed, in milliseconds. */
  start?: number;
  onPick: (at: number) => Promise<void>;
  onClose: () => void;
}

/** Asks for a time that is to come. */
export function TimeDialog({ title, action, start, onPick, onClose }: TimeDialogProps) {
  const t = useText();
  const [now] = useState(() => new Date());
  const [value, setValue] = useState(() => toField(start ?? tomorrow(now)));
  const { busy, error, submit } = useSubmit(async () => {
    await onPick(new Date(value).getTime());
    onClose();
  });
  const past = !value || new Date(value).getTime() <= now.getTime();
  return (
    <Dialog title={title} onClose={onClose}>
      <form onSubmit={submit}>
        <FormError text={error} />
        <Field
          type="datetime-local"
          label={t('schedule.when')}
          hint={t('schedule.zone', { zone: Intl.DateTimeFormat().resolvedOptions().timeZone })}
          error={past ? t('schedule.past') : ''}
          min={toField(now.getTime())}
          value={value}
          onChange={(event) => setValue(event.target.value)}
        />
        <DialogFoot>
          <Button look="quiet" onClick={onClose}>
            {t('ui.cancel')}
          </Button>
          <Button type="submit" disabled={busy || past}>
            {action}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}
