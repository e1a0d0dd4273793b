import type { FileInfo } from '@mattermost/types/files';
import { Dialog } from 'radix-ui';
import { useState } from 'react';

import { client } from '../../api/client';
import { useText } from '../../i18n';
import { IconButton } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import css from './Files.module.css';
import { sizeText } from './size';

/** What was sent with a message: pictures and films as such, everything else by name. */
export function Files({ files }: { files: readonly FileInfo[] }) {
  const [open, setOpen] = useState<FileInfo | null>(null);
  if (files.length === 0) return null;
  return (
    <div className={css.files}>
      {files.map((file) => (
        <OneFile key={file.id} file={file} onOpen={() => setOpen(file)} />
      ))}
      {open && <Viewer file={open} onClose={() => setOpen(null)} />}
    </div>
  );
}

function OneFile({ file, onOpen }: { file: FileInfo; onOpen: () => void }) {
  const t = useText();
  const url = client.getFileUrl(file.id, file.create_at);
  if (file.width > 0 && file.mime_type.startsWith('image/')) {
    const preview = file.has_preview_image ? client.getFilePreviewUrl(file.id, file.create_at) : url;
    // Room is kept, so that nothing moves when the picture comes.
    const scale = Math.min(1, 480 / file.width, 320 / file.height);
    return (
      <button type="button" className={css.image} onClick={onOpen} aria-label={t('file.open', { name: file.name })}>
        <img
          src={preview}
          alt={file.name}
          width={Math.round(file.width * scale)}
          height={Math.round(file.height * scale)}
          loading="lazy"
        />
      </button>
    );
  }
  if (file.mime_type.startsWith('video/')) return <video className={css.media} src={url} controls preload="metadata" />;
  if (file.mime_type.startsWith('audio/')) return <audio className={css.media} src={url} controls preload="metadata" />;
  return (
    <a className={css.file} href={url} download={file.name} target="_blank" rel="noreferrer">
      <span className={css.kind}>
        <Icon name="file" />
      </span>
      <span className={css.text}>
        <span className={css.name}>{file.name}</span>
        <span className={css.about}>
          {file.extension.toUpperCase()} · {sizeText(file.size)}
        </span>
      </span>
      <Icon name="download" size={16} />
    </a>
  );
}

function Viewer({ file, onClose }: { file: FileInfo; onClose: () => void }) {
  const t = useText();
  const url = client.getFileUrl(file.id, file.create_at);
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className={css.veil} />
        <Dialog.Content className={css.viewer} aria-describedby={undefined}>
          <div className={css.bar}>
            <Dialog.Title>{file.name}</Dialog.Title>
            <a
              href={url}
              download={file.name}
              aria-label={t('file.download')}
              style={{ color: 'inherit', display: 'flex' }}
            >
              <Icon name="download" size={20} />
            </a>
            <Dialog.Close asChild>
              <IconButton icon="close" label={t('ui.close')} />
            </Dialog.Close>
          </div>
          <div className={css.picture} onClick={onClose}>
            <img src={url} alt={file.name} onClick={(event) => event.stopPropagation()} />
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
