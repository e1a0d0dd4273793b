import { useState } from 'react';

import { firstAfter } from '../../api/load';
import { useText } from '../../i18n';
import { Button } from '../../ui/Button';
import { Dialog, DialogFoot } from '../../ui/Dialog';
import { Field } from '../../ui/Field';
import { FormError } from '../auth/AuthPage';
import { useSubmit } from '../auth/useSubmit';
import { openPermalink } from '../shell/permalink';

interface ToDateProps {
  channelId: string;
  teamId: string;
  onClose: () => void;
}

/** Goes to the first message of a day, or of the next one that has any. */
export function ToDate({ channelId, teamId, onClose }: ToDateProps) {
  const t = useText();
  const [day, setDay] = useState('');
  const [none, setNone] = useState(false);
  const { busy, error, submit } = useSubmit(async () => {
    // Midnight here.
    const found = await firstAfter(channelId, new Date(`${day}T00:00`).getTime());
    if (!found) return setNone(true);
    await openPermalink(found, teamId);
    onClose();
  });
  return (
    <Dialog title={t('toDate.title')} onClose={onClose}>
      <form onSubmit={submit}>
        <FormError text={error} />
        <Field
          type="date"
          label={t('toDate.day')}
          error={none ? t('toDate.none') : ''}
          required
          autoFocus
          value={day}
          onChange={(event) => {
            setDay(event.target.value);
            setNone(false);
          }}
        />
        <DialogFoot>
          <Button look="quiet" onClick={onClose}>
            {t('ui.cancel')}
          </Button>
          <Button type="submit" disabled={busy || !day}>
            {t('search.jump')}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}
