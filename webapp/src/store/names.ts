import type { Channel } from '@mattermost/types/channels';
import type { UserProfile } from '@mattermost/types/users';

import type { Data } from './data';

/** How a person is called, as the server's setting wants it. */
export function nameOf(user: UserProfile | undefined, style: string | undefined): string {
  if (!user) return '…';
  const full = `${user.first_name} ${user.last_name}`.trim();
  if (style === 'nickname_full_name') return user.nickname || full || user.username;
  if (style === 'full_name') return full || user.username;
  return user.username;
}

/** The setting of how people are called: mine, or the server's. */
export function nameStyle(data: Data): string {
  return data.preferences['display_settings--name_format'] ?? data.config.TeammateNameDisplay ?? 'username';
}

/** The other person of a direct channel; myself in the channel with myself. */
export function partnerOf(channel: Channel, me: string): string {
  const [one = '', other = ''] = channel.name.split('__');
  return one === me ? other : one;
}

/** How a channel is called. */
export function channelTitle(data: Data, channel: Channel): string {
  const style = nameStyle(data);
  if (channel.type === 'D') return nameOf(data.users[partnerOf(channel, data.me?.id ?? '')], style);
  return channel.display_name;
}

/** The address of a channel in a team. */
export function channelPath(data: Data, channel: Channel, teamId: string): string {
  const team = data.teams[channel.team_id || teamId]?.name ?? '';
  if (channel.type === 'D') {
    const partner = data.users[partnerOf(channel, data.me?.id ?? '')];
    return partner ? `/${team}/messages/@${partner.username}` : `/${team}/messages/${channel.name}`;
  }
  return channel.type === 'G' ? `/${team}/messages/${channel.name}` : `/${team}/channels/${channel.name}`;
}

/** How the site is called: the name that was chosen for it, or ours. */
export function siteName(data: Pick<Data, 'config'>): string {
  const chosen = data.config.SiteName;
  // What the original calls a site that nobody named.
  return chosen && chosen !== 'Mattermost' ? chosen : 'Roost';
}
