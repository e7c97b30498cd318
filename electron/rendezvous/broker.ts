import { createServer, type Socket } from 'node:net';
import { Aedes, type Client } from 'aedes';
import { maxSignalBytes } from '../limits.ts';
import { topicPattern } from '../topic-pattern.ts';
import { PacketGate, type PacketLimits } from './packet-gate.ts';

/** What clients of the broker may do; who does more is cut off. */
export interface BrokerLimits extends PacketLimits {
  readonly payloadBytes: number;
  readonly clients: number;
  readonly topicsPerClient: number;
}

/** Limits in the app: one meeting of two players takes some 40 packets and 2 topics on each side. */
export const brokerLimits: BrokerLimits = {
  payloadBytes: maxSignalBytes,
  // Room for the topic and the message id around the payload.
  packetBytes: maxSignalBytes + 256,
  // Windows of one machine, with room for those that look whether a broker is there.
  clients: 64,
  topicsPerClient: 16,
  burstPackets: 300,
  packetsPerSecond: 50,
};

/** Time for a new connection to say what it wants, and for a slow one to take what it is sent. */
const patienceMs = 5_000;

/** Seconds after which a client that says nothing is asked to be alive; more than this is refused. */
const maxKeepaliveSeconds = 60;

/** A running broker. */
export interface Broker {
  /** The loopback port it listens on. */
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Starts a broker for MQTT 3.1.1 on 127.0.0.1. It keeps nothing: no retained messages, no sessions, no wills. It grants only topics of this
 * protocol, without wildcards.
 *
 * @param port 0 for any that is free
 * @param now a clock in milliseconds, for the rate limit
 * @throws Error with code EADDRINUSE when the port is taken
 */
export async function startBroker(
  port: number,
  limits: BrokerLimits = brokerLimits,
  now: () => number = () => performance.now(),
): Promise<Broker> {
  const topics = new WeakMap<Client, Set<string>>();
  const aedes = await Aedes.createBroker({
    connectTimeout: patienceMs,
    drainTimeout: patienceMs,
    keepaliveLimit: maxKeepaliveSeconds,
    // The deepest topic that is granted.
    maxTopicLevels: 4,
    preConnect: (_client, packet, callback) => {
      const plain = packet.clean === true && packet.will === undefined && packet.protocolVersion === 4;
      callback(plain ? null : new Error('only clean sessions of MQTT 3.1.1 without a will'), plain);
    },
    authorizePublish: (client, packet, callback) => {
      const allowed =
        // What was read together with the bytes that broke a limit.
        client?.conn.destroyed !== true &&
        topicPattern.test(packet.topic) &&
        !packet.retain &&
        packet.qos <= 1 &&
        packet.payload.length <= limits.payloadBytes;
      callback(allowed ? null : new Error('not allowed here'));
    },
    authorizeSubscribe: (client, subscription, callback) => {
      const held = topics.get(client) ?? new Set();
      topics.set(client, held);
      if (!topicPattern.test(subscription.topic)) return callback(null, null);
      held.add(subscription.topic);
      if (held.size > limits.topicsPerClient) return callback(new Error('too many topics'), null);
      // Nothing here is delivered exactly once.
      return callback(null, { ...subscription, qos: subscription.qos === 0 ? 0 : 1 });
    },
  });
  aedes.on('unsubscribe', (names, client) => {
    for (const name of names) topics.get(client)?.delete(name);
  });
  // Of single clients, which are cut off; without a listener they would end the process.
  aedes.on('clientError', () => undefined);
  aedes.on('connectionError', () => undefined);

  const server = createServer({ noDelay: true }, (socket: Socket) => {
    const gate = new PacketGate(limits, now);
    socket.on('error', () => undefined);
    // Sees each chunk just before aedes, which reads the socket by itself.
    socket.on('data', (chunk) => {
      if (!gate.accepts(chunk)) socket.destroy();
    });
    aedes.handle(socket);
  });
  server.maxConnections = limits.clients;
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host: '127.0.0.1', port, exclusive: true }, resolve);
    });
  } catch (error) {
    aedes.close();
    throw error;
  }
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('A TCP server has a port.');
  return {
    port: address.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        aedes.close();
      }),
  };
}
