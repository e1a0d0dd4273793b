import type { UserProfile } from '@mattermost/types/users';
import { describe, expect, it } from 'vitest';

import { customStatusOf } from './status';

const saying = (customStatus: string) => ({ props: { customStatus } }) as unknown as UserProfile;

describe('what somebody says of themselves', () => {
  it('is an emoji and a text until it is over', () => {
    const lunch = saying(
      '{"emoji":"taco","text":"At lunch","duration":"one_hour","expires_at":"2026-01-01T13:00:00Z"}',
    );
    expect(customStatusOf(lunch, Date.parse('2026-01-01T12:59:59Z'))).toMatchObject({
      emoji: 'taco',
      text: 'At lunch',
    });
    expect(customStatusOf(lunch, Date.parse('2026-01-01T13:00:00Z'))).toBeNull();
  });

  it('may have no end', () => {
    const ill = '{"emoji":"sneezing_face","text":"Out sick","duration":"","expires_at":"0001-01-01T00:00:00Z"}';
    expect(customStatusOf(saying(ill), Date.now())?.text).toBe('Out sick');
  });

  it('is nothing when it cannot be read or is not there', () => {
    expect([customStatusOf(saying('{'), 0), customStatusOf(saying(''), 0), customStatusOf(undefined, 0)]).toEqual([
      null,
      null,
      null,
    ]);
  });
});
