import type { ServerChannel } from '@mattermost/types/channels';

import type { Data } from '../../store/data';
import { channelTitle } from '../../store/names';
import { unreadOf } from '../../store/unread';

export interface Hit {
  readonly channel: ServerChannel;
  readonly title: string;
  readonly mentions: number;
}

/** How well a title fits what was typed: lower is better; nothing when it does not. */
export function rank(title: string, term: string): number | null {
  const [text, wanted] = [title.toLowerCase(), term.toLowerCase()];
  if (text.startsWith(wanted)) return 0;
  if (text.split(/[\s._-]+/).some((word) => word.startsWith(wanted))) return 1;
  if (text.includes(wanted)) return 2;
  let from = 0;
  for (const letter of wanted) {
    from = text.indexOf(letter, from) + 1;
    if (from === 0) return null;
  }
  return 3;
}

/** My channels for what was typed: without anything, those with something new first, then the last ones. */
export function findChannels(data: Data, teamId: string, term: string, limit: number): Hit[] {
  const hits: (Hit & { order: number; unread: boolean })[] = [];
  for (const channel of Object.values(data.channels)) {
    if (!channel || !data.members[channel.id] || channel.delete_at > 0) continue;
    if (channel.team_id && channel.team_id !== teamId) continue;
    const title = channelTitle(data, channel);
    const order = rank(title, term) ?? rank(channel.name, term);
    if (order === null) continue;
    hits.push({ channel, title, order, ...unreadOf(channel, data.members[channel.id]) });
  }
  return hits
    .sort(
      (a, b) =>
        a.order - b.order ||
        b.mentions - a.mentions ||
        Number(b.unread) - Number(a.unread) ||
        b.channel.last_post_at - a.channel.last_post_at,
    )
    .slice(0, limit);
}
