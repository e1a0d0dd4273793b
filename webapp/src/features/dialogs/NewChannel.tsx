import { useState } from 'react';

import { createChannel } from '../../api/channels';
import { navigate } from '../../app/router';
import { useText } from '../../i18n';
import { getData } from '../../store';
import { Button } from '../../ui/Button';
import { Dialog, DialogFoot } from '../../ui/Dialog';
import { Area, Field } from '../../ui/Field';
import { FormError } from '../auth/AuthPage';
import { useSubmit } from '../auth/useSubmit';
import { useChannelKinds } from '../channelKinds';
import { slugOf } from '../teams/names';
import css from './Dialogs.module.css';

const KINDS = [
  ['O', 'newChannel.open', 'newChannel.openHint'],
  ['P', 'newChannel.private', 'newChannel.privateHint'],
] as const;

/** Makes a channel, of a kind that I may make. */
export function NewChannel({ teamId, onClose }: { teamId: string; onClose: () => void }) {
  const t = useText();
  const [name, setName] = useState('');
  const [purpose, setPurpose] = useState('');
  const allowed = useChannelKinds(teamId);
  const [chosen, setChosen] = useState<'O' | 'P'>('O');
  const type = allowed.includes(chosen) ? chosen : (allowed[0] ?? chosen);
  const { busy, error, submit } = useSubmit(async () => {
    const channel = await createChannel(teamId, { name: slugOf(name), display_name: name.trim(), purpose, type });
    onClose();
    navigate(`/${getData().teams[teamId]?.name ?? ''}/channels/${channel.name}`);
  });
  return (
    <Dialog title={t('newChannel.title')} onClose={onClose}>
      <form className={css.form} onSubmit={submit}>
        <FormError text={error} />
        <Field
          label={t('newChannel.name')}
          name="channel"
          autoFocus
          required
          maxLength={64}
          placeholder={t('newChannel.example')}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <Area
          label={t('newChannel.purpose')}
          hint={t('newChannel.purposeHint')}
          maxLength={250}
          value={purpose}
          onChange={(event) => setPurpose(event.target.value)}
        />
        <fieldset className={css.choices}>
          <legend className="sr-only">{t('newChannel.kind')}</legend>
          {KINDS.filter(([kind]) => allowed.includes(kind)).map(([kind, label, hint]) => (
            <label key={kind} className={css.choice}>
              <input type="radio" name="kind" checked={type === kind} onChange={() => setChosen(kind)} />
              <span>
                <b>{t(label)}</b>
                <small>{t(hint)}</small>
              </span>
            </label>
          ))}
        </fieldset>
        <DialogFoot>
          <Button look="quiet" onClick={onClose}>
            {t('ui.cancel')}
          </Button>
          <Button type="submit" disabled={busy || name.trim() === ''}>
            {t('newChannel.create')}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}
