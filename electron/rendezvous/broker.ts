import { Aedes, type Client } from 'aedes';
import { TOPIC_PATTERN } from 'paddlewire-netcode/rendezvous';
import { maxPublishBytes } from '../contract/limits.ts';
import { BrokerListener, type DoorLimits, isFromHere } from './broker-listener.ts';
import { lanLeaseTopic } from './lan-lease.ts';
import { PacketLimiter, type PacketLimits } from './packet-limiter.ts';

/** What clients of the broker may do; who does more is cut off. */
export interface BrokerLimits extends PacketLimits, DoorLimits {
  readonly payloadBytes: number;
  readonly topicsPerClient: number;
}

/** Limits in the app: one meeting of two players takes some 40 packets and 2 topics on each side. */
export const brokerLimits: BrokerLimits = {
  payloadBytes: maxPublishBytes,
  // Room for the topic and the message id around the payload.
  packetBytes: maxPublishBytes + 256,
  // Windows of one machine, with room for those that look whether a broker is there.
  clients: 64,
  // So many that they can't crowd out the windows of this machine.
  lanClients: 32,
  // One player's windows, each with a connection, and with one more that looks whether this is a broker of ours.
  clientsPerAddress: 8,
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
  /** The port it listens on. */
  readonly port: number;
  close(): Promise<void>;
}

/** What a broker is started with. */
export interface BrokerOptions {
  readonly limits?: BrokerLimits;
  /** A clock in milliseconds, for the rate limit. */
  now?(): number;
  /** Called when the broker has opened itself to the local network. Returns how to stop what that has started. */
  announce?(port: number): () => void;
}

/**
 * Starts a broker for MQTT 3.1.1 on 127.0.0.1. It keeps nothing: no retained messages, no sessions, no wills. It grants only topics of this
 * protocol, without wildcards. It listens on the local network too while a client of this machine is subscribed to {@link lanLeaseTopic}.
 *
 * @param port 0 for any that is free
 * @throws Error with code EADDRINUSE when the port is taken
 */
export async function startBroker(port: number, options: BrokerOptions = {}): Promise<Broker> {
  const { limits = brokerLimits, now = () => performance.now(), announce = () => () => undefined } = options;
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
        TOPIC_PATTERN.test(packet.topic) &&
        !packet.retain &&
        packet.qos <= 1 &&
        packet.payload.length <= limits.payloadBytes;
      callback(allowed ? null : new Error('not allowed here'));
    },
    authorizeSubscribe: (client, subscription, callback) => {
      const held = topics.get(client) ?? new Set();
      topics.set(client, held);
      if (!TOPIC_PATTERN.test(subscription.topic)) return callback(null, null);
      held.add(subscription.topic);
      if (held.size > limits.topicsPerClient) return callback(new Error('too many topics'), null);
      // Nothing here is delivered exactly once.
      const granted = { ...subscription, qos: subscription.qos === 0 ? 0 : 1 } as const;
      if (subscription.topic !== lanLeaseTopic) return callback(null, granted);
      return void lease(client).then((isOpen) => callback(null, isOpen ? granted : null));
    },
  });
  aedes.on('unsubscribe', (names, client) => {
    for (const name of names) topics.get(client)?.delete(name);
    if (names.includes(lanLeaseTopic)) release(client);
  });
  aedes.on('clientDisconnect', (client) => release(client));

  const door = new BrokerListener(limits, announce, (socket) => {
    const gate = new PacketLimiter(limits, now);
    socket.on('error', () => undefined);
    // Sees each chunk just before aedes, which reads the socket by itself.
    socket.on('data', (chunk) => {
      if (!gate.accepts(chunk)) socket.destroy();
    });
    aedes.handle(socket);
  });
  // A door that has lost its port ends the process, by the rejection that nobody handles: its windows start another one.
  const leases = new Set<Client>();

  async function lease(client: Client): Promise<boolean> {
    if (!isFromHere(client.conn)) return false;
    leases.add(client);
    const isOpen = await door.setLan(true);
    if (!isOpen || client.closed) release(client);
    return isOpen;
  }

  function release(client: Client): void {
    if (leases.delete(client) && leases.size === 0) void door.setLan(false);
  }

  try {
    await door.open(port);
  } catch (error) {
    aedes.close();
    throw error;
  }
  return {
    port: door.port,
    close: async () => {
      const closed = door.close();
      await new Promise<void>((resolve) => aedes.close(() => resolve()));
      await closed;
    },
  };
}
