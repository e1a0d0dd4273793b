import type { Draft as ServerDraft } from '@mattermost/types/drafts';
import type { FileInfo } from '@mattermost/types/files';

import { apply, getData, useView } from '../store';
import { type Data, type Draft, withEntry, without } from '../store/data';
import { draftOf } from '../store/events';
import { merged } from '../store/merge';
import { client, errorStatus } from './client';
import { dropKept, type Kept, readKept, writeKept } from './kept';

// What is typed is on this device with every key, and on the server a moment later. An entry stays marked as unsaved until
// the server has said that it has it, so a reload, a crash or a server that is away loses nothing: the next start goes on.

/** Time after the last key until the server keeps what was written. */
const DRAFT_MS = 800;
/** Pause after the server was not reached. It is asked earlier when the connection is back. */
const RETRY_MS = 10_000;

const NOTHING: Draft = { message: '', files: [] };

let owner = '';
let entries = new Map<string, Kept>();
/** Versions that the server has refused; they stay on the device. */
const refused = new WeakSet<Kept>();
/** Versions that are on their way while the page may be going. */
const leaving = new WeakSet<Kept>();
let timer = 0;
let saving: Promise<void> | null = null;

const keyOf = ({ channelId, rootId }: Pick<Kept, 'channelId' | 'rootId'>) => rootId || channelId;
const isEmpty = ({ message, files }: Draft) => message === '' && files.length === 0;
const idsOf = ({ files }: Draft) => files.map((file) => file.id).join(' ');

/** Whether two drafts have the same text and files. */
export const isSame = (one: Draft, other: Draft): boolean =>
  one.message === other.message && idsOf(one) === idsOf(other);

const shownAs = ({ channelId, rootId, message, files, base }: Kept): Draft => ({
  channelId,
  rootId,
  message,
  files,
  updateAt: base,
});

function hold(entry: Kept): void {
  entries.set(keyOf(entry), entry);
  writeKept(owner, entry);
}

function drop(key: string): void {
  entries.delete(key);
  dropKept(owner, key);
}

/** Brings back what was written on this device, and sends on what the server does not have. */
export function restoreDrafts(userId: string): void {
  if (owner !== userId) {
    owner = userId;
    entries = new Map(readKept(userId).map((entry) => [keyOf(entry), entry]));
    const known = [...entries].filter(([, entry]) => !isEmpty(entry)).map(([key, entry]) => [key, shownAs(entry)]);
    apply((data) => ({ ...data, drafts: { ...data.drafts, ...Object.fromEntries(known) } }));
  }
  void saveDrafts();
}

/** Nobody is signed in any more. What the server has goes from the device; the rest waits for the same person. */
export function releaseDrafts(): void {
  window.clearTimeout(timer);
  for (const [key, entry] of entries) if (!entry.unsaved) drop(key);
  owner = '';
  entries = new Map();
}

/** What I have begun to write there, as it is by now. */
export function currentDraft(channelId: string, rootId: string): Draft {
  const key = rootId || channelId;
  const entry = entries.get(key);
  return (entry?.unsaved ? entry : getData().drafts[key]) ?? NOTHING;
}

/** Keeps what I write: at once on this device, and a moment later on the server. */
export function keepDraft(channelId: string, rootId: string, draft: Draft): void {
  const key = rootId || channelId;
  const before = entries.get(key);
  const known = getData().drafts[key];
  if (isSame(before ?? known ?? NOTHING, draft)) return;
  const base = Math.max(known?.updateAt ?? 0, before?.base ?? 0);
  const { message, files } = draft;
  const entry = { channelId, rootId, message, files, base };
  const fromServer = !before?.unsaved && isSame(known ?? NOTHING, draft);
  // Nothing is left of what the server never had.
  if (isEmpty(draft) && (fromServer || base === 0)) return drop(key);
  hold({ ...entry, unsaved: !fromServer });
  if (fromServer) return;
  window.clearTimeout(timer);
  timer = window.setTimeout(() => void saveDrafts(), DRAFT_MS);
}

/** Adds a file that has arrived after what is written there was left. */
export function addToDraft(channelId: string, rootId: string, file: FileInfo): void {
  if (owner === '') return;
  const draft = currentDraft(channelId, rootId);
  keepDraft(channelId, rootId, { ...draft, files: [...draft.files, file] });
  const entry = entries.get(rootId || channelId);
  if (entry) showDraft(entry);
}

/** Nothing is left to write there: it was sent, or is not wanted. */
export function clearDraft(channelId: string, rootId: string): void {
  keepDraft(channelId, rootId, NOTHING);
  const key = rootId || channelId;
  apply((data) => ({ ...data, drafts: without(data.drafts, key) }));
  void saveDrafts();
}

const synced = () => owner !== '' && getData().config.AllowSyncedDrafts === 'true';

/** Sends the server everything that it does not have, one after the other. */
export function saveDrafts(): Promise<void> {
  window.clearTimeout(timer);
  if (synced()) saving ??= saveAll().finally(() => (saving = null));
  return saving ?? Promise.resolve();
}

async function saveAll(): Promise<void> {
  const next = () => [...entries.values()].find((entry) => entry.unsaved && !refused.has(entry));
  for (let entry = next(); entry; entry = next()) {
    const sent = entry;
    showDraft(sent);
    try {
      settle(sent, await transmit(sent));
    } catch (error) {
      if (errorStatus(error) === 0 || errorStatus(error) >= 500) {
        timer = window.setTimeout(() => void saveDrafts(), RETRY_MS);
        return;
      }
      refused.add(sent);
    }
  }
}

/** Lists a draft where drafts are listed. */
function showDraft(entry: Kept): void {
  const key = keyOf(entry);
  const next = isEmpty(entry)
    ? (drafts: Data['drafts']) => without(drafts, key)
    : (drafts: Data['drafts']) => withEntry(drafts, key, shownAs(entry));
  apply((data) => ({ ...data, drafts: next(data.drafts) }));
}

/** What is sent of a draft. */
const bodyOf = ({ channelId, rootId, message, files }: Kept) => ({
  channel_id: channelId,
  root_id: rootId,
  user_id: owner,
  message,
  file_ids: files.map((file) => file.id),
  props: {},
});

/** Tells when the server changed the draft, in milliseconds; 0 when it has none any more. */
async function transmit(entry: Kept): Promise<number> {
  const { connectionId } = useView.getState();
  if (isEmpty(entry)) {
    await client.deleteDraft(entry.channelId, entry.rootId, connectionId);
    return 0;
  }
  const saved = (await client.upsertDraft(bodyOf(entry) as unknown as ServerDraft, connectionId)) as ServerDraft;
  return saved.update_at;
}

/** The server has this version. There may be a newer one by now. */
function settle(sent: Kept, updateAt: number): void {
  const key = keyOf(sent);
  if (owner === '') return;
  // Cleared while it was on its way: the server is to forget it.
  const now = entries.get(key) ?? { ...sent, ...NOTHING, unsaved: !isEmpty(sent) };
  if (now !== sent) return hold({ ...now, base: updateAt });
  if (isEmpty(sent)) return drop(key);
  hold({ ...sent, base: updateAt, unsaved: false });
}

/** Sends what the server does not have in a way that outlives the page. The device keeps it until there is an answer. */
function saveLeaving(): void {
  if (!synced()) return;
  for (const entry of entries.values()) {
    if (!entry.unsaved || refused.has(entry) || leaving.has(entry)) continue;
    leaving.add(entry);
    const path = isEmpty(entry)
      ? `/users/me/channels/${entry.channelId}/drafts${entry.rootId && `/${entry.rootId}`}`
      : '/drafts';
    const headers = { 'Connection-Id': useView.getState().connectionId };
    const options = isEmpty(entry)
      ? { method: 'delete', headers }
      : { method: 'post', headers, body: JSON.stringify(bodyOf(entry)) };
    // The library's calls end with the page; the request is its own.
    fetch(client.getBaseRoute() + path, { ...client.getOptions(options), keepalive: true } as RequestInit)
      .then((answer) => (answer.ok ? (answer.json() as Promise<Partial<ServerDraft>>) : undefined))
      .then((saved) => saved && settle(entry, saved.update_at ?? 0))
      // What does not get through is on the device.
      .catch(() => leaving.delete(entry));
  }
}

/** Sees to it that the server gets what was just written when the page goes, or when the network is back. */
export function watchDrafts(): void {
  window.addEventListener('pagehide', saveLeaving);
  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && saveLeaving());
  window.addEventListener('online', () => void saveDrafts());
}

/** Loads what I have begun to write in a team, on any device. What this one has not sent yet is newer. */
export async function loadDrafts(teamId: string): Promise<void> {
  if (getData().config.AllowSyncedDrafts !== 'true') return;
  const asked = new Map(entries);
  const { drafts: before } = getData();
  const list = (await client.getUserDrafts(teamId)) ?? [];
  const found = new Map(list.map((one) => [one.root_id || one.channel_id, one]));
  // What I was done with meanwhile is in the answer still.
  for (const key of asked.keys()) if (!entries.has(key)) found.delete(key);
  for (const [key, entry] of entries) {
    if (asked.get(key) === entry && !entry.unsaved) takeIn(entry, found.get(key), teamId);
    else if (isEmpty(entry) && (found.get(key)?.update_at ?? 0) > entry.base) drop(key);
  }
  const shown = [...found].map(([key, draft]) => [key, draftOf(draft)] as const);
  const mine = [...entries].map(([key, entry]) => [key, shownAs(entry)] as const);
  const all = Object.entries(Object.fromEntries<Draft>([...shown, ...mine]));
  const drafts = Object.fromEntries(all.filter(([, draft]) => !isEmpty(draft)));
  // Another device may have gone on, or be done, while the answer was under way.
  apply((data) => ({ ...data, drafts: merged(before, data.drafts, drafts) }));
  void saveDrafts();
}

/** Takes what the server says of a draft that it had: another device may have changed it, or be done with it. */
function takeIn(entry: Kept, draft: ServerDraft | undefined, teamId: string): void {
  if (draft) {
    const { message, files } = draftOf(draft);
    return hold({ ...entry, message, files, base: draft.update_at });
  }
  const team = getData().channels[entry.channelId]?.team_id;
  if (team === teamId || team === '') drop(keyOf(entry));
}
