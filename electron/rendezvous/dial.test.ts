import dns from 'node:dns';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { afterEach, expect, it, vi } from 'vitest';
import { addressOf } from './broker-address.ts';
import { dial } from './dial.ts';

/** A server with room for one that waits, which takes nobody until it is let: the system drops what comes meanwhile, and it comes again a second later. */
const slowServer = `
  const { workerData, parentPort } = require('node:worker_threads');
  const server = require('node:net').createServer((socket) => socket.on('error', () => undefined).resume());
  server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    parentPort.postMessage(server.address().port);
    setTimeout(() => Atomics.wait(workerData, 0, 0), 10);
  });`;

const sockets: Socket[] = [];

afterEach(() => {
  vi.restoreAllMocks();
  for (const socket of sockets.splice(0)) socket.destroy();
});

it('a broker as far away as a satellite is reached, also when it has another address that leads nowhere', async () => {
  const gate = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(slowServer, { eval: true, workerData: gate });
  const [port] = (await once(worker, 'message')) as [number];
  await wait(50);
  for (let count = 0; count < 4; count++) sockets.push(connect(port, '127.0.0.1').on('error', () => undefined));
  await wait(50);
  vi.spyOn(dns, 'lookup').mockImplementation(((_host: string, _options: unknown, tell: (error: null, found: unknown) => void) =>
    setImmediate(tell, null, [
      { address: '127.0.0.1', family: 4 },
      { address: '127.0.0.2', family: 4 },
    ])) as never);
  const release = setTimeout(() => {
    Atomics.store(gate, 0, 1);
    Atomics.notify(gate, 0);
  }, 400);
  const stages: string[] = [];
  const stream = await dial(addressOf({ url: `mqtt://broker.example.org:${port}` }), undefined, AbortSignal.timeout(10_000), (stage) =>
    stages.push(stage),
  );
  stream.destroy();
  clearTimeout(release);
  await worker.terminate();
  expect(new Set(stages)).toEqual(new Set(['lookup', 'connect', 'greet']));
});
