import { useState } from 'react';

import { Button } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { type Cluster as ClusterView, type ClusterNode, type Replica, roost } from '../api';
import { Card, Facts, Page, Pill, Problem, type Tone } from '../parts/Page';
import { Table } from '../parts/Table';
import { Confirm, useDeed } from '../parts/Tools';
import { useCan } from '../permissions';
import { type TextId, useFormats, useText } from '../text';
import { useLoad } from '../useLoad';
import css from './Cluster.module.css';
import { age, connectionsOf, type History, remember, sameConfig } from './history';
import { Sparkline } from './Sparkline';

/** Nodes prove their life once a second. */
const EVERY_MS = 1_000;

const STATES: Readonly<Record<ClusterNode['state'], readonly [Tone, TextId]>> = {
  alive: ['good', 'console.nodeAlive'],
  draining: ['warn', 'console.nodeDraining'],
  suspect: ['warn', 'console.nodeSuspect'],
  silent: ['bad', 'console.nodeSilent'],
  fenced: ['bad', 'console.nodeDead'],
};

/** Every node of the cluster as it is now. */
export default function Cluster() {
  const t = useText();
  const { number } = useFormats();
  const [history, setHistory] = useState<History>({});
  const view = useLoad(
    'cluster',
    async () => {
      const answer = await roost.getCluster();
      setHistory((before) => remember(before, answer.nodes));
      return answer;
    },
    EVERY_MS,
  );
  const cluster = view.value;
  return (
    <Page title={t('console.cluster')} lead={t('console.clusterLead')}>
      <Problem text={view.error} />
      {cluster && !cluster.enabled && <Alone version={cluster.roost_version} />}
      {cluster?.enabled && (
        <>
          <Card>
            <Facts
              rows={[
                [t('console.nodes'), <Count key="nodes" cluster={cluster} />],
                [t('console.connections'), number(connectionsOf(cluster.nodes))],
                [t('console.records'), number(cluster.log_head)],
                [
                  t('console.configuration'),
                  sameConfig(cluster.nodes) ? (
                    t('console.sameConfig')
                  ) : (
                    <Pill key="config" tone="warn">
                      {t('console.otherConfig')}
                    </Pill>
                  ),
                ],
                [t('console.answeredBy'), cluster.answered_by || '–'],
                [t('console.version'), `Roost ${cluster.roost_version}`],
              ]}
            />
          </Card>
          <ul className={css.nodes} aria-label={t('console.nodes')}>
            {cluster.nodes.map((node) => (
              <Node
                key={node.id}
                node={node}
                own={node.name === cluster.answered_by}
                history={history[node.id]?.connections ?? []}
                odd={!sameConfig(cluster.nodes)}
                onChange={view.reload}
              />
            ))}
          </ul>
        </>
      )}
      {cluster && <Replicas replicas={cluster.replicas} />}
    </Page>
  );
}

function Alone({ version }: { version: string }) {
  const t = useText();
  return (
    <Card title={t('console.alone')}>
      <p className={css.alone}>{t('console.aloneHint')}</p>
      <p className={css.alone}>Roost {version}</p>
    </Card>
  );
}

function Count({ cluster }: { cluster: ClusterView }) {
  const t = useText();
  const good = cluster.nodes.filter((node) => node.state === 'alive').length;
  return <span role="status">{t('console.nodesAlive', { good, all: cluster.nodes.length })}</span>;
}

interface NodeProps {
  node: ClusterNode;
  /** Whether it is the node that answers this window. */
  own: boolean;
  /** Connections of late, oldest first. */
  history: readonly number[];
  /** Whether nodes differ in their configuration. */
  odd: boolean;
  onChange: () => Promise<void>;
}

function Node({ node, own, history, odd, onChange }: NodeProps) {
  const t = useText();
  const { number } = useFormats();
  const may = useCan('sysconsole_write_environment_high_availability');
  const [asked, setAsked] = useState(false);
  const { busy, error, run } = useDeed();
  const [tone, state] = STATES[node.state];
  const dead = node.state === 'fenced' || node.state === 'silent';
  const drain = (wanted: boolean) => roost.drain(node.name, wanted).then(onChange);
  return (
    <li className={`${css.node} ${dead ? css.dead : ''}`} aria-label={node.name}>
      <header>
        <Icon name="server" size={20} />
        <div>
          <h2>{node.name}</h2>
          <small>{node.address}</small>
        </div>
        <Pill tone={tone}>{node.drain && node.state === 'alive' ? t('console.nodeWillDrain') : t(state)}</Pill>
      </header>
      <Problem text={error} />
      <div className={css.sockets}>
        <div>
          <b>{dead ? '–' : number(node.connections)}</b>
          <span>{t('console.connections')}</span>
        </div>
        <Sparkline values={history} />
      </div>
      <Facts
        rows={[
          [t('console.uptime'), age(node.up_ms)],
          [t('console.lastProof'), t('console.ago', { age: age(node.unseen_ms) })],
          [t('console.gossip'), t('console.heardBy', { count: node.heard_by })],
          [t('console.eventLag'), t('console.recordsBehind', { count: node.log_behind })],
          [t('console.version'), node.version],
          [t('console.schema'), node.schema_version],
          [
            t('console.configHash'),
            <code key="hash" className={odd ? css.odd : undefined}>
              {node.config_hash.slice(0, 8)}
            </code>,
          ],
        ]}
      />
      <footer>
        <span>{own ? t('console.thisNode') : ''}</span>
        {may && !dead && (
          <Button
            look="quiet"
            disabled={busy}
            aria-label={t(node.drain ? 'console.undrainOf' : 'console.drainOf', { name: node.name })}
            onClick={() => (node.drain ? void run(() => drain(false)) : setAsked(true))}
          >
            {node.drain ? t('console.undrain') : t('console.drain')}
          </Button>
        )}
      </footer>
      {asked && (
        <Confirm
          title={t('console.drainTitle', { name: node.name })}
          text={t('console.drainText')}
          deed={t('console.drain')}
          onDo={() => drain(true)}
          onClose={() => setAsked(false)}
        />
      )}
    </li>
  );
}

function Replicas({ replicas }: { replicas: Replica[] }) {
  const t = useText();
  const { number } = useFormats();
  return (
    <Card title={t('console.replicas')}>
      <Table
        label={t('console.replicas')}
        columns={[
          { name: 'name', label: t('console.name'), cell: (one) => one.name || '–' },
          { name: 'address', label: t('console.address'), minor: true, cell: (one) => one.address || '–' },
          {
            name: 'state',
            label: t('console.state'),
            cell: (one) => <Pill tone={one.state === 'streaming' ? 'good' : 'warn'}>{one.state || '?'}</Pill>,
          },
          {
            name: 'lag',
            label: t('console.replicaLag'),
            end: true,
            cell: (one) => `${number(one.lag_ms)} ms · ${number(one.lag_bytes)} B`,
          },
        ]}
        rows={replicas}
        keyOf={(one) => `${one.name} ${one.address}`}
        empty={t('console.noReplica')}
      />
    </Card>
  );
}
