import type { FileInfo } from '@mattermost/types/files';
import { useState } from 'react';

import { client } from '../../api/client';
import { useText } from '../../i18n';
import { Icon } from '../../ui/Icon';
import { part } from '../../ui/part';
import css from './Files.module.css';
import { sizeText } from './size';

const Viewer = part(() => import('./Viewer').then((one) => one.Viewer));

/** Files that can be looked at here. */
export const isViewable = (file: FileInfo): boolean =>
  /^(image|video|audio)\//.test(file.mime_type) || file.mime_type === 'application/pdf';

/** What was sent with a message: pictures and films as such, everything else by name; `plain`: those too. */
export function Files({ files, plain = false }: { files: readonly FileInfo[]; plain?: boolean }) {
  const [open, setOpen] = useState('');
  if (files.length === 0) return null;
  return (
    <div className={css.files}>
      {files.map((file) => (
        <OneFile key={file.id} file={file} plain={plain} onOpen={() => setOpen(file.id)} />
      ))}
      {open && <Viewer files={files.filter(isViewable)} start={open} onClose={() => setOpen('')} />}
    </div>
  );
}

function OneFile({ file, plain, onOpen }: { file: FileInfo; plain: boolean; onOpen: () => void }) {
  const t = useText();
  const url = client.getFileUrl(file.id, file.create_at);
  if (!plain && file.width > 0 && file.mime_type.startsWith('image/')) {
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
  if (!plain && file.mime_type.startsWith('video/'))
    return <video className={css.media} src={url} controls preload="metadata" />;
  if (!plain && file.mime_type.startsWith('audio/'))
    return <audio className={css.media} src={url} controls preload="metadata" />;
  if (isViewable(file)) {
    return (
      <button type="button" className={css.file} onClick={onOpen}>
        <About file={file} />
        <Icon name="eye" size={16} />
      </button>
    );
  }
  return (
    <a className={css.file} href={url} download={file.name} target="_blank" rel="noreferrer">
      <About file={file} />
      <Icon name="download" size={16} />
    </a>
  );
}

/** The name of a file, of what kind it is and how big. */
function About({ file }: { file: FileInfo }) {
  return (
    <>
      <span className={css.kind}>
        <Icon name="file" />
      </span>
      <span className={css.text}>
        <span className={css.name}>{file.name}</span>
        <span className={css.about}>
          {file.extension.toUpperCase()} · {sizeText(file.size)}
        </span>
      </span>
    </>
  );
}
