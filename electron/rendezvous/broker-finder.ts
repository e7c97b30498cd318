import type { BrokerAddress } from './broker-address.ts';
import { hostAndPort, plainAddress } from './broker-address.ts';
import { connectMqtt, type Deliver, type MqttConnection } from './mqtt-connection.ts';

/** A topic that every broker of this protocol grants. No code has this nameplate and role at once. */
const grantedTopic = 'paddlewire/1/0000/probe';

/** A topic that a broker of this protocol never grants, and any other grants to everybody. */
const refusedTopic = 'not-paddlewire/1/0000/probe';

/**
 * Connects to a broker that lets its users meet on topics of this protocol.
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
  const connection = await connectMqtt(address, timeoutMs, onMessage);
  const limit = setTimeout(() => connection.end(), timeoutMs);
  try {
    await connection.subscribe(grantedTopic).catch((error: unknown) => {
      const there = hostAndPort(address.host, address.port);
      if (!connection.isOpen()) throw error;
      throw new Error(`${there} does not let this user meet others on topics that begin with paddlewire/. Ask whoever runs it.`, {
        cause: error,
      });
    });
    if (isOurs) await refuseForeign(connection);
    await connection.unsubscribe(grantedTopic);
    return connection;
  } catch (error) {
    connection.end();
    throw error;
  } finally {
    clearTimeout(limit);
  }
}

async function refuseForeign(connection: MqttConnection): Promise<void> {
  const granted = await connection.subscribe(refusedTopic).then(
    () => true,
    () => false,
  );
  const { host, port } = connection.address;
  if (granted) throw new Error(`${hostAndPort(host, port)} belongs to another MQTT broker.`);
  // The refusal must be the broker's answer: another way to fail is to hang up.
  if (!connection.isOpen()) throw new Error(`The connection to ${hostAndPort(host, port)} has ended.`);
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
