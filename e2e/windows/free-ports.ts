import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';

/**
 * Loopback ports that nothing listens on. All are held at the same time while they are chosen, so they differ.
 *
 * @param count 1 or more
 */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  // A server that listens on a TCP port has an address of this type.
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return ports;
}
