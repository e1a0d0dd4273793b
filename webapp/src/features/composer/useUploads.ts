import type { FileInfo } from '@mattermost/types/files';
import { useState } from 'react';

import { uploadFile } from '../../api/upload';

/** A file on its way. */
export interface Upload {
  readonly key: string;
  readonly file: File;
  /** From 0 to 1. */
  readonly progress: number;
  readonly failed: boolean;
  /** Ends it when it is taken away. */
  readonly end: AbortController;
}

/** Files on their way to a channel; each is handed over when it is there. */
export function useUploads(channelId: string, onDone: (file: FileInfo) => void) {
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const change = (key: string, part: Partial<Upload>) =>
    setUploads((list) => list.map((one) => (one.key === key ? { ...one, ...part } : one)));
  const forget = (key: string) => setUploads((list) => list.filter((one) => one.key !== key));
  const start = ({ file, key, end }: Upload) => {
    uploadFile(file, channelId, key, (progress) => change(key, { progress }), end.signal).then(
      (info) => {
        // Taken away when the answer was on its way already.
        if (end.signal.aborted) return;
        forget(key);
        onDone(info);
      },
      () => change(key, { failed: true }),
    );
  };
  const drop = ({ key, end }: Upload) => {
    end.abort();
    forget(key);
  };
  const add = (files: Iterable<File>) => {
    const news = [...files].map((file) => ({
      key: crypto.randomUUID(),
      file,
      progress: 0,
      failed: false,
      end: new AbortController(),
    }));
    setUploads((list) => [...list, ...news]);
    news.forEach(start);
  };
  const again = (upload: Upload) => {
    change(upload.key, { failed: false });
    start(upload);
  };
  return { uploads, add, again, drop };
}
