import { useState } from 'react';

import { changeChannel } from '../../api/channels';
import { useText } from '../../i18n';
import { useData } from '../../store';
import { Button } from '../../ui/Button';
import { Dialog, DialogFoot } from '../../ui/Dialog';
import { Area, Field } from '../../ui/Field';
import { FormError } from '../auth/AuthPage';
import { useSubmit } from '../auth/useSubmit';
import css from './Dialogs.module.css';

/** How a channel is called and what it is about; conversations have a header only. */
export function ChannelSettings({ channelId, onClose }: { channelId: string; onClose: () => void }) {
  const t = useText();
  const channel = useData((data) => data.channels[channelId]);
  const [name, setName] = useState(channel?.display_name ?? '');
  const [purpose, setPurpose] = useState(channel?.purpose ?? '');
  const [header, setHeader] = useState(channel?.header ?? '');
  const named = channel?.type === 'O' || channel?.type === 'P';
  const { busy, error, submit } = useSubmit(async () => {
    await changeChannel(channelId, named ? { display_name: name.trim(), purpose, header } : { header });
    onClose();
  });
  return (
    <Dialog title={t('channel.settings')} onClose={onClose}>
      <form className={css.form} onSubmit={submit}>
        <FormError text={error} />
        {named && (
          <>
            <Field
              label={t('newChannel.name')}
              value={name}
              required
              onChange={(event) => setName(event.target.value)}
            />
            <Area
              label={t('newChannel.purpose')}
              hint={t('newChannel.purposeHint')}
              maxLength={250}
              value={purpose}
              onChange={(event) => setPurpose(event.target.value)}
            />
          </>
        )}
        <Area
          label={t('channel.header')}
          hint={t('channel.headerHint')}
          maxLength={1024}
          value={header}
          onChange={(event) => setHeader(event.target.value)}
        />
        <DialogFoot>
          <Button look="quiet" onClick={onClose}>
            {t('ui.cancel')}
          </Button>
          <Button type="submit" disabled={busy || (named && name.trim() === '')}>
            {t('ui.save')}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}
