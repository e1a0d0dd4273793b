import type { UserProfile } from '@mattermost/types/users';
import { useState } from 'react';

import { openDirect } from '../../api/channels';
import { navigate } from '../../app/router';
import { useText } from '../../i18n';
import { getData } from '../../store';
import { channelPath } from '../../store/names';
import { Button } from '../../ui/Button';
import { Dialog, DialogFoot } from '../../ui/Dialog';
import { FormError } from '../auth/AuthPage';
import { useSubmit } from '../auth/useSubmit';
import css from './Dialogs.module.css';
import { PeoplePicker } from './PeoplePicker';

/** Opens the channel with one person or several. */
export function DirectMessage({ teamId, onClose }: { teamId: string; onClose: () => void }) {
  const t = useText();
  const [chosen, setChosen] = useState<UserProfile[]>([]);
  const { busy, error, submit } = useSubmit(async () => {
    const channel = await openDirect(
      chosen.map((user) => user.id),
      teamId,
    );
    onClose();
    navigate(channelPath(getData(), channel, teamId));
  });
  return (
    <Dialog title={t('sidebar.newDirect')} lead={t('direct.lead')} onClose={onClose}>
      <form className={css.form} onSubmit={submit}>
        <FormError text={error} />
        <PeoplePicker label={t('direct.to')} chosen={chosen} onChange={setChosen} autoFocus eager />
        <DialogFoot>
          <Button look="quiet" onClick={onClose}>
            {t('ui.cancel')}
          </Button>
          <Button type="submit" disabled={busy || chosen.length === 0 || chosen.length > 7}>
            {t('direct.open')}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}
