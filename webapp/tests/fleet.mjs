// The nodes of `scripts/cluster.sh`, to be killed and started again. CLUSTER_HOME and PORT_BASE say where it is.
import { spawn } from 'node:child_process';
import { openSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';

const base = Number(process.env.PORT_BASE ?? 8400);
const home = process.env.CLUSTER_HOME ?? 'data/cluster';

/** Its process as it was started: what a node is started again with. */
function processOf(pid) {
  const list = (file) => readFileSync(`/proc/${pid}/${file}`, 'utf8').split('\0').filter(Boolean);
  const pairs = list('environ').map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]);
  return { pid, command: list('cmdline'), env: Object.fromEntries(pairs) };
}

/** The nodes, with names as the cluster knows them. */
export function openFleet() {
  const lines = readFileSync(`${home}/parts`, 'utf8').trim().split('\n');
  const again = [];
  const nodes = lines.flatMap((line) => {
    const [name, pid] = line.split(' ');
    const number = Number(/^node(\d)$/.exec(name ?? '')?.[1]);
    if (!number) return [];
    return [{ port: base + 10 + number, health: base + 20 + number, process: processOf(Number(pid)) }];
  });
  return {
    nodes,
    /** The node that listens where a row of the console says. */
    at: (address) => nodes.find((node) => address.endsWith(`:${node.port}`)),
    /** Ends a node at once, without a chance to say goodbye. */
    kill: (node) => process.kill(node.process.pid, 'SIGKILL'),
    /** Starts a killed node again, as it was. */
    start(node) {
      const [program, ...rest] = node.process.command;
      const log = openSync(`${home}/logs/again-${node.port}`, 'a');
      const child = spawn(program, rest, { env: node.process.env, stdio: ['ignore', log, log] });
      node.process = { ...node.process, pid: child.pid };
      again.push(child);
    },
    /** What the node tells the proxy. */
    agent: (node) =>
      new Promise((resolve, reject) => {
        let said = '';
        const socket = connect(node.health, '127.0.0.1', () => socket.write('agent\n'));
        socket.on('data', (bytes) => (said += bytes));
        socket.on('close', () => resolve(said.trim()));
        socket.on('error', reject);
      }),
    /** Ends what was started here. */
    async close() {
      for (const child of again) {
        if (child.exitCode !== null) continue;
        const ended = new Promise((resolve) => child.once('exit', resolve));
        child.kill('SIGKILL');
        await ended;
      }
    },
  };
}
