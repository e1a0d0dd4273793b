import { describe, expect, it } from 'vitest';

import { entriesOf, wanted } from './entries';
import { seriesOf } from './series';

const ANSWER = {
  alpha: [
    { timestamp: '2026-11-26 13:05:01.000 Z', level: 'info', msg: 'request', status: 200, path: '/api/v4/users' },
    { timestamp: '2026-11-26 13:05:03.500 Z', level: 'error', msg: 'broken', caller: 'x', job_id: '' },
  ],
  beta: [{ timestamp: '2026-11-26 13:05:02.000 Z', level: 'warn', msg: 'slow' }],
};

describe('entries of the log', () => {
  it('stand in the order of their times, whatever node they are from', () => {
    const entries = entriesOf(ANSWER);
    expect(entries.map((entry) => [entry.node, entry.message])).toEqual([
      ['alpha', 'broken'],
      ['beta', 'slow'],
      ['alpha', 'request'],
    ]);
    expect(entries[0]?.at.toISOString()).toBe('2026-11-26T13:05:03.500Z');
    expect(entries[2]?.rest).toEqual([
      ['status', '200'],
      ['path', '/api/v4/users'],
    ]);
    expect(entries[0]?.rest).toEqual([]);
    expect(new Set(entries.map((entry) => entry.key)).size).toBe(3);
  });

  it('are found by what is in them', () => {
    const found = (term: string) => entriesOf(ANSWER).filter((entry) => wanted(entry, term)).length;
    expect([found(''), found('status=200'), found('ALPHA'), found('alpha slow')]).toEqual([3, 1, 2, 0]);
  });
});

describe('counts per day', () => {
  it('have every day between the first and the last, in order', () => {
    const series = seriesOf([
      { name: '2026-11-03', value: 4 },
      { name: '2026-11-01', value: 2 },
    ]);
    expect(series.values).toEqual([2, 0, 4]);
    expect(series.times.map((time) => new Date(time * 1_000).toISOString().slice(0, 10))).toEqual([
      '2026-11-01',
      '2026-11-02',
      '2026-11-03',
    ]);
    expect(seriesOf([])).toEqual({ times: [], values: [] });
  });
});
