import { describe, expect, it } from 'vitest';

import { rank } from './find';

describe('finding a channel', () => {
  it('likes a beginning best, then the beginning of a word, then any place, then the letters in order', () => {
    expect(['dev', 'core-dev', 'undevoted', 'd e v', 'other'].map((title) => rank(title, 'dev'))).toEqual([
      0,
      1,
      2,
      3,
      null,
    ]);
  });
});
