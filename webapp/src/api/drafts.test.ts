import type { Draft as ServerDraft } from '@mattermost/types/drafts';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import { apply, getData } from '../store';
import { EMPTY } from '../store/data';
import { client } from './client';
import { clearDraft, currentDraft, keepDraft, loadDrafts, releaseDrafts, restoreDrafts, saveDrafts } from './drafts';

/** The server's side: whether it can be reached, and what it keeps. */
const server = { reached: true, clock: 100, kept: new Map<string, ServerDraft>() };
const unreachable = new TypeError('no way to the server');
const keep = (channel_id: string, message: string, root_id = ''): ServerDraft => {
  server.clock += 1;
  const draft = { channel_id, root_id, message, update_at: server.clock } as ServerDraft;
  server.kept.set(root_id || channel_id, draft);
  return draft;
};

vi.spyOn(client, 'upsertDraft').mockImplementation((draft) =>
  server.reached ? Promise.resolve(keep(draft.channel_id, draft.message, draft.root_id)) : Promise.reject(unreachable),
);
vi.spyOn(client, 'deleteDraft').mockImplementation(async (channelId, rootId) => {
  if (!server.reached) throw unreachable;
  server.kept.delete(rootId || channelId);
  return null;
});
vi.spyOn(client, 'getUserDrafts').mockImplementation(() =>
  server.reached ? Promise.resolve([...server.kept.values()]) : Promise.reject(unreachable),
);

const text = (message: string) => ({ message, files: [] });
const onServer = () => Object.fromEntries([...server.kept].map(([key, draft]) => [key, draft.message]));

/** A window that is opened anew on the same device. */
async function reload(): Promise<void> {
  const device = { ...window.localStorage } as Record<string, string>;
  releaseDrafts();
  for (const [key, value] of Object.entries(device)) window.localStorage.setItem(key, value);
  apply(() => ({ ...EMPTY, config: { AllowSyncedDrafts: 'true' } }));
  restoreDrafts('ada');
  await saveDrafts();
}

beforeEach(async () => {
  server.reached = true;
  await saveDrafts();
  window.localStorage.clear();
  server.kept.clear();
  await reload();
});

describe('what is begun to be written', () => {
  it('goes to the server, and is in the next window at once', async () => {
    keepDraft('log', '', text('half a thought'));
    keepDraft('log', 'root', text('half a reply'));
    await saveDrafts();
    expect(onServer()).toEqual({ log: 'half a thought', root: 'half a reply' });
    server.reached = false;
    await reload();
    expect(currentDraft('log', '').message).toBe('half a thought');
    expect(currentDraft('log', 'root').message).toBe('half a reply');
  });

  it('outlives a server that is away, and gets there by itself', async () => {
    server.reached = false;
    keepDraft('log', '', text('written in a tunnel'));
    await saveDrafts();
    await reload();
    expect(currentDraft('log', '').message).toBe('written in a tunnel');
    server.reached = true;
    await saveDrafts();
    expect(onServer()).toEqual({ log: 'written in a tunnel' });
  });

  it('is not taken away by what the server knew before', async () => {
    keepDraft('log', '', text('old'));
    await saveDrafts();
    server.reached = false;
    keepDraft('log', '', text('old and new'));
    await saveDrafts();
    server.reached = true;
    await loadDrafts('engines');
    expect(currentDraft('log', '').message).toBe('old and new');
    await saveDrafts();
    expect(onServer()).toEqual({ log: 'old and new' });
  });

  it('is not taken away by an answer that was asked for earlier', async () => {
    const asked = loadDrafts('engines');
    keepDraft('log', '', text('meanwhile'));
    await saveDrafts();
    await asked;
    expect(getData().drafts.log?.message).toBe('meanwhile');
  });

  it('does not come back once it was cleared without a connection', async () => {
    keepDraft('log', '', text('sent by now'));
    await saveDrafts();
    server.reached = false;
    clearDraft('log', '');
    await saveDrafts();
    await reload();
    expect(currentDraft('log', '').message).toBe('');
    server.reached = true;
    await loadDrafts('engines');
    expect(getData().drafts).toEqual({});
    await saveDrafts();
    expect(onServer()).toEqual({});
  });

  it('shows what another device has written since, even where this one was done', async () => {
    keepDraft('log', '', text('here'));
    await saveDrafts();
    server.reached = false;
    clearDraft('log', '');
    await saveDrafts();
    keep('log', 'there');
    server.reached = true;
    await loadDrafts('engines');
    expect(getData().drafts.log?.message).toBe('there');
    expect(onServer()).toEqual({ log: 'there' });
  });

  it('goes where another device is done with it', async () => {
    apply((data) => ({ ...data, channels: { log: { id: 'log', team_id: 'engines' } as never } }));
    keepDraft('log', '', text('here'));
    await saveDrafts();
    server.kept.clear();
    await loadDrafts('engines');
    expect(getData().drafts).toEqual({});
    expect(window.localStorage.length).toBe(0);
  });

  it('leaves the device with its person, but for what no server has', async () => {
    keepDraft('log', '', text('saved'));
    await saveDrafts();
    server.reached = false;
    keepDraft('other', '', text('waits'));
    await saveDrafts();
    releaseDrafts();
    expect(Object.keys(window.localStorage)).toEqual(['roost.draft.ada.other']);
  });
});
