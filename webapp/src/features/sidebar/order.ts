import type { ChannelCategory } from '@mattermost/types/channel_categories';
import type { ServerChannel } from '@mattermost/types/channels';

import { type Data, preferenceKey } from '../../store/data';
import { channelTitle, partnerOf } from '../../store/names';
import { unreadOf } from '../../store/unread';

/** How names are compared; made once, which is what comparing them costs. */
const names = new Intl.Collator(undefined, { numeric: true });

/** What the order of the sidebar depends on. */
export type SidebarData = Pick<
  Data,
  'channels' | 'members' | 'users' | 'preferences' | 'config' | 'me' | 'categories' | 'teams'
>;

/** Direct channels shown when nobody chose. */
const DIRECT_MAX = 40;

/** Whether a direct channel was closed; something new opens it again. */
function isClosed(data: SidebarData, channel: ServerChannel): boolean {
  const [category, name] =
    channel.type === 'D'
      ? ['direct_channel_show', partnerOf(channel, data.me?.id ?? '')]
      : ['group_channel_show', channel.id];
  return data.preferences[preferenceKey(category, name)] === 'false';
}

export type Sorting = 'alpha' | 'recent' | 'manual';

/** How a category is sorted: as chosen, or as is usual for its kind. */
export function sortingOf({ sorting, type }: ChannelCategory): Sorting {
  if (sorting) return sorting as Sorting;
  return type === 'direct_messages' ? 'recent' : type === 'channels' ? 'alpha' : 'manual';
}

/** The channels of a category as they stand in the sidebar. */
export function channelsOf(data: SidebarData, category: ChannelCategory, current: string): ServerChannel[] {
  const mine = category.channel_ids
    .map((id) => (data.members[id] ? data.channels[id] : undefined))
    .filter((channel) => channel !== undefined)
    .filter((channel) => channel.delete_at === 0 || channel.id === current);
  const open = mine.filter((channel) => {
    if (channel.type !== 'D' && channel.type !== 'G') return true;
    return channel.id === current || unreadOf(channel, data.members[channel.id]).unread || !isClosed(data, channel);
  });
  const title = (channel: ServerChannel) => channelTitle(data as Data, channel);
  const byTitle = (a: ServerChannel, b: ServerChannel) => names.compare(title(a), title(b));
  const byTime = (a: ServerChannel, b: ServerChannel) => b.last_post_at - a.last_post_at;
  switch (sortingOf(category)) {
    case 'recent':
      return open.sort(byTime).slice(0, category.type === 'direct_messages' ? DIRECT_MAX : undefined);
    case 'alpha':
      return open.sort(byTitle);
    case 'manual':
      return open;
  }
}
