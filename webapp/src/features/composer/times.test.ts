import { describe, expect, it } from 'vitest';

import { nextMonday, toField, tomorrow } from './times';

describe('times to send at', () => {
  it('are nine o’clock of the next day and of the next Monday', () => {
    const sunday = new Date(2026, 0, 4, 22, 30);
    const monday = new Date(2026, 0, 5, 7);
    expect(new Date(tomorrow(sunday))).toEqual(new Date(2026, 0, 5, 9));
    expect(new Date(nextMonday(sunday))).toEqual(new Date(2026, 0, 5, 9));
    expect(new Date(nextMonday(monday))).toEqual(new Date(2026, 0, 12, 9));
    expect(new Date(tomorrow(new Date(2026, 0, 31)))).toEqual(new Date(2026, 1, 1, 9));
  });

  it('show in a field as on the clock of this place', () => {
    const time = new Date(2026, 2, 9, 8, 5).getTime();
    expect(toField(time)).toBe('2026-03-09T08:05');
    expect(new Date(toField(time)).getTime()).toBe(time);
  });
});
