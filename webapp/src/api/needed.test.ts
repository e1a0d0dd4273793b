import { ClientError } from '@mattermost/client';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { isAway } from './client';
import { needed, takeMissing, whenMissing } from './needed';

const answered = (status_code?: number) => new ClientError('http://server', { message: 'no', url: '/x', status_code });

/** Until everything that a promise sets off has happened. */
const settled = () => new Promise((done) => setImmediate(done));

afterEach(() => {
  takeMissing();
  whenMissing(() => undefined);
});

describe('what a page needs', () => {
  it('is missing when there is no way to the server, until somebody sees to it', async () => {
    const told = vi.fn();
    whenMissing(told);
    needed(Promise.reject(new TypeError('Failed to fetch')));
    await settled();
    expect(told).toHaveBeenCalledTimes(1);
    expect(takeMissing()).toBe(true);
    expect(takeMissing()).toBe(false);
  });

  it('is not missing when it comes', async () => {
    needed(Promise.resolve());
    await settled();
    expect(takeMissing()).toBe(false);
  });

  it('is away behind a proxy too, and a refusal or a fault of ours is neither', () => {
    for (const error of [answered(), answered(502), answered(503), new TypeError('Load failed')])
      expect(isAway(error)).toBe(true);
    for (const error of [answered(403), answered(500), new TypeError('x is undefined'), new Error('Failed to fetch')])
      expect(isAway(error)).toBe(false);
  });
});
