import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { BrokerAddress } from './broker-address.ts';
import { hostAndPort, plainAddress } from './broker-address.ts';
import { deferred } from './deferred.ts';
import { connectMqtt, type Deliver, type MqttConnection } from './mqtt-connection.ts';
import type { NetworkProxy } from './proxy.ts';

/** A topic that a broker of this protocol never grants, and any other grants to everybody. */
const refusedTopic = 'not-paddlewire/1/0000/probe';

/** Within this time after a broker has acknowledged what we publish it delivers it too, in ms. Some acknowledge what their rules have no place for. */
const echoMs = 1_000;

/** Once a broker has answered, those of earlier ports have this long to do so too, in ms: they are on this machine, however busy it is. */
const headStartMs = 1_000;

/**
 * Connects to a broker that lets its users meet on topics of this protocol, which is seen by talking to oneself there.
 *
 * @param isOurs whether it has to be one that Paddlewire itself has started
 * @param proxy on the way there, if any
 * @throws Error when there is none, be the port closed, silent or another server's; its message is for people
 */
export async function connectToBroker(
  address: BrokerAddress,
  isOurs: boolean,
  timeoutMs: number,
  onMessage: Deliver,
  proxy?: NetworkProxy,
): Promise<MqttConnection> {
  const there = hostAndPort(address.host, address.port);
  // No code has this nameplate and role at once.
  const ownTopic = `paddlewire/1/0000/probe-${randomBytes(8).toString('hex')}`;
  const echo = deferred<void>();
  const hear: Deliver = (topic, payload) => (topic === ownTopic ? echo.resolve() : onMessage(topic, payload));
  const connection = await connectMqtt(address, timeoutMs, hear, proxy);
  let limit = setTimeout(() => connection.end(), timeoutMs);
  const refused = `${there} does not let this user publish and subscribe to topics that start with paddlewire/. Ask its operator.`;
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

/**
 * Connects to a Paddlewire broker of this machine; undefined when none answers on any of the ports within the time given for each. Where there are two,
 * because the window of one stood still and was taken for gone, everybody takes that of the earlier port: whoever took the quicker one could wait forever for
 * somebody at the other.
 *
 * @param onOther told why each port is no use that something listens on
 */
export async function findBroker(
  ports: readonly number[],
  timeoutMs: number,
  onMessage: Deliver,
  onOther: (error: unknown) => void = () => undefined,
): Promise<MqttConnection | undefined> {
  const attempts = ports.map((port) => connectToBroker(loopback(port), true, timeoutMs, onMessage));
  const headStart = Promise.any(attempts).then(
    () => wait(headStartMs, undefined, { ref: false }),
    () => undefined,
  );
  const answers = attempts.map((attempt) =>
    attempt.catch((error: unknown) => {
      // Where nothing listens, nothing is wrong.
      if (!(error instanceof Error && error.cause instanceof Error && 'code' in error.cause && error.cause.code === 'ECONNREFUSED'))
        onOther(error);
      return undefined;
    }),
  );
  let found: MqttConnection | undefined;
  for (const answer of answers) found ??= await Promise.race([answer, headStart]);
  for (const answer of answers) void answer.then((other) => other !== found && other?.end());
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
