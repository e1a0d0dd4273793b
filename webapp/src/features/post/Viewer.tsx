import type { FileInfo } from '@mattermost/types/files';
import { Dialog } from 'radix-ui';
import { lazy, Suspense, useState } from 'react';

import { client } from '../../api/client';
import { useText } from '../../i18n';
import { IconButton } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import css from './Viewer.module.css';

/** Loaded when the first PDF is opened. */
const PdfPages = lazy(() => import('./PdfPages'));

interface ViewerProps {
  files: readonly FileInfo[];
  start: string;
  onClose: () => void;
}

/** Looks at the files of a message, one after the other. */
export function Viewer({ files, start, onClose }: ViewerProps) {
  const t = useText();
  const [at, setAt] = useState(() =>
    Math.max(
      0,
      files.findIndex((file) => file.id === start),
    ),
  );
  const file = files[at];
  if (!file) return null;
  const url = client.getFileUrl(file.id, file.create_at);
  const go = (step: number) => setAt((at + step + files.length) % files.length);
  const several = files.length > 1;
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className={css.veil} />
        <Dialog.Content
          className={css.viewer}
          aria-describedby={undefined}
          // Before the first control: to close it is not the first thing.
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            (event.currentTarget as HTMLElement).focus();
          }}
          onKeyDown={(event) => {
            if (several && event.key === 'ArrowRight') go(1);
            if (several && event.key === 'ArrowLeft') go(-1);
          }}
        >
          <div className={css.bar}>
            <Dialog.Title>{file.name}</Dialog.Title>
            {several && <span className={css.place}>{t('file.place', { at: at + 1, count: files.length })}</span>}
            <a className={css.download} href={url} download={file.name} aria-label={t('file.download')}>
              <Icon name="download" size={18} />
            </a>
            <Dialog.Close asChild>
              <IconButton icon="close" className={css.button} label={t('ui.close')} />
            </Dialog.Close>
          </div>
          <div className={css.stage} onClick={(event) => event.target === event.currentTarget && onClose()}>
            <Content key={file.id} file={file} url={url} />
          </div>
          {several && (
            <>
              <IconButton
                icon="chevronLeft"
                className={css.previous}
                label={t('file.previous')}
                onClick={() => go(-1)}
              />
              <IconButton icon="chevronRight" className={css.next} label={t('file.next')} onClick={() => go(1)} />
            </>
          )}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Content({ file, url }: { file: FileInfo; url: string }) {
  const t = useText();
  if (file.mime_type.startsWith('image/')) return <img src={url} alt={file.name} />;
  if (file.mime_type.startsWith('video/')) return <video src={url} controls autoPlay />;
  if (file.mime_type.startsWith('audio/')) return <audio src={url} controls autoPlay />;
  return (
    <Suspense fallback={<span role="status">{t('app.loading')}</span>}>
      <PdfPages url={url} />
    </Suspense>
  );
}
