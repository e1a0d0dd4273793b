import type { Post } from '@mattermost/types/posts';

import { client } from '../../api/client';
import { loadAround, loadChannel } from '../../api/load';
import { href, navigate } from '../../app/router';
import { getData, show } from '../../store';
import { channelPath } from '../../store/names';

/** The address of a post, for links: in the team of its channel, or in the one that is looked at. */
export function permalinkOf(post: Pick<Post, 'id' | 'channel_id'>, teamId: string): string {
  const { channels, teams } = getData();
  const team = teams[channels[post.channel_id]?.team_id || teamId]?.name ?? '';
  return window.location.origin + href(`/${team}/pl/${post.id}`);
}

/** Opens the channel of a post, and its thread when it is a reply. */
export async function openPermalink(postId: string, teamId: string): Promise<void> {
  const [post] = await client.getPostsByIds([postId]);
  if (!post) throw new Error('no such post');
  const { channels, members } = getData();
  if (!channels[post.channel_id] || !members[post.channel_id]) await loadChannel(post.channel_id);
  const root = post.root_id || post.id;
  await loadAround(post.channel_id, root);
  // Before the channel opens: it would begin at its end, or where I stopped reading.
  show({ spot: root, aimed: post.channel_id });
  const channel = getData().channels[post.channel_id];
  if (channel) navigate(channelPath(getData(), channel, teamId), { replace: true });
  if (post.root_id) show({ panel: { kind: 'thread', rootId: root } });
}
