import dns from 'node:dns';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';
import { afterEach, expect, it, vi } from 'vitest';
import { addressOf } from './broker-address.ts';
import { dial } from './dial.ts';

/** A server that stands still for a moment: the system drops who comes while its queue is full, and they come again a second later. */
const slowServer = `
  const { parentPort } = require('node:worker_threads');
  const server = require('node:net').createServer((socket) => socket.on('error', () => undefined).resume());
  server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    parentPort.postMessage(server.address().port);
    setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500));
  });`;

const sockets: Socket[] = [];

afterEach(() => {
  vi.restoreAllMocks();
  for (const socket of sockets.splice(0)) socket.destroy();
});

it('a broker as far away as a satellite is reached, also when it has another address that leads nowhere', async () => {
  const worker = new Worker(slowServer, { eval: true });
  const [port] = (await once(worker, 'message')) as [number];
  for (let count = 0; count < 4; count++) sockets.push(connect(port, '127.0.0.1').on('error', () => undefined));
  await once(sockets[0]!, 'connect');
  vi.spyOn(dns, 'lookup').mockImplementation(((_host: string, _options: unknown, tell: (error: null, found: unknown) => void) =>
    setImmediate(tell, null, [
      { address: '127.0.0.1', family: 4 },
      { address: '127.0.0.2', family: 4 },
    ])) as never);
  const stages: string[] = [];
  const stream = await dial(addressOf({ url: `mqtt://broker.example.org:${port}` }), undefined, AbortSignal.timeout(10_000), (stage) =>
    stages.push(stage),
  );
  stream.destroy();
  await worker.terminate();
  expect(new Set(stages)).toEqual(new Set(['lookup', 'connect', 'greet']));
});
