import type { FileInfo } from '@mattermost/types/files';

import { client } from './client';

/** Bytes of a part. Where files are stored elsewhere, servers take no part below 5 MiB but the last. */
const PART_BYTES = 8 * 1024 * 1024;

/** Status of an answer to a part that was not the last. */
const MORE = 204;

/** How often in a row a part may fail before somebody is asked. */
const ATTEMPTS = 3;

/** An upload that can be gone on with. */
interface Session {
  readonly id: string;
  readonly file_offset: number;
}

export type Progress = (part: number) => void;

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** The library has no call that tells how far a request is, nor one for parts, so these are its requests with progress. */
function request(
  method: string,
  path: string,
  body: XMLHttpRequestBodyInit | null,
  signal: AbortSignal | undefined,
  onSent?: (bytes: number) => void,
) {
  signal?.throwIfAborted();
  const call = new XMLHttpRequest();
  signal?.addEventListener('abort', () => call.abort());
  call.open(method, `${client.getBaseRoute()}${path}`);
  const { headers } = client.getOptions({ method }) as { headers: Record<string, string> };
  for (const [name, value] of Object.entries(headers)) call.setRequestHeader(name, value);
  call.upload.onprogress = (event) => onSent?.(event.loaded);
  return new Promise<Answer>((resolve, reject) => {
    call.onerror = () => reject(new Error('the file did not get through'));
    call.onabort = () => reject(new Error('nobody wants the file any more'));
    call.onload = () => {
      if (call.status < 300) resolve({ status: call.status, text: call.responseText });
      else reject(new Error(String(call.status)));
    };
    call.send(body);
  });
}

/** Sends a file in one request. */
async function sendWhole(
  file: File,
  channelId: string,
  key: string,
  onProgress: Progress,
  signal?: AbortSignal,
  query = '',
): Promise<FileInfo> {
  const form = new FormData();
  form.append('channel_id', channelId);
  form.append('client_ids', key);
  form.append('files', file, file.name);
  const tell = (bytes: number) => onProgress(Math.min(1, bytes / file.size));
  const { text } = await request('post', `/files${query}`, form, signal, tell);
  const [info] = (JSON.parse(text) as { file_infos: FileInfo[] }).file_infos;
  if (!info) throw new Error('no file in the answer');
  return info;
}

/** Uploads that were begun in this window, by the key of the file: a retry goes on where they are. */
const begun = new Map<string, string>();

async function sessionOf(file: File, channelId: string, key: string, signal: AbortSignal): Promise<Session> {
  const known = begun.get(key);
  const body = JSON.stringify({ channel_id: channelId, filename: file.name, file_size: file.size });
  const { text } = known
    ? await request('get', `/uploads/${known}`, null, signal)
    : await request('post', '/uploads', body, signal);
  const session = JSON.parse(text) as Session;
  begun.set(key, session.id);
  return session;
}

/** Sends a file in parts. After a failure the server says how much of it is there. */
async function sendParts(
  file: File,
  channelId: string,
  key: string,
  onProgress: Progress,
  signal: AbortSignal,
): Promise<FileInfo> {
  let failed = 0;
  for (;;) {
    try {
      const { id, file_offset: from } = await sessionOf(file, channelId, key, signal);
      const part = await file.slice(from, from + PART_BYTES).arrayBuffer();
      const tell = (bytes: number) => onProgress(Math.min(1, (from + bytes) / file.size));
      const { status, text } = await request('post', `/uploads/${id}`, part, signal, tell);
      failed = 0;
      if (status === MORE) continue;
      begun.delete(key);
      return JSON.parse(text) as FileInfo;
    } catch (error) {
      failed += 1;
      if (failed === ATTEMPTS || signal.aborted) throw error;
    }
  }
}

/** Sends a file to a channel, a big one in parts so that a broken connection costs one part only, and tells how far it is, from 0 to 1. `key` names the file; a retry has the same. Fails once `signal` says that nobody wants it any more. */
export function uploadFile(
  file: File,
  channelId: string,
  key: string,
  onProgress: Progress,
  signal: AbortSignal,
): Promise<FileInfo> {
  return (file.size > PART_BYTES ? sendParts : sendWhole)(file, channelId, key, onProgress, signal);
}

/** Sends a file that a bookmark is to lead to, and tells how far it is, from 0 to 1. */
export function uploadBookmark(file: File, channelId: string, onProgress: Progress): Promise<FileInfo> {
  return sendWhole(file, channelId, crypto.randomUUID(), onProgress, undefined, '?bookmark=true');
}
