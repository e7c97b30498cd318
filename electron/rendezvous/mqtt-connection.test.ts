import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, expect, it, vi } from 'vitest';
import { plainAddress } from './broker-address.ts';
import { connectMqtt } from './mqtt-connection.ts';

const connack = [0x20, 2, 0, 0];
const servers: Server[] = [];
const sockets: Socket[] = [];

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const server of servers.splice(0)) server.close();
});

/** A broker that lets everybody in and says what it is told to. */
async function brokerThatSays(...bytes: number[]): Promise<number> {
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined).once('data', () => socket.write(Uint8Array.from(bytes)));
  }).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

it.each<[string, readonly number[]]>([
  ['promises a message of 256 MB', [0x30, 0xff, 0xff, 0xff, 0x7f, 0, 1, 97]],
  ['sends a packet of no known kind', [0x00, 0]],
  ['sends very many packets', Array.from({ length: 2_100 }, () => [0xd0, 0]).flat()],
])('a broker that %s is left', async (_what, bytes) => {
  const heard = vi.fn();
  const connection = await connectMqtt(plainAddress('127.0.0.1', await brokerThatSays(...connack, ...bytes)), 10_000, heard).catch(
    () => undefined,
  );
  await connection?.closed;
  expect(connection?.isOpen() ?? false).toBe(false);
  expect(heard).not.toHaveBeenCalled();
});

it('what makes no MQTT is said to be none', async () => {
  const port = await brokerThatSays(...Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'));
  await expect(connectMqtt(plainAddress('127.0.0.1', port), 10_000, () => undefined)).rejects.toThrow(`127.0.0.1:${port} `);
});
