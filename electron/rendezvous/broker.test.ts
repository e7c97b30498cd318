import { once } from 'node:events';
import { connect as connectSocket, createServer, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { connect, type IClientOptions, type MqttClient } from 'mqtt';
import { afterEach, beforeEach, expect, test as it, vi } from 'vitest';
import { type Broker, brokerLimits, startBroker } from './broker.ts';
import { lanLeaseTopic } from './lan-lease.ts';

const topic = 'paddlewire/1/K7QF/host';
let broker: Broker;
const clients: MqttClient[] = [];
const sockets: Socket[] = [];

beforeEach(async () => {
  broker = await startBroker(0);
});

afterEach(async () => {
  for (const client of clients.splice(0)) client.end(true);
  for (const socket of sockets.splice(0)) socket.destroy();
  await broker.close();
});

async function join(options: IClientOptions = {}): Promise<MqttClient> {
  const client = connect({ host: '127.0.0.1', port: broker.port, protocolVersion: 4, reconnectPeriod: 0, ...options });
  clients.push(client);
  client.on('error', () => undefined);
  await new Promise<void>((resolve, reject) => {
    client.once('connect', () => resolve());
    client.once('close', () => reject(new Error('cut off')));
  });
  return client;
}

/** Resolves when the offender has been cut off, with what others hear then: `hello` when the broker goes on. */
async function heardAfterCut(offender: MqttClient, offence: () => void): Promise<string> {
  const cutOff = new Promise<void>((resolve) => offender.once('close', () => resolve()));
  offence();
  await cutOff;
  return heardByOthers();
}

function nextMessage(listener: MqttClient): Promise<Buffer> {
  return new Promise((resolve) => listener.once('message', (_topic, payload) => resolve(payload)));
}

/** What a new client hears when another new one publishes `hello`. */
async function heardByOthers(): Promise<string> {
  const [listener, speaker] = [await join(), await join()];
  await listener.subscribeAsync(topic, { qos: 1 });
  const heard = nextMessage(listener);
  await speaker.publishAsync(topic, 'hello', { qos: 1 });
  return String(await heard);
}

it('what is published on a topic of the protocol arrives', async () => {
  expect(await heardByOthers()).toBe('hello');
});

it('the largest payload passes and one byte more is cut off', async () => {
  const [listener, speaker] = [await join(), await join()];
  await listener.subscribeAsync(topic, { qos: 1 });
  const heard = nextMessage(listener);
  await speaker.publishAsync(topic, Buffer.alloc(brokerLimits.payloadBytes, 7), { qos: 1 });
  expect(await heard).toHaveLength(brokerLimits.payloadBytes);
  expect(await heardAfterCut(speaker, () => speaker.publish(topic, Buffer.alloc(brokerLimits.payloadBytes + 1)))).toBe('hello');
});

it.each(['other', 'paddlewire/2/K7QF/host', 'paddlewire/1/K7QF/host/more', 'paddlewire/1/k7qf/host', '$SYS/x', 'a/'.repeat(90)])(
  'publishing on %s is cut off',
  async (other) => {
    const offender = await join();
    expect(await heardAfterCut(offender, () => offender.publish(other, 'x'))).toBe('hello');
  },
);

it('a retained message is cut off and kept by nobody', async () => {
  const offender = await join();
  expect(await heardAfterCut(offender, () => offender.publish(topic, 'x', { retain: true }))).toBe('hello');
});

it('a message to be delivered exactly once is cut off', async () => {
  const offender = await join();
  expect(await heardAfterCut(offender, () => offender.publish(topic, 'x', { qos: 2 }))).toBe('hello');
});

it.each(['#', '+/+/+/+', 'paddlewire/1/+/host', 'paddlewire/1/K7QF/#', 'paddlewire/#', '$SYS/#', 'other'])(
  'a subscription to %s is refused',
  async (filter) => {
    await expect((await join()).subscribeAsync(filter, { qos: 1 })).rejects.toThrow('Subscribe error');
  },
);

it('more topics than a client may hold are cut off, but not ones that were given back', async () => {
  const client = await join();
  for (let number = 0; number < 40; number++) {
    await client.subscribeAsync(`paddlewire/1/K7QF/${number}`, { qos: 1 });
    await client.unsubscribeAsync(`paddlewire/1/K7QF/${number}`);
  }
  const names = Array.from({ length: brokerLimits.topicsPerClient + 1 }, (_, number) => `paddlewire/1/K7QF/t${number}`);
  expect(await heardAfterCut(client, () => client.subscribe(names, { qos: 1 }))).toBe('hello');
});

it.each<[string, IClientOptions]>([
  ['a will', { will: { topic, payload: Buffer.from('x'), qos: 0, retain: false } }],
  ['a session that outlives it', { clean: false, clientId: 'stays' }],
  ['MQTT 5', { protocolVersion: 5 }],
  ['MQTT 3.1', { protocolVersion: 3, protocolId: 'MQIsdp' }],
  ['no sign of life for an hour', { keepalive: 3_600 }],
])('a client with %s is not let in', async (_what, options) => {
  await expect(join(options)).rejects.toThrow('cut off');
  expect(await heardByOthers()).toBe('hello');
});

it('a flood is cut off', async () => {
  await broker.close();
  // A clock that stands still.
  broker = await startBroker(0, { now: () => 0 });
  const offender = await join();
  expect(
    await heardAfterCut(offender, () => {
      for (let count = 0; count <= brokerLimits.burstPackets; count++) offender.publish(topic, 'x');
    }),
  ).toBe('hello');
});

it.each<[string, readonly number[]]>([
  ['bytes that are no MQTT', [...Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n')]],
  ['a packet that promises 256 MB', [0x10, 0xff, 0xff, 0xff, 0x7f]],
  ['a connect packet that is cut short', [0x10, 0x02, 0x00, 0x04]],
  ['a publish packet before it has introduced itself', [0x30, 0x03, 0x00, 0x01, 0x61]],
])('a connection that sends %s is closed', async (_what, bytes) => {
  const socket = connectSocket(broker.port, '127.0.0.1');
  sockets.push(socket);
  socket.on('error', () => undefined);
  const closed = once(socket, 'close');
  socket.resume().write(Uint8Array.from(bytes));
  await closed;
  expect(await heardByOthers()).toBe('hello');
});

it('connections above the cap are closed and one is free again when another leaves', async () => {
  await broker.close();
  broker = await startBroker(0, { limits: { ...brokerLimits, clients: 2 } });
  const first = await join();
  await join();
  await expect(join()).rejects.toThrow('cut off');
  await first.endAsync(true);
  await join();
  expect(clients).toHaveLength(4);
});

const hasIPv6 = Object.values(networkInterfaces()).some((entries) => entries?.some(({ address }) => address === '::1'));

/** Whether something listens at the broker's port of another address of this machine: of IPv6, where 127.0.0.1 alone is of IPv4. */
async function answersBeyond(): Promise<boolean> {
  const socket = connectSocket(broker.port, '::1');
  sockets.push(socket);
  return new Promise((resolve) => {
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
  });
}

it.skipIf(!hasIPv6)('it listens beyond this machine and is announced exactly while a client of this machine asks for it', async () => {
  await broker.close();
  const told: string[] = [];
  broker = await startBroker(0, {
    announce: (port) => {
      told.push(`from ${port}`);
      return () => told.push(`to ${port}`);
    },
  });
  expect(await answersBeyond()).toBe(false);
  const [one, other] = [await join(), await join()];
  await one.subscribeAsync(lanLeaseTopic, { qos: 1 });
  await other.subscribeAsync(lanLeaseTopic, { qos: 1 });
  expect(await answersBeyond()).toBe(true);
  expect(await heardByOthers()).toBe('hello');
  await one.unsubscribeAsync(lanLeaseTopic);
  expect(await answersBeyond()).toBe(true);
  expect(told).toEqual([`from ${broker.port}`]);
  other.end(true);
  await vi.waitFor(() => expect(told).toEqual([`from ${broker.port}`, `to ${broker.port}`]), { timeout: 10_000 });
  await vi.waitFor(async () => expect(await answersBeyond()).toBe(false), { timeout: 10_000 });
  expect(await heardByOthers()).toBe('hello');
});

it.skipIf(!hasIPv6)('a port that is taken beyond this machine is told, and this machine goes on', async () => {
  const taken = createServer().listen(broker.port, '::1');
  await once(taken, 'listening');
  await expect((await join()).subscribeAsync(lanLeaseTopic, { qos: 1 })).rejects.toThrow('Subscribe error');
  expect(await heardByOthers()).toBe('hello');
  taken.close();
});

it('a port that is taken is refused', async () => {
  await expect(startBroker(broker.port)).rejects.toMatchObject({ code: 'EADDRINUSE' });
});
