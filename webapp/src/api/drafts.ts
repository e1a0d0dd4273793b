import type { Draft as ServerDraft } from '@mattermost/types/drafts';
import type { FileInfo } from '@mattermost/types/files';

import { apply, getData, useView } from '../store';
import { type Draft, withEntry, without } from '../store/data';
import { draftOf } from '../store/events';
import { client } from './client';

/** Loads what I have begun to write in a team, on any device. */
export async function loadDrafts(teamId: string): Promise<void> {
  if (getData().config.AllowSyncedDrafts !== 'true') return;
  const drafts = await client.getUserDrafts(teamId);
  const known = Object.fromEntries((drafts ?? []).map((one) => [one.root_id || one.channel_id, draftOf(one)]));
  apply((data) => ({ ...data, drafts: known }));
}

/** Keeps what I write on the server, or forgets it when nothing is left. */
export async function saveDraft(channelId: string, rootId: string, draft: Draft): Promise<void> {
  const key = rootId || channelId;
  const { config, drafts, me } = getData();
  const known = drafts[key];
  const empty = draft.message === '' && draft.files.length === 0;
  const same = known ? known.message === draft.message && known.files.length === draft.files.length : empty;
  if (config.AllowSyncedDrafts !== 'true' || same) return;
  const { connectionId } = useView.getState();
  if (empty) {
    apply((data) => ({ ...data, drafts: without(data.drafts, key) }));
    await client.deleteDraft(channelId, rootId, connectionId);
    return;
  }
  apply((data) => ({ ...data, drafts: withEntry(data.drafts, key, { ...draft, channelId, rootId }) }));
  const file_ids = draft.files.map((file: FileInfo) => file.id);
  const body = {
    channel_id: channelId,
    root_id: rootId,
    user_id: me?.id ?? '',
    message: draft.message,
    file_ids,
    props: {},
  };
  await client.upsertDraft(body as unknown as ServerDraft, connectionId);
}
