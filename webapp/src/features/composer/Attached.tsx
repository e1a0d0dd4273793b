import type { FileInfo } from '@mattermost/types/files';

import { client } from '../../api/client';
import { useText } from '../../i18n';
import { IconButton } from '../../ui/Button';
import css from './Composer.module.css';
import type { Upload } from './useUploads';

interface AttachedProps {
  files: readonly FileInfo[];
  uploads: readonly Upload[];
  onRemove: (id: string) => void;
  onDrop: (upload: Upload) => void;
  onAgain: (upload: Upload) => void;
}

/** What goes with the message. */
export function Attached({ files, uploads, onRemove, onDrop, onAgain }: AttachedProps) {
  const t = useText();
  if (files.length === 0 && uploads.length === 0) return null;
  return (
    <div className={css.files}>
      {files.map((file) => (
        <div key={file.id} className={css.file}>
          {file.width > 0 && <img src={client.getFileThumbnailUrl(file.id, file.create_at)} alt="" />}
          <span>{file.name}</span>
          <IconButton
            small
            icon="close"
            label={t('composer.removeFile', { name: file.name })}
            onClick={() => onRemove(file.id)}
          />
        </div>
      ))}
      {uploads.map((upload) => (
        <div key={upload.key} className={`${css.file} ${upload.failed ? css.bad : ''}`} aria-live="polite">
          <span>{upload.failed ? t('composer.uploadFailed', { name: upload.file.name }) : upload.file.name}</span>
          {upload.failed && (
            <IconButton small icon="arrowDown" label={t('app.retry')} onClick={() => onAgain(upload)} />
          )}
          <IconButton
            small
            icon="close"
            label={t('composer.removeFile', { name: upload.file.name })}
            onClick={() => onDrop(upload)}
          />
          {!upload.failed && (
            <div className={css.progress} style={{ width: `${Math.round(upload.progress * 100)}%` }} />
          )}
        </div>
      ))}
    </div>
  );
}
