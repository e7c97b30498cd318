import { connectMqtt, type MqttConnection } from './mqtt-connection.ts';

/** A topic that every broker of this protocol grants. No code has this nameplate and role at once. */
const grantedTopic = 'paddlewire/1/0000/probe';

/** A topic that a broker of this protocol never grants, and any other grants to everybody. */
const refusedTopic = 'not-paddlewire/1/0000/probe';

/**
 * Connects to the Paddlewire broker on a port.
 *
 * @throws Error when there is none, be the port closed, silent or another server's
 */
export async function connectToBroker(
  port: number,
  timeoutMs: number,
  onMessage: (topic: string, payload: Uint8Array) => void,
): Promise<MqttConnection> {
  const connection = await connectMqtt(port, timeoutMs, onMessage);
  const limit = setTimeout(() => connection.end(), timeoutMs);
  try {
    await connection.subscribe(grantedTopic);
    const refused = connection.subscribe(refusedTopic).then(
      () => false,
      () => true,
    );
    const isOurs = await refused;
    // The refusal must be the broker's answer: another way to fail is to hang up.
    await connection.unsubscribe(grantedTopic);
    if (!isOurs) throw new Error(`Port ${port} of this machine belongs to another MQTT broker.`);
    return connection;
  } catch (error) {
    connection.end();
    throw error;
  } finally {
    clearTimeout(limit);
  }
}

/** Connects to the first Paddlewire broker that answers on one of the ports; undefined when none does within the time given for each. */
export async function findBroker(
  ports: readonly number[],
  timeoutMs: number,
  onMessage: (topic: string, payload: Uint8Array) => void,
): Promise<MqttConnection | undefined> {
  let found: MqttConnection | undefined;
  const attempts = ports.map(async (port) => {
    const connection = await connectToBroker(port, timeoutMs, onMessage);
    // There is hardly ever more than one; the first to answer is taken.
    if (found === undefined) found = connection;
    else if (found !== connection) connection.end();
  });
  await Promise.any(attempts).catch(() => undefined);
  return found;
}

/** Whether a Paddlewire broker answers on a port. */
export async function isBrokerAt(port: number, timeoutMs: number): Promise<boolean> {
  const connection = await findBroker([port], timeoutMs, () => undefined);
  connection?.end();
  return connection !== undefined;
}
