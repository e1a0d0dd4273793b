import type { Team, TeamMembership } from '@mattermost/types/teams';
import type { UserProfile } from '@mattermost/types/users';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import { apply, getData } from '../store';
import { EMPTY } from '../store/data';
import type { Message } from '../store/message';
import { reduce } from '../store/events';
import { client } from './client';
import { follow } from './follow';

/** What the server has, and questions that it has not answered yet: each answer is as of the question. */
const server = { archived: false, member: true };
let answers: (() => void)[] = [];
const later = <T>(value: T) => new Promise<T>((resolve) => answers.push(() => resolve(value)));
const getTeam = vi
  .spyOn(client, 'getTeam')
  .mockImplementation(() => later({ id: 'mills', delete_at: server.archived ? 1 : 0 } as Team));
vi.spyOn(client, 'getMyTeamMembers').mockImplementation(() =>
  later(server.member ? [{ team_id: 'mills', delete_at: 0 } as TeamMembership] : []),
);
vi.spyOn(client, 'getAllTeamsChannels').mockResolvedValue([]);
vi.spyOn(client, 'getAllChannelsMembers').mockResolvedValue([]);

/** As the socket does. */
function told(event: string, data: Message['data']): void {
  const message = { event, data, broadcast: {}, seq: 0 } as unknown as Message;
  apply((known) => reduce(known, message, 1));
  follow(message);
}

/** Answers everything, also what is asked because of an answer. */
const answered = () =>
  vi.waitFor(() => {
    for (const answer of answers.splice(0)) answer();
    expect(getData().teams.mills).toBeDefined();
  });

describe('what an event only names', () => {
  beforeEach(() => {
    apply(() => ({ ...EMPTY, me: { id: 'ada' } as UserProfile }));
    [server.archived, server.member, answers] = [false, true, []];
    getTeam.mockClear();
    told('added_to_team', { user_id: 'ada', team_id: 'mills' });
  });

  it('is asked for once', async () => {
    await answered();
    expect(getData().teamMembers.mills).toBeDefined();
    expect(getTeam).toHaveBeenCalledTimes(1);
  });

  it('is asked for again when I have left the team before the answer', async () => {
    server.member = false;
    told('leave_team', { user_id: 'ada', team_id: 'mills' });
    await answered();
    expect(getData().teamMembers.mills).toBeUndefined();
  });

  it('is asked for again when the team was archived before the answer', async () => {
    server.archived = true;
    told('delete_team', { team: JSON.stringify({ id: 'mills', delete_at: 1 }) });
    await answered();
    expect(getData().teams.mills?.delete_at).toBe(1);
  });

  it('is not asked for again when somebody else left', async () => {
    told('leave_team', { user_id: 'bob', team_id: 'mills' });
    await answered();
    expect(getTeam).toHaveBeenCalledTimes(1);
  });
});
