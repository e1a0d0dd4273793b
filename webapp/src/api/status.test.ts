import { describe, expect, it } from 'vitest';

import { endOf } from './status';

describe('the end of what somebody says of themselves', () => {
  const wednesday = new Date(2026, 0, 7, 15, 30);

  it('is some minutes from now, with the day, or with the week', () => {
    expect(endOf('thirty_minutes', wednesday)).toBe(new Date(2026, 0, 7, 16, 0).getTime());
    expect(endOf('today', wednesday)).toBe(new Date(2026, 0, 7, 23, 59, 59).getTime());
    expect(endOf('this_week', wednesday)).toBe(new Date(2026, 0, 11, 23, 59, 59).getTime());
    expect(endOf('this_week', new Date(2026, 0, 11, 9))).toBe(new Date(2026, 0, 11, 23, 59, 59).getTime());
  });

  it('is none for what lasts until something else is said', () => {
    expect(endOf('', wednesday)).toBeUndefined();
  });
});
