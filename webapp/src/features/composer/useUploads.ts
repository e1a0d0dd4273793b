import type { FileInfo } from '@mattermost/types/files';
import { useState } from 'react';

import { client } from '../../api/client';

/** A file on its way. */
export interface Upload {
  readonly key: string;
  readonly file: File;
  /** From 0 to 1. */
  readonly progress: number;
  readonly failed: boolean;
}

/** Sends a file and tells how far it is. The library's own call cannot tell, so this is its request with progress. */
function transmit(file: File, channelId: string, key: string, onProgress: (part: number) => void): Promise<FileInfo> {
  const form = new FormData();
  form.append('channel_id', channelId);
  form.append('client_ids', key);
  form.append('files', file, file.name);
  const request = new XMLHttpRequest();
  request.open('POST', `${client.getBaseRoute()}/files`);
  const { headers } = client.getOptions({ method: 'post' }) as { headers: Record<string, string> };
  for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
  request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
  return new Promise((resolve, reject) => {
    request.onerror = () => reject(new Error('the file did not get through'));
    request.onload = () => {
      const answer = JSON.parse(request.responseText || '{}') as { file_infos?: FileInfo[]; message?: string };
      const info = answer.file_infos?.[0];
      if (request.status === 201 && info) resolve(info);
      else reject(new Error(answer.message ?? String(request.status)));
    };
    request.send(form);
  });
}

/** Files on their way to a channel; each is handed over when it is there. */
export function useUploads(channelId: string, onDone: (file: FileInfo) => void) {
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const change = (key: string, part: Partial<Upload>) =>
    setUploads((list) => list.map((one) => (one.key === key ? { ...one, ...part } : one)));
  const drop = (key: string) => setUploads((list) => list.filter((one) => one.key !== key));
  const start = (upload: Upload) => {
    transmit(upload.file, channelId, upload.key, (progress) => change(upload.key, { progress })).then(
      (info) => {
        drop(upload.key);
        onDone(info);
      },
      () => change(upload.key, { failed: true }),
    );
  };
  const add = (files: Iterable<File>) => {
    const news = [...files].map((file) => ({ key: crypto.randomUUID(), file, progress: 0, failed: false }));
    setUploads((list) => [...list, ...news]);
    news.forEach(start);
  };
  const again = (upload: Upload) => {
    change(upload.key, { failed: false, progress: 0 });
    start(upload);
  };
  return { uploads, add, again, drop };
}
