import type { OpenDialogRequest } from '@mattermost/types/integrations';
import type { Post } from '@mattermost/types/posts';
import type { Team } from '@mattermost/types/teams';

import { apply, getData, show, useView } from '../store';
import { withEntry } from '../store/data';
import { inner, type Message, text } from '../store/message';
import { client } from './client';
import { notify } from './notify';
import { refreshThread } from './threads';
import { loadCategories, loadChannel, loadOtherTeams, loadTeam, loadUsers } from './load';

/** Loads a channel that I came into, and where the sidebar has it. */
async function entered(channelId: string): Promise<void> {
  if (!channelId) return;
  await loadChannel(channelId);
  const { teamId } = useView.getState();
  if (teamId) await loadCategories(teamId);
}

async function joinedTeam(teamId: string): Promise<void> {
  const left = getData().left[teamId];
  const [team, members] = await Promise.all([client.getTeam(teamId), client.getMyTeamMembers()]);
  // I may have left it meanwhile, or it may be archived.
  if (getData().left[teamId] !== left) return joinedTeam(teamId);
  const member = members.find((one) => one.team_id === teamId && one.delete_at === 0);
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
  persistent_notification_triggered: (message) => {
    const post = inner<Post>(message, 'post');
    if (post) notify(message, post);
    return Promise.resolve();
  },
  post_deleted: async (message) => {
    // It may have been one of those that I have not read.
    const rootId = inner<Post>(message, 'post')?.root_id ?? '';
    if (getData().threads[rootId]?.unreadReplies) await refreshThread(rootId);
  },
  thread_follow_changed: async (message) => {
    if (message.data.state === true) await refreshThread(text(message, 'thread_id'));
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
  restore_team: async (message) => {
    const id = inner<Team>(message, 'team')?.id ?? '';
    if (getData().teamMembers[id]) await joinedTeam(id);
  },
  channel_converted: (message) => loadChannel(text(message, 'channel_id')),
  // Another scheme gives me other roles, which are not told one by one.
  channel_scheme_updated: async (message) => {
    const id = message.broadcast.channel_id ?? '';
    if (getData().members[id]) await loadChannel(id);
  },
  update_team_scheme: async (message) => {
    const id = inner<Team>(message, 'team')?.id ?? '';
    if (getData().teamMembers[id]) await Promise.all([joinedTeam(id), loadTeam(id)]);
  },
  sidebar_category_created: (message) => loadCategories(message.broadcast.team_id ?? ''),
  sidebar_category_updated: (message) => loadCategories(message.broadcast.team_id ?? ''),
  sidebar_category_deleted: (message) => loadCategories(message.broadcast.team_id ?? ''),
  sidebar_category_order_updated: (message) => loadCategories(message.broadcast.team_id ?? ''),
};

/** Asks for what an event only names. What fails is asked for again when it is shown. */
export function follow(message: Message): void {
  FOLLOWERS[message.event]?.(message).catch((error: unknown) => console.warn('not loaded', message.event, error));
}
