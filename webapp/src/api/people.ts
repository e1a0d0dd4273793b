import type { UserProfile } from '@mattermost/types/users';

import { apply, getData } from '../store';
import { leaveTeam as forgetTeam } from '../store/counts';
import { client } from './client';
import { keepUsers } from './load';

/** Members in one answer. */
export const PAGE_MEMBERS = 100;

export interface Person {
  readonly user: UserProfile;
  readonly admin: boolean;
  readonly guest: boolean;
}

/** Where people are members: a channel or a team. */
export interface Place {
  load(page: number): Promise<Person[]>;
  setAdmin(userId: string, admin: boolean): Promise<unknown>;
  remove(userId: string): Promise<unknown>;
}

interface Membership {
  user_id: string;
  scheme_admin?: boolean;
  scheme_guest?: boolean;
}

/** The people of memberships, in the order of their names. */
async function peopleOf(members: readonly Membership[]): Promise<Person[]> {
  const users = await client.getProfilesByIds(members.map((one) => one.user_id));
  keepUsers(users);
  const byId = new Map(members.map((one) => [one.user_id, one]));
  return users
    .map((user) => {
      const { scheme_admin: admin = false, scheme_guest: guest = false } = byId.get(user.id) ?? {};
      return { user, admin, guest };
    })
    .sort((a, b) => a.user.username.localeCompare(b.user.username));
}

export const inChannel = (channelId: string): Place => ({
  load: async (page) => peopleOf(await client.getChannelMembers(channelId, page, PAGE_MEMBERS)),
  setAdmin: (userId, admin) => client.updateChannelMemberSchemeRoles(channelId, userId, true, admin),
  remove: (userId) => client.removeFromChannel(userId, channelId),
});

export const inTeam = (teamId: string): Place => ({
  load: async (page) => {
    const members = await client.getTeamMembers(teamId, page, PAGE_MEMBERS);
    return peopleOf(members.filter((one) => one.delete_at === 0) as Membership[]);
  },
  setAdmin: (userId, admin) => client.updateTeamMemberSchemeRoles(teamId, userId, true, admin),
  remove: (userId) => client.removeFromTeam(teamId, userId),
});

/** Leaves a team. */
export async function leaveTeam(teamId: string): Promise<void> {
  await client.removeFromTeam(teamId, getData().me?.id ?? '');
  apply((data) => forgetTeam(data, teamId));
}

/** What became of the invitation to an address: empty, or why it was not sent. */
export interface Invited {
  readonly email: string;
  readonly problem: string;
}

/** Addresses in a text, between spaces, commas and lines; each once. */
export function addressesIn(text: string): string[] {
  return [...new Set(text.split(/[\s,;]+/).filter(Boolean))];
}

/** Guests see some channels and nothing else. */
export interface Guests {
  readonly channels: string[];
  /** Whether they sign in by links that are mailed to them, without a password. */
  readonly byLink: boolean;
}

/** Invites people into a team by mail. */
export async function inviteByMail(teamId: string, emails: string[], guests?: Guests): Promise<Invited[]> {
  const answers = guests
    ? await client.sendEmailGuestInvitesToChannelsGracefully(teamId, guests.channels, emails, '', guests.byLink)
    : await client.sendEmailInvitesToTeamGracefully(teamId, emails);
  return answers.map(({ email, error }) => ({ email, problem: (error as { message: string } | null)?.message ?? '' }));
}
