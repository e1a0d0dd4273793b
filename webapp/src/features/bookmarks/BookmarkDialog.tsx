import type { ChannelBookmark } from '@mattermost/types/channel_bookmarks';
import { useState } from 'react';

import { addBookmark, addressOf, changeBookmark } from '../../api/bookmarks';
import { Emoji } from '../../emoji/Emoji';
import { EmojiPicker } from '../../emoji/EmojiPicker';
import { useText } from '../../i18n';
import { Button, IconButton } from '../../ui/Button';
import { Dialog, DialogFoot } from '../../ui/Dialog';
import { Field } from '../../ui/Field';
import { Icon } from '../../ui/Icon';
import { FormError } from '../auth/AuthPage';
import { useSubmit } from '../auth/useSubmit';
import dialogs from '../dialogs/Dialogs.module.css';
import css from './Bookmarks.module.css';

/** Letters of a name. */
const NAME_MAX = 64;

/** How a link is called that nobody has named: by its address, as people write it. */
const nameOf = (address: string): string => {
  if (!URL.canParse(address)) return address.slice(0, NAME_MAX);
  const { host, pathname } = new URL(address);
  return (host + pathname.replace(/\/$/, '')).slice(0, NAME_MAX);
};

interface BookmarkDialogProps {
  channelId: string;
  type: 'link' | 'file';
  /** The one that is changed; without it, a new one is made. */
  bookmark?: ChannelBookmark;
  onClose: () => void;
}

/** Makes a bookmark, or changes one. */
export function BookmarkDialog({ channelId, type, bookmark, onClose }: BookmarkDialogProps) {
  const t = useText();
  const [address, setAddress] = useState(bookmark?.link_url ?? '');
  const [file, setFile] = useState<File | null>(null);
  const [name, setName] = useState(bookmark?.display_name ?? '');
  const [emoji, setEmoji] = useState(bookmark?.emoji ?? '');
  const usual = type === 'link' ? address.trim() && nameOf(addressOf(address)) : (file?.name.slice(0, NAME_MAX) ?? '');
  const [sent, setSent] = useState(0);
  const { busy, error, submit } = useSubmit(async () => {
    const fields = { display_name: name.trim() || usual, emoji, link_url: address, file };
    setSent(0);
    await (bookmark ? changeBookmark(bookmark, fields, setSent) : addBookmark(channelId, fields, setSent));
    onClose();
  });
  const title = bookmark ? 'bookmarks.change' : type === 'link' ? 'bookmarks.addLink' : 'bookmarks.addFile';
  const complete = type === 'link' ? address.trim() !== '' : file !== null || bookmark !== undefined;
  return (
    <Dialog title={t(title)} onClose={onClose}>
      <form className={dialogs.form} onSubmit={submit}>
        <FormError text={error} />
        {type === 'link' ? (
          <Field
            label={t('bookmarks.link')}
            placeholder="https://"
            inputMode="url"
            required
            autoFocus
            value={address}
            onChange={(event) => setAddress(event.target.value)}
          />
        ) : (
          <Field
            label={t('bookmarks.file')}
            hint={bookmark?.file?.name}
            type="file"
            onChange={(event) => setFile(event.target.files?.[0] ?? null)}
          />
        )}
        <Field
          label={t('bookmarks.name')}
          placeholder={usual}
          required={bookmark !== undefined}
          maxLength={NAME_MAX}
          value={name}
          onChange={(event) => setName(event.target.value)}
          after={
            <>
              <EmojiPicker onPick={setEmoji}>
                <button type="button" aria-label={t('bookmarks.emoji')} title={t('bookmarks.emoji')}>
                  {emoji ? <Emoji name={emoji} size={18} /> : <Icon name="smile" size={18} />}
                </button>
              </EmojiPicker>
              {emoji && <IconButton small icon="close" label={t('bookmarks.noEmoji')} onClick={() => setEmoji('')} />}
            </>
          }
        />
        {busy && file && <progress className={css.progress} value={sent} aria-label={t('bookmarks.sending')} />}
        <DialogFoot>
          <Button look="quiet" onClick={onClose}>
            {t('ui.cancel')}
          </Button>
          <Button type="submit" disabled={busy || !complete}>
            {t(bookmark ? 'ui.save' : 'bookmarks.addIt')}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}
