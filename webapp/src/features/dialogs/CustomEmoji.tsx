import { useEffect, useRef, useState } from 'react';

import { addEmoji, EMOJI_BYTES_MAX, EMOJI_NAME, removeEmoji } from '../../api/emoji';
import { useEmoji } from '../../emoji';
import { Emoji } from '../../emoji/Emoji';
import { useText } from '../../i18n';
import { useData } from '../../store';
import { Button, IconButton } from '../../ui/Button';
import { Dialog, DialogFoot } from '../../ui/Dialog';
import { Field } from '../../ui/Field';
import { FormError } from '../auth/AuthPage';
import { useSubmit } from '../auth/useSubmit';
import { useCan } from '../useCan';
import css from './Dialogs.module.css';

/** Adds custom emoji, and removes those that one may remove. */
export function CustomEmojiDialog({ teamId, onClose }: { teamId: string; onClose: () => void }) {
  const t = useText();
  const known = useEmoji()?.signs;
  const custom = useData((data) => data.customEmoji);
  const [name, setName] = useState('');
  const [picture, setPicture] = useState<File | null>(null);
  const taken = name in custom || (known !== undefined && name in known);
  const tooBig = picture !== null && picture.size > EMOJI_BYTES_MAX;
  const { busy, error, submit } = useSubmit(async () => {
    if (!picture) return;
    await addEmoji(name, picture);
    setName('');
    setPicture(null);
  });
  const wrongName = name !== '' && !EMOJI_NAME.test(name) ? t('emoji.badName') : taken ? t('emoji.taken') : undefined;
  return (
    <Dialog title={t('emoji.manage')} lead={t('emoji.manageLead')} onClose={onClose}>
      <form className={css.form} onSubmit={submit}>
        <FormError text={error} />
        <Field
          label={t('emoji.name')}
          name="emoji"
          autoFocus
          required
          maxLength={64}
          placeholder="ship_it"
          error={wrongName}
          value={name}
          onChange={(event) => setName(event.target.value.toLowerCase())}
        />
        <Field
          // A field for a file cannot be emptied but by a new one.
          key={picture ? 'chosen' : 'none'}
          label={t('emoji.picture')}
          hint={t('emoji.pictureHint')}
          error={tooBig ? t('emoji.tooBig') : undefined}
          type="file"
          accept="image/png,image/jpeg,image/gif"
          after={picture && <Preview picture={picture} />}
          onChange={(event) => setPicture(event.target.files?.[0] ?? picture)}
        />
        <DialogFoot>
          <Button look="quiet" onClick={onClose}>
            {t('ui.close')}
          </Button>
          <Button type="submit" disabled={busy || name === '' || wrongName !== undefined || picture === null || tooBig}>
            {t('emoji.add')}
          </Button>
        </DialogFoot>
      </form>
      <Existing teamId={teamId} />
    </Dialog>
  );
}

/** The picture that is chosen, as it will stand in a message. */
function Preview({ picture }: { picture: File }) {
  const t = useText();
  const image = useRef<HTMLImageElement>(null);
  useEffect(() => {
    const url = URL.createObjectURL(picture);
    if (image.current) image.current.src = url;
    return () => URL.revokeObjectURL(url);
  }, [picture]);
  return <img ref={image} alt={t('emoji.preview')} width={22} height={22} />;
}

function Existing({ teamId }: { teamId: string }) {
  const t = useText();
  const custom = useData((data) => data.customEmoji);
  const me = useData((data) => data.me?.id);
  const mayOwn = useCan('delete_emojis', teamId);
  const mayOthers = useCan('delete_others_emojis', teamId);
  const [error, setError] = useState('');
  const all = Object.values(custom)
    .filter((one) => one !== undefined)
    .sort((a, b) => a.name.localeCompare(b.name));
  if (all.length === 0) return null;
  return (
    <>
      <FormError text={error} />
      <ul className={css.list} aria-label={t('emoji.custom')}>
        {all.map((one) => (
          <li key={one.id} className={css.row}>
            <Emoji name={one.name} size={22} />
            <span className={css.text}>
              <b>{`:${one.name}:`}</b>
            </span>
            {(one.creator_id === me ? mayOwn : mayOthers) && (
              <IconButton
                icon="trash"
                label={t('emoji.remove', { name: one.name })}
                onClick={() => {
                  setError('');
                  removeEmoji(one).catch(() => setError(t('emoji.notRemoved')));
                }}
              />
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
