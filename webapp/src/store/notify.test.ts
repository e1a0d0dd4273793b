import { describe, expect, it } from 'vitest';

import { isLoud, isWanted, levelIn } from './notify';

const own = { desktop: 'mention', desktop_threads: 'all', desktop_sound: 'true' } as const;
const plain = { reply: false, meant: false, following: false };

describe('what the desktop tells', () => {
  it('is what the channel says, or else the account', () => {
    expect(levelIn({}, own, 'desktop')).toBe('mention');
    expect(levelIn({ desktop: 'default' }, own, 'desktop')).toBe('mention');
    expect(levelIn({ desktop: 'all' }, own, 'desktop')).toBe('all');
    expect(levelIn({}, {}, 'push_threads')).toBe('all');
  });

  it('is every message, those that mean me, or nothing', () => {
    expect(isWanted({ desktop: 'all' }, own, plain)).toBe(true);
    expect(isWanted({}, own, plain)).toBe(false);
    expect(isWanted({}, own, { ...plain, meant: true })).toBe(true);
    expect(isWanted({ desktop: 'none' }, own, { ...plain, meant: true })).toBe(false);
  });

  it('knows threads apart, of which only those count that I follow', () => {
    const reply = { ...plain, reply: true };
    expect(isWanted({}, own, reply)).toBe(false);
    expect(isWanted({}, own, { ...reply, following: true })).toBe(true);
    expect(isWanted({ desktop_threads: 'mention' }, own, { ...reply, following: true })).toBe(false);
    expect(isWanted({ desktop: 'none' }, own, { ...reply, following: true })).toBe(true);
  });

  it('is nothing of what is muted', () => {
    expect(isWanted({ desktop: 'all', mark_unread: 'mention' }, own, { ...plain, meant: true })).toBe(false);
  });

  it('is silent where the channel says so, or else the account', () => {
    expect([isLoud({}, own), isLoud({ desktop_sound: 'off' }, own)]).toEqual([true, false]);
    expect([
      isLoud({}, { desktop_sound: 'false' }),
      isLoud({ desktop_sound: 'on' }, { desktop_sound: 'false' }),
    ]).toEqual([false, true]);
  });
});
