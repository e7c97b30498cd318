import { randomBytes } from 'node:crypto';
import { connect, type MqttClient } from 'mqtt';
import { maxSignalBytes } from '../limits.ts';

/** Seconds between signs of life; a broker on this machine that dies closes the connection at once. */
const keepaliveSeconds = 15;

/** A connection to a broker on this machine: MQTT 3.1.1, clean session, QoS 1. It never reconnects by itself. */
export interface MqttConnection {
  readonly port: number;
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
 * Connects to an MQTT broker on 127.0.0.1.
 *
 * @param onMessage gets each message of at most 16 KiB, in bytes of its own
 * @throws Error when nothing that speaks MQTT answers in time
 */
export function connectMqtt(
  port: number,
  timeoutMs: number,
  onMessage: (topic: string, payload: Uint8Array) => void,
): Promise<MqttConnection> {
  const client = connect({
    host: '127.0.0.1',
    port,
    protocol: 'mqtt',
    protocolVersion: 4,
    clean: true,
    clientId: `pw-${randomBytes(8).toString('hex')}`,
    keepalive: keepaliveSeconds,
    connectTimeout: timeoutMs,
    reconnectPeriod: 0,
    resubscribe: false,
  });
  return new Promise((resolve, reject) => {
    const fail = (why: string) => {
      client.end(true);
      reject(new Error(`Nothing at port ${port} of this machine answers as a broker (${why}).`));
    };
    // mqtt.js's own limit does not cover a server that never closes its side.
    const limit = setTimeout(() => fail('timed out'), timeoutMs);
    client.on('error', (error) => fail(error.message || 'refused'));
    const closed = new Promise<void>((over) => {
      client.once('close', () => {
        clearTimeout(limit);
        fail('closed');
        over();
      });
    });
    client.on('message', (topic, payload) => {
      if (payload.length <= maxSignalBytes) onMessage(topic, new Uint8Array(payload));
    });
    client.once('connect', () => {
      clearTimeout(limit);
      resolve(wrap(client, port, closed));
    });
  });
}

function wrap(client: MqttClient, port: number, closed: Promise<void>): MqttConnection {
  const lost = closed.then(() => Promise.reject(new Error('The connection to the rendezvous has ended.')));
  lost.catch(() => undefined);
  const unlessLost = async (work: Promise<unknown>): Promise<void> => {
    // Still fails some time after the connection is lost, when nobody waits for it.
    work.catch(() => undefined);
    await Promise.race([work, lost]);
  };
  return {
    port,
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
