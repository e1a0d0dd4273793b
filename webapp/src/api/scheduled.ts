import type { FileInfo } from '@mattermost/types/files';
import type { PostPriorityMetadata } from '@mattermost/types/posts';
import type { ScheduledPost } from '@mattermost/types/schedule_post';

import { apply, getData, useView } from '../store';
import { withAll } from '../store/data';
import { merged } from '../store/merge';
import { dropScheduled, keepScheduled } from '../store/scheduled';
import { client } from './client';
import { send } from './posts';

const connection = () => useView.getState().connectionId;

/** Loads what I have written for later, in a team and to people. */
export async function loadScheduled(teamId: string): Promise<void> {
  if (getData().config.ScheduledPosts !== 'true') return;
  const { scheduled: asked } = getData();
  const { data: byTeam } = await client.getScheduledPosts(teamId, true);
  const posts = Object.values(byTeam).flat();
  const found = withAll({}, posts, (post) => post.id);
  apply((data) => ({ ...data, scheduled: merged(asked, data.scheduled, found) }));
}

interface Later {
  channelId: string;
  rootId: string;
  message: string;
  files: readonly FileInfo[];
  priority?: PostPriorityMetadata | undefined;
}

/** Has the server send a message at a time, in milliseconds, wherever I am then. */
export async function sendLater({ channelId, rootId, message, files, priority }: Later, at: number): Promise<void> {
  const file_ids = files.map((file) => file.id);
  const body = { channel_id: channelId, root_id: rootId, message, file_ids, scheduled_at: at };
  const metadata = priority && ({ priority } as ScheduledPost['metadata']);
  const { data: post } = await client.createScheduledPost({ ...body, ...(metadata && { metadata }) }, connection());
  apply((data) => keepScheduled(data, post));
}

export async function changeScheduled(post: ScheduledPost, change: Partial<ScheduledPost>): Promise<void> {
  const { data: changed } = await client.updateScheduledPost({ ...post, ...change }, connection());
  apply((data) => keepScheduled(data, changed));
}

export async function deleteScheduled(post: ScheduledPost): Promise<void> {
  await client.deleteScheduledPost(post.user_id, post.id, connection());
  apply((data) => dropScheduled(data, post.id));
}

/** Sends a message now that was to be sent later. */
export async function sendNow(post: ScheduledPost): Promise<void> {
  await deleteScheduled(post);
  send(post.channel_id, post.root_id, post.message, post.metadata?.files ?? []);
}
