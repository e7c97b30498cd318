import { randomBytes } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { MqttClient } from 'mqtt';
import { maxPublishBytes } from '../contract/limits.ts';
import { type BrokerAddress, hostAndPort } from './broker-address.ts';
import { connectProblem } from './connect-problem.ts';
import { type DialStage, dial } from './dial.ts';
import { PacketLimiter, type PacketLimits } from './packet-limiter.ts';
import type { NetworkProxy } from './proxy.ts';

/** Seconds between signs of life. A broker that dies closes the connection at once; this is for a cable that was pulled, and keeps NATs open. */
const keepaliveSeconds = 15;

/** What a broker may send: as large a message as there is, and as many as the busiest list of open games makes. More is an attack on our memory. */
const inboundLimits: PacketLimits = { packetBytes: maxPublishBytes + 256, burstPackets: 2_000, packetsPerSecond: 500 };

/** Gets each message of at most 16 KiB, in bytes of its own. */
export type Deliver = (topic: string, payload: Uint8Array) => void;

/** A connection to a broker: MQTT 3.1.1, clean session, QoS 1. It never reconnects by itself. */
export interface MqttConnection {
  readonly address: BrokerAddress;
  /** Resolves when it is over, for whatever reason. */
  readonly closed: Promise<void>;
  /** False from the moment that it is over, or about to be. */
  isOpen(): boolean;
  /** @throws Error when the connection ends before the broker has acknowledged it */
  publish(topic: string, payload: Uint8Array): Promise<void>;
  /** @throws Error when it is not granted or the connection ends */
  subscribe(topic: string): Promise<void>;
  /** @throws Error when the connection ends */
  unsubscribe(topic: string): Promise<void>;
  end(): void;
}

/**
 * Connects to an MQTT broker.
 *
 * @param proxy on the way there, if any
 * @throws Error when nothing that speaks MQTT lets us in in time; its message is for people
 */
export async function connectMqtt(
  address: BrokerAddress,
  timeoutMs: number,
  onMessage: Deliver,
  proxy?: NetworkProxy,
): Promise<MqttConnection> {
  const attempt = new AbortController();
  const limit = setTimeout(() => attempt.abort(), timeoutMs);
  let stage: DialStage = 'connect';
  try {
    const stream = await dial(address, proxy, attempt.signal, (begun) => {
      stage = begun;
    });
    return await greet(stream, address, attempt.signal, onMessage);
  } catch (error) {
    throw new Error(connectProblem(address, attempt.signal.aborted ? { code: 'ETIMEDOUT' } : error, { stage, proxy }), { cause: error });
  } finally {
    clearTimeout(limit);
  }
}

/** Introduces us to the broker at the other end of a stream. */
function greet(stream: Duplex, address: BrokerAddress, signal: AbortSignal, onMessage: Deliver): Promise<MqttConnection> {
  const { username, password } = address;
  const client = new MqttClient(() => stream, {
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    protocolVersion: 4,
    clean: true,
    clientId: `pw-${randomBytes(8).toString('hex')}`,
    keepalive: keepaliveSeconds,
    reconnectPeriod: 0,
    resubscribe: false,
  });
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => {
      client.end(true);
      reject(error);
    };
    signal.addEventListener('abort', fail);
    client.on('error', fail);
    // Of what goes wrong with the stream mqtt.js tells some kinds only.
    stream.on('error', fail);
    const closed = new Promise<void>((over) => {
      client.once('close', () => {
        fail({ code: 'closed' });
        over();
      });
    });
    const gate = new PacketLimiter(inboundLimits, () => performance.now());
    // Seen just before mqtt.js sees it, which would wait for 256 MB if they were promised.
    stream.on('data', (chunk: Uint8Array) => {
      if (!gate.accepts(chunk)) client.end(true);
    });
    client.on('message', (topic, payload) => {
      if (payload.length <= maxPublishBytes) onMessage(topic, new Uint8Array(payload));
    });
    client.once('connect', () => {
      signal.removeEventListener('abort', fail);
      resolve(wrap(client, address, closed));
    });
  });
}

function wrap(client: MqttClient, address: BrokerAddress, closed: Promise<void>): MqttConnection {
  const lost = closed.then(() => Promise.reject(new Error(`The connection to ${hostAndPort(address.host, address.port)} has ended.`)));
  lost.catch(() => undefined);
  const unlessLost = async (work: Promise<unknown>): Promise<void> => {
    // Still fails some time after the connection is lost, when nobody waits for it.
    work.catch(() => undefined);
    await Promise.race([work, lost]);
  };
  return {
    address,
    closed,
    isOpen: () => client.connected && !client.disconnecting,
    publish: (topic, payload) => unlessLost(client.publishAsync(topic, Buffer.from(payload), { qos: 1 })),
    subscribe: (topic) => unlessLost(client.subscribeAsync(topic, { qos: 1 })),
    unsubscribe: (topic) => unlessLost(client.unsubscribeAsync(topic)),
    end: () => {
      client.end(true);
    },
  };
}
