import { randomBytes } from 'node:crypto';
import { connect, type MqttClient } from 'mqtt';
import { maxSignalBytes } from '../limits.ts';
import { type BrokerAddress, hostAndPort } from './broker-address.ts';
import { connectProblem } from './connect-problem.ts';
import { trustedAuthorities } from './trusted-authorities.ts';

/** Seconds between signs of life. A broker that dies closes the connection at once; this is for a cable that was pulled, and keeps NATs open. */
const keepaliveSeconds = 15;

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
 * @throws Error when nothing that speaks MQTT lets us in in time; its message is for people
 */
export function connectMqtt(address: BrokerAddress, timeoutMs: number, onMessage: Deliver): Promise<MqttConnection> {
  const { protocol, host, port, path, username, password } = address;
  const secure = protocol === 'mqtts' || protocol === 'wss';
  const client = connect({
    protocol,
    host,
    // What a WebSocket's URL is made of.
    hostname: protocol.startsWith('ws') && host.includes(':') ? `[${host}]` : host,
    port,
    ...(path === undefined ? {} : { path }),
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(secure ? trustedAuthorities() : {}),
    protocolVersion: 4,
    clean: true,
    clientId: `pw-${randomBytes(8).toString('hex')}`,
    keepalive: keepaliveSeconds,
    // Ours comes first: mqtt.js's own does not cover a server that never closes its side.
    connectTimeout: 2 * timeoutMs,
    reconnectPeriod: 0,
    resubscribe: false,
  });
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => {
      clearTimeout(limit);
      client.end(true);
      reject(new Error(connectProblem(address, error), { cause: error }));
    };
    const limit = setTimeout(() => fail({ code: 'ETIMEDOUT' }), timeoutMs);
    client.on('error', fail);
    const closed = new Promise<void>((over) => {
      client.once('close', () => {
        fail({ code: 'closed' });
        over();
      });
    });
    client.on('message', (topic, payload) => {
      if (payload.length <= maxSignalBytes) onMessage(topic, new Uint8Array(payload));
    });
    client.once('connect', () => {
      clearTimeout(limit);
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
