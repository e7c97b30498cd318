import { randomBytes } from 'node:crypto';
import type { BrokerAddress } from './broker-address.ts';
import { hostAndPort, plainAddress } from './broker-address.ts';
import { deferred } from './deferred.ts';
import { connectMqtt, type Deliver, type MqttConnection } from './mqtt-connection.ts';

/** A topic that a broker of this protocol never grants, and any other grants to everybody. */
const refusedTopic = 'not-paddlewire/1/0000/probe';

/** Within this time after a broker has acknowledged what we publish it delivers it too, in ms. Some acknowledge what their rules have no place for. */
const echoMs = 1_000;

/**
 * Connects to a broker that lets its users meet on topics of this protocol, which is seen by talking to oneself there.
 *
 * @param isOurs whether it has to be one that Paddlewire itself has started
 * @throws Error when there is none, be the port closed, silent or another server's; its message is for people
 */
export async function connectToBroker(
  address: BrokerAddress,
  isOurs: boolean,
  timeoutMs: number,
  onMessage: Deliver,
): Promise<MqttConnection> {
  const there = hostAndPort(address.host, address.port);
  // No code has this nameplate and role at once.
  const ownTopic = `paddlewire/1/0000/probe-${randomBytes(8).toString('hex')}`;
  const echo = deferred<void>();
  const connection = await connectMqtt(address, timeoutMs, (topic, payload) =>
    topic === ownTopic ? echo.resolve() : onMessage(topic, payload),
  );
  let limit = setTimeout(() => connection.end(), timeoutMs);
  const refused = `${there} does not let this user meet others on topics that begin with paddlewire/. Ask whoever runs it.`;
  try {
    await Promise.all([connection.subscribe(ownTopic), connection.publish(ownTopic, Uint8Array.of(0))]).catch((error: unknown) => {
      // It let us in: the subscription was refused, or the rules say that who oversteps them is cut off.
      throw new Error(refused, { cause: error });
    });
    clearTimeout(limit);
    limit = setTimeout(() => connection.end(), echoMs);
    await Promise.race([echo.promise, connection.closed]);
    if (!connection.isOpen()) throw new Error(refused);
    if (isOurs) await refuseForeign(connection, there);
    await connection.unsubscribe(ownTopic);
    return connection;
  } catch (error) {
    connection.end();
    throw error;
  } finally {
    clearTimeout(limit);
  }
}

async function refuseForeign(connection: MqttConnection, there: string): Promise<void> {
  const granted = await connection.subscribe(refusedTopic).then(
    () => true,
    () => false,
  );
  if (granted) throw new Error(`${there} belongs to another MQTT broker.`);
  // The refusal must be the broker's answer: another way to fail is to hang up.
  if (!connection.isOpen()) throw new Error(`The connection to ${there} has ended.`);
}

/** Connects to the first Paddlewire broker of this machine that answers on one of the ports; undefined when none does within the time given for each. */
export async function findBroker(ports: readonly number[], timeoutMs: number, onMessage: Deliver): Promise<MqttConnection | undefined> {
  let found: MqttConnection | undefined;
  const attempts = ports.map(async (port) => {
    const connection = await connectToBroker(loopback(port), true, timeoutMs, onMessage);
    // There is hardly ever more than one; the first to answer is taken.
    if (found === undefined) found = connection;
    else if (found !== connection) connection.end();
  });
  await Promise.any(attempts).catch(() => undefined);
  return found;
}

/** Whether a Paddlewire broker answers on a port of this machine. */
export async function isBrokerAt(port: number, timeoutMs: number): Promise<boolean> {
  const connection = await findBroker([port], timeoutMs, () => undefined);
  connection?.end();
  return connection !== undefined;
}

/** A port of this machine. */
export function loopback(port: number): BrokerAddress {
  return plainAddress('127.0.0.1', port);
}
