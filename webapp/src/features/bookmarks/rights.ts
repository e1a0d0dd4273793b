import { kindOf } from '../../api/access';
import { useData } from '../../store';
import { useCan } from '../useCan';

/** What I may do with the bookmarks of a channel. */
export interface Rights {
  readonly add: boolean;
  readonly change: boolean;
  readonly remove: boolean;
  readonly sort: boolean;
}

const ALL: Rights = { add: true, change: true, remove: true, sort: true };
const NONE: Rights = { add: false, change: false, remove: false, sort: false };

/** What I may do with the bookmarks of a channel. In conversations everybody may do everything but guests. */
export function useBookmarkRights(channelId: string): Rights {
  const channel = useData((data) => data.channels[channelId]);
  const guest = useData((data) => data.me?.roles.includes('system_guest') ?? true);
  const may = (deed: string) => kindOf(channel, `${deed}_bookmark_public_channel`, `${deed}_bookmark_private_channel`);
  const teamId = channel?.team_id ?? '';
  const rights = {
    add: useCan(may('add'), teamId, channelId),
    change: useCan(may('edit'), teamId, channelId),
    remove: useCan(may('delete'), teamId, channelId),
    sort: useCan(may('order'), teamId, channelId),
  };
  if (!channel || channel.delete_at > 0) return NONE;
  if (channel.type === 'D' || channel.type === 'G') return guest ? NONE : ALL;
  return rights;
}
