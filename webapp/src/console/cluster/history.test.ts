import { describe, expect, it } from 'vitest';

import type { ClusterNode } from '../api';
import { age, connectionsOf, remember, sameConfig } from './history';

const node = (id: string, about: Partial<ClusterNode> = {}): ClusterNode => ({
  id,
  name: id,
  hostname: id,
  address: '',
  version: '11.6.0',
  schema_version: '1',
  config_hash: 'same',
  state: 'alive',
  drain: false,
  up_ms: 0,
  unseen_ms: 0,
  connections: 0,
  log_behind: 0,
  heard_by: 0,
  suspected_by: 0,
  ...about,
});

describe('what nodes were like', () => {
  it('is remembered for a while, and of those that are there', () => {
    let history = remember({}, [node('a', { connections: 1 }), node('b', { connections: 5 })]);
    history = remember(history, [node('a', { connections: 2 })]);
    expect(history).toEqual({ a: { connections: [1, 2] } });
    for (let n = 0; n < 500; n += 1) history = remember(history, [node('a', { connections: n })]);
    expect(history.a?.connections.length).toBe(120);
    expect(history.a?.connections.at(-1)).toBe(499);
  });
});

describe('the cluster as a whole', () => {
  it('counts the connections of nodes that live', () => {
    expect(
      connectionsOf([
        node('a', { connections: 3 }),
        node('b', { connections: 4, state: 'draining' }),
        node('c', { connections: 9, state: 'fenced' }),
      ]),
    ).toBe(7);
  });

  it('says when configurations differ, whatever a dead node had', () => {
    expect(sameConfig([node('a'), node('b')])).toBe(true);
    expect(sameConfig([node('a'), node('b', { config_hash: 'other' })])).toBe(false);
    expect(sameConfig([node('a'), node('b', { config_hash: 'other', state: 'fenced' })])).toBe(true);
  });
});

describe('ages', () => {
  it('have one or two units', () => {
    expect([400, 9_999, 12_345, 200_000, 7_500_000, 190_800_000].map(age)).toEqual([
      '0.4 s',
      '10.0 s',
      '12 s',
      '3 min 20 s',
      '2 h 5 min',
      '2 d 5 h',
    ]);
  });
});
