import type { OpenDialogRequest } from '@mattermost/types/integrations';
import type { Post } from '@mattermost/types/posts';

import { apply, getData, show, useView } from '../store';
import { withEntry } from '../store/data';
import type { Message } from '../store/events';
import { client } from './client';
import { notify } from './notify';
import { loadCategories, loadChannel, loadOtherTeams, loadUsers } from './load';

const text = (message: Message, key: string): string => {
  const value = message.data[key];
  return typeof value === 'string' ? value : '';
};

/** Loads a channel that I came into, and where the sidebar has it. */
async function entered(channelId: string): Promise<void> {
  if (!channelId) return;
  await loadChannel(channelId);
  const { teamId } = useView.getState();
  if (teamId) await loadCategories(teamId);
}

async function joinedTeam(teamId: string): Promise<void> {
  const [team, members] = await Promise.all([client.getTeam(teamId), client.getMyTeamMembers()]);
  const member = members.find((one) => one.team_id === teamId);
  apply((data) => ({
    ...data,
    teams: withEntry(data.teams, teamId, team),
    teamMembers: member ? withEntry(data.teamMembers, teamId, member) : data.teamMembers,
  }));
  await loadOtherTeams();
}

/** Events whose content has to be asked for. */
export const FOLLOWERS: Readonly<Record<string, ((message: Message) => Promise<void>) | undefined>> = {
  posted: async (message) => {
    const post = JSON.parse(text(message, 'post')) as Post;
    notify(message, post);
    await loadUsers([post.user_id]);
    // A direct message may be the first of its channel.
    if (!getData().members[post.channel_id]) await entered(post.channel_id);
  },
  open_dialog: (message) => {
    show({ asked: JSON.parse(text(message, 'dialog')) as OpenDialogRequest });
    return Promise.resolve();
  },
  channel_created: (message) => entered(text(message, 'channel_id')),
  direct_added: (message) => entered(message.broadcast.channel_id ?? ''),
  group_added: (message) => entered(message.broadcast.channel_id ?? ''),
  user_added: async (message) => {
    if (text(message, 'user_id') === getData().me?.id) await entered(message.broadcast.channel_id ?? '');
  },
  added_to_team: async (message) => {
    if (text(message, 'user_id') === getData().me?.id) await joinedTeam(text(message, 'team_id'));
  },
  channel_converted: (message) => loadChannel(text(message, 'channel_id')),
  sidebar_category_created: (message) => loadCategories(message.broadcast.team_id ?? ''),
  sidebar_category_updated: (message) => loadCategories(message.broadcast.team_id ?? ''),
  sidebar_category_deleted: (message) => loadCategories(message.broadcast.team_id ?? ''),
  sidebar_category_order_updated: (message) => loadCategories(message.broadcast.team_id ?? ''),
};

/** Asks for what an event only names. What fails is asked for again when it is shown. */
export function follow(message: Message): void {
  FOLLOWERS[message.event]?.(message).catch((error: unknown) => console.warn('not loaded', message.event, error));
}
