import { Client4 } from '@mattermost/client';

import type { Role } from '@mattermost/types/roles';

import { basePath } from '../api/client';

/** One setting, as the server describes it. */
export interface Setting {
  /** `ServiceSettings.SiteURL` */
  path: string;
  kind: 'bool' | 'int' | 'text' | 'text_list' | 'json';
  /** Null for secrets. */
  default: unknown;
  restart: boolean;
  secret: boolean;
  /** The environment of the server decides. */
  locked: boolean;
  writable: boolean;
  note: string;
  min: number | null;
  max: number | null;
  choices: string[];
}

/** A node as the others and the database know it; ages in milliseconds. */
export interface ClusterNode {
  id: string;
  name: string;
  hostname: string;
  address: string;
  version: string;
  schema_version: string;
  config_hash: string;
  state: 'alive' | 'draining' | 'suspect' | 'silent' | 'fenced';
  drain: boolean;
  up_ms: number;
  unseen_ms: number;
  connections: number;
  log_behind: number;
  /** Other nodes that hear it by gossip, and that heard it and do not any more. */
  heard_by: number;
  suspected_by: number;
}

export interface Replica {
  name: string;
  address: string;
  state: string;
  lag_ms: number;
  lag_bytes: number;
}

export interface Cluster {
  enabled: boolean;
  answered_by: string;
  roost_version: string;
  log_head: number;
  nodes: ClusterNode[];
  replicas: Replica[];
}

/** The published client with what this server has besides. */
class RoostClient extends Client4 {
  private own = (path: string) => `${this.getBaseRoute()}/roost${path}`;

  getSettings = (): Promise<Setting[]> => this.doFetch(this.own('/config/description'), { method: 'get' });

  getCluster = (): Promise<Cluster> => this.doFetch(this.own('/cluster'), { method: 'get' });

  /** Whether people may join a team by themselves. */
  setTeamPrivacy = (teamId: string, open: boolean): Promise<unknown> =>
    this.doFetch(`${this.getTeamRoute(teamId)}/privacy`, {
      method: 'put',
      body: JSON.stringify({ privacy: open ? 'O' : 'I' }),
    });

  /** Every role; those of schemes too. */
  getRoles = (): Promise<Role[]> => this.doFetch(this.getRolesRoute(), { method: 'get' });

  drain = (name: string, drain: boolean): Promise<unknown> =>
    this.doFetch(this.own(`/cluster/${drain ? 'drain' : 'undrain'}`), {
      method: 'post',
      body: JSON.stringify({ name }),
    });
}

export const roost = new RoostClient();
roost.setUrl(window.location.origin + basePath);
