import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { Aedes } from 'aedes';
import { OPEN_TOPIC } from 'paddlewire-netcode/rendezvous';
import { afterEach, beforeEach, expect, test as it, vi } from 'vitest';
import type { Broker } from './broker.ts';
import { startBroker } from './broker.ts';
import { findBroker } from './broker-finder.ts';
import { startOnFirstFreePort } from './first-free-port.ts';
import { freePorts } from './free-ports-fixture.ts';
import { MqttRendezvous } from './mqtt-rendezvous.ts';
import type { RendezvousOptions } from './rendezvous-options.ts';

const topic = 'paddlewire/1/K7QF/host';
const bytes = Uint8Array.of(1, 2, 3);
const quick = { probeMs: 2_000, connectMs: 2_000, openMs: 10_000, returnMs: 100 };
/** Long enough for a broker to be replaced on a busy machine. */
const patient = { ...quick, returnMs: 10_000 };
let ports: readonly number[];
const brokers: Broker[] = [];
const open: MqttRendezvous[] = [];
const servers: Server[] = [];

beforeEach(async () => {
  ports = await freePorts(3);
});

afterEach(async () => {
  for (const rendezvous of open.splice(0)) await rendezvous.close();
  for (const broker of brokers.splice(0)) await broker.close();
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
});

async function listen(port: number, onSocket: (socket: Socket) => void = () => undefined): Promise<Server> {
  const server = createServer(onSocket).listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

/** Starts brokers as their process does, in this one. */
async function startHere(): Promise<number> {
  const report = await startOnFirstFreePort(ports);
  if (report.type === 'failed') throw new Error(report.detail);
  if (report.type === 'listening') brokers.push({ port: report.port, close: async () => undefined });
  return report.port;
}

async function join(host: boolean, more: Partial<RendezvousOptions> = {}): Promise<MqttRendezvous> {
  const rendezvous = await MqttRendezvous.open(host, {
    ports,
    brokers: [],
    lanPlay: false,
    startBroker: startHere,
    onLost: () => undefined,
    timings: patient,
    ...more,
  });
  open.push(rendezvous);
  return rendezvous;
}

/** Starts brokers that the test can end. */
function startOwn(): { start(): Promise<number>; last(): Broker } {
  const own: Broker[] = [];
  return {
    start: async () => {
      const [port = 0] = ports;
      const broker = await startBroker(port);
      brokers.push(broker);
      own.push(broker);
      return port;
    },
    last: () => own.at(-1)!,
  };
}

function deferred<T>(): { readonly promise: Promise<T>; resolve(value: T): void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

async function deliver(from: MqttRendezvous, to: MqttRendezvous): Promise<Uint8Array> {
  const heard = deferred<Uint8Array>();
  await to.subscribe(topic, heard.resolve);
  await from.publish(topic, bytes);
  return heard.promise;
}

it('a joiner finds the broker that a host started', async () => {
  const host = await join(true);
  expect(await deliver(await join(false), host)).toEqual(bytes);
});

it('a joiner is told at once when there is no broker', async () => {
  await expect(join(false)).rejects.toThrow('No game is open on this computer');
});

it('two hosts at the same time end up at the same broker', async () => {
  for (let round = 0; round < 5; round++) {
    const [one, two] = await Promise.all([join(true), join(true)]);
    expect(await deliver(one, two)).toEqual(bytes);
  }
});

it('of two brokers that start at the same time the bind decides and the other one is told', async () => {
  const reports = await Promise.all([startOnFirstFreePort(ports), startOnFirstFreePort(ports)]);
  expect(reports.map(({ type }) => type).sort()).toEqual(['listening', 'taken']);
  expect(reports.map((report) => (report.type === 'failed' ? 0 : report.port))).toEqual([ports[0], ports[0]]);
});

it('ports that other programs hold are passed over: a silent one, one that talks something else and another MQTT broker', async () => {
  const foreign = await Aedes.createBroker();
  servers.push(await listen(ports[0]!, (socket) => socket.on('error', () => undefined).resume()));
  servers.push(await listen(ports[1]!, (socket) => foreign.handle(socket)));
  const report = await startOnFirstFreePort(ports);
  expect(report).toEqual({ type: 'listening', port: ports[2] });
  const found = await findBroker(ports, 500, () => undefined);
  expect(found?.address.port).toBe(ports[2]);
  found?.end();
  foreign.close();
});

it('of two brokers the one of the earlier port is taken, although the other one answers sooner', async () => {
  const slow = await startBroker(0);
  brokers.push(slow, await startBroker(ports[1]!));
  // The first one, as its clients see it on a machine that has other things to do.
  servers.push(
    await listen(ports[0]!, (client) => {
      const server = connect(slow.port, '127.0.0.1');
      for (const [from, to] of [
        [client, server],
        [server, client],
      ] as const) {
        from.on('data', (chunk) => setTimeout(() => to.write(chunk), 20)).on('error', () => undefined);
        from.on('close', () => to.destroy());
      }
    }),
  );
  const found = await findBroker(ports, 5_000, () => undefined);
  expect(found?.address.port).toBe(ports[0]);
  found?.end();
});

it('another MQTT broker is not taken for ours', async () => {
  const foreign = await Aedes.createBroker();
  servers.push(await listen(ports[0]!, (socket) => foreign.handle(socket)));
  expect(await findBroker(ports, 2_000, () => undefined)).toBeUndefined();
  foreign.close();
});

it('when the broker dies a host replaces it, and both sides hear each other again on what they had subscribed to', async () => {
  const own = startOwn();
  const host = await join(true, { startBroker: own.start });
  const joiner = await join(false);
  const heard = vi.fn();
  await host.subscribe(topic, heard);
  await own.last().close();
  await joiner.publish(topic, bytes);
  await vi.waitFor(() => expect(heard).toHaveBeenCalledWith(bytes), { timeout: 10_000 });
});

it('an open game that was announced before the broker died is not announced again at the next one', async () => {
  const own = startOwn();
  const host = await join(true, { startBroker: own.start });
  const joiner = await join(false);
  const announced = vi.fn();
  const heard = vi.fn();
  await host.subscribe(OPEN_TOPIC, announced);
  await host.subscribe(topic, heard);
  await joiner.publish(OPEN_TOPIC, bytes);
  await joiner.publish(topic, bytes);
  await vi.waitFor(() => expect(announced.mock.calls.length * heard.mock.calls.length).toBeGreaterThan(0), { timeout: 10_000 });
  const before = heard.mock.calls.length;
  await own.last().close();
  // Everything else that was said just now is.
  await vi.waitFor(() => expect(heard.mock.calls.length).toBeGreaterThan(before), { timeout: 10_000 });
  expect(announced).toHaveBeenCalledOnce();
});

it('a joiner is told once that the broker is lost when nobody replaces it, and its calls are refused from then on', async () => {
  const own = startOwn();
  await own.start();
  const lost = vi.fn();
  const joiner = await join(false, { onLost: lost, timings: quick });
  await own.last().close();
  await vi.waitFor(() => expect(lost).toHaveBeenCalledOnce(), { timeout: 10_000 });
  await expect(joiner.publish(topic, bytes)).rejects.toThrow('closed');
});

it('what is not granted is refused and the connection goes on', async () => {
  const host = await join(true);
  await expect(host.subscribe('elsewhere', () => undefined)).rejects.toThrow();
  expect(await deliver(host, host)).toEqual(bytes);
});

it('after an unsubscription nothing is delivered', async () => {
  const host = await join(true);
  const heard = vi.fn();
  const end = await host.subscribe(topic, heard);
  await end();
  const other = 'paddlewire/1/K7QF/other';
  const after = deferred<Uint8Array>();
  await host.subscribe(other, after.resolve);
  await host.publish(topic, bytes);
  await host.publish(other, bytes);
  await after.promise;
  expect(heard).not.toHaveBeenCalled();
});

/** As Node fails in a sandbox, and wherever else a system keeps its networks to itself. */
const forbidden = () => {
  const message = 'A system error occurred: uv_interface_addresses returned Unknown system error 13 (Unknown system error 13)';
  throw Object.assign(new Error(message), { code: 'ERR_SYSTEM_ERROR', errno: 13, syscall: 'uv_interface_addresses' });
};

it('where the system tells no networks a host is open all the same, and told how others of the local network get in', async () => {
  const host = await join(true, { lanPlay: true, askForInterfaces: forbidden });
  const lan = await vi.waitFor(() => {
    const place = host.places().find(({ kind }) => kind === 'lan');
    expect(place?.problem).not.toBe('');
    return place;
  });
  expect(lan?.problem).toMatch(new RegExp(`EACCES.*:${ports[0]} behind it`));
  expect(host.places().find(({ kind }) => kind === 'machine')).toMatchObject({ open: true });
});

it('where the system tells no networks a joiner is told why none is searched, and meets who is on its machine', async () => {
  const host = await join(true);
  const joiner = await join(false, { lanPlay: true, askForInterfaces: forbidden });
  const heard = vi.fn();
  await host.subscribe(topic, heard);
  await joiner.publish(topic, bytes);
  await vi.waitFor(() => expect(heard).toHaveBeenCalled());
  await vi.waitFor(
    () => expect(joiner.places().find(({ kind }) => kind === 'lan')?.problem).toMatch(/\(EACCES\).*type the address/),
    5_000,
  );
});
