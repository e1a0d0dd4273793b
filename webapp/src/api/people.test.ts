import { describe, expect, it } from 'vitest';

import { addressesIn } from './people';

describe('addresses that are typed', () => {
  it('stand between spaces, commas, semicolons and lines, and count once', () => {
    expect(addressesIn('ada@example.com, bob@example.com\n ada@example.com;cyd@example.com')).toEqual([
      'ada@example.com',
      'bob@example.com',
      'cyd@example.com',
    ]);
    expect(addressesIn(' \n, ')).toEqual([]);
  });
});
