import { beforeEach, describe, expect, it } from 'vitest';

import { forgetSeen, rememberSeen, seenAt } from './last';

const place = (path: string, channelId: string, userId = 'ada') => ({ path, userId, teamId: 'team', channelId });

describe('what an address will show', () => {
  beforeEach(() => {
    forgetSeen();
    rememberSeen(place('/engines/channels/log', 'log'));
    rememberSeen(place('/engines/channels/plans', 'plans'));
  });

  it('is what it showed before', () => {
    expect(seenAt('/engines/channels/log', 'ada')?.channelId).toBe('log');
  });

  it('is the last place of a team or of all of them, when it names no other', () => {
    expect(seenAt('/engines', 'ada')?.channelId).toBe('plans');
    expect(seenAt('/', 'ada')?.channelId).toBe('plans');
    rememberSeen(place('/engines/channels/log', 'log'));
    expect(seenAt('/', 'ada')?.channelId).toBe('log');
  });

  it('is no channel that it does not name', () => {
    expect(seenAt('/engines/threads', 'ada')).toMatchObject({ teamId: 'team', channelId: '' });
    expect(seenAt('/mills/channels/log', 'ada')).toBeUndefined();
    expect(seenAt('/engines/channels/log', 'bob')).toBeUndefined();
  });
});
