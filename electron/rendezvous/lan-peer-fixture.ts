/**
 * One peer of the tests in network namespaces. Takes one JSON argument, {@link LanPeerTask}, tells what happens as lines of JSON, {@link LanPeerReport},
 * and ends when its standard input does.
 */
import { join } from 'node:path';
import type { BrokerServer, RendezvousStatus } from '../contract/desktop.ts';
import { forkBrokerIn } from '../shell-browser/broker-fork.ts';
import { startBrokerProcess } from './broker-starter.ts';
import { MqttRendezvous } from './mqtt-rendezvous.ts';
import { RendezvousUnreachable } from './rendezvous-unreachable.ts';

/** What a peer is to do: a host answers each knock, a joiner knocks. */
export interface LanPeerTask {
  readonly host: boolean;
  readonly lanPlay: boolean;
  readonly ports: readonly number[];
  readonly brokers: readonly BrokerServer[];
}

/** What a peer tells. */
export interface LanPeerReport {
  readonly type: 'open' | 'unreachable' | 'heard';
  readonly places: readonly RendezvousStatus[];
}

const topicOf = (role: 'host' | 'joiner') => `paddlewire/1/K7QF/${role}`;

process.stdin.once('end', () => process.exit()).resume();

const tell = (report: LanPeerReport) => process.stdout.write(`${JSON.stringify(report)}\n`);

// A test's own argument, not data from outside.
const task = JSON.parse(process.argv[2] ?? '') as LanPeerTask;
const { host, ports } = task;

try {
  const rendezvous = await MqttRendezvous.open(host, {
    ...task,
    startBroker: () => startBrokerProcess(forkBrokerIn(join(import.meta.dirname, 'broker.js')), ports),
    onLost: (places) => tell({ type: 'unreachable', places }),
  });
  tell({ type: 'open', places: rendezvous.places() });
  await rendezvous.subscribe(topicOf(host ? 'host' : 'joiner'), (payload) => {
    tell({ type: 'heard', places: rendezvous.places() });
    if (host) void rendezvous.publish(topicOf('joiner'), payload);
  });
  if (!host) await rendezvous.publish(topicOf('host'), Uint8Array.of(1));
} catch (error) {
  if (!(error instanceof RendezvousUnreachable)) throw error;
  tell({ type: 'unreachable', places: error.tried });
}
