import { createIntl } from 'react-intl';
import { expect, it } from 'vitest';

import { whenText } from './when';

it('is as short as it can be', () => {
  const intl = createIntl({ locale: 'en-GB' });
  const now = new Date(2026, 5, 15, 18, 0).getTime();
  const say = (...parts: [number, number, number, number, number]) =>
    whenText(intl, new Date(...parts).getTime(), now).replaceAll('\u202f', ' ');
  expect(say(2026, 5, 15, 9, 5)).toBe('9:05');
  expect(say(2026, 5, 14, 23, 59)).toMatch(/^14 Jun.* 23:59$/);
  expect(say(2025, 5, 15, 9, 5)).toMatch(/^15 Jun 2025.* 9:05$/);
});
