import type { ClusterNode } from '../api';

/** Moments that are remembered: two minutes. */
const MOMENTS = 120;

/** What nodes were like of late, by id. */
export type History = Readonly<Record<string, { connections: readonly number[] }>>;

/** Adds a moment. Nodes that are gone are forgotten. */
export function remember(history: History, nodes: readonly ClusterNode[]): History {
  return Object.fromEntries(
    nodes.map((node) => {
      const before = history[node.id]?.connections ?? [];
      return [node.id, { connections: [...before, node.connections].slice(-MOMENTS) }];
    }),
  );
}

const living = (node: ClusterNode): boolean => node.state === 'alive' || node.state === 'draining';

/** Connections to all nodes that live. */
export const connectionsOf = (nodes: readonly ClusterNode[]): number =>
  nodes.filter(living).reduce((sum, node) => sum + node.connections, 0);

/** Whether all nodes that live have the same configuration. */
export const sameConfig = (nodes: readonly ClusterNode[]): boolean =>
  new Set(nodes.filter(living).map((node) => node.config_hash)).size <= 1;

/** A time that has passed, in one or two units: `0.4 s`, `12 s`, `3 min 20 s`, `2 d 5 h`. */
export function age(ms: number): string {
  const s = ms / 1_000;
  if (s < 10) return `${s.toFixed(1)} s`;
  if (s < 60) return `${Math.floor(s)} s`;
  const [min, h, d] = [Math.floor(s / 60), Math.floor(s / 3_600), Math.floor(s / 86_400)];
  if (min < 60) return `${min} min ${Math.floor(s % 60)} s`;
  if (h < 24) return `${h} h ${min % 60} min`;
  return `${d} d ${h % 24} h`;
}
