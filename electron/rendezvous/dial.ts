import { once } from 'node:events';
import { connect, isIP, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as connectSecurely } from 'node:tls';
import { createWebSocketStream, WebSocket } from 'ws';
import type { BrokerAddress } from './broker-address.ts';
import type { NetworkProxy } from './proxy.ts';
import { trustedAuthorities } from './trusted-authorities.ts';
import { openTunnel } from './tunnel.ts';

/** How far a connection has come: what it waits for, and what a failure is about. */
export type DialStage =
  /** The proxy opens no way. */
  | 'proxy'
  /** Nobody tells the address of the broker's name. */
  | 'lookup'
  /** Nothing answers there. */
  | 'connect'
  /** It answers, and TLS has not begun. */
  | 'secure'
  /** Bytes can flow, and no broker has answered yet. */
  | 'greet';

/**
 * How long an address of a broker may take to answer before the next one is tried, in ms. Node's own 250 give up for good on an address that is further
 * away than that, and leave an IPv6 one that leads nowhere as the last. A satellite's answer takes 700.
 */
const nextAddressMs = 1_500;

/**
 * Opens a stream of bytes to a broker: through a proxy where there is one, in TLS and in WebSocket where its address says so.
 *
 * @param signal ends the attempt
 * @param onStage told each stage as it begins
 * @throws what the system, the proxy, TLS or WebSocket says
 */
export async function dial(
  address: BrokerAddress,
  proxy: NetworkProxy | undefined,
  signal: AbortSignal,
  onStage: (stage: DialStage) => void,
): Promise<Duplex> {
  const { protocol, host, port } = address;
  if (proxy !== undefined) onStage('proxy');
  const socket = proxy === undefined ? await reach(host, port, signal, onStage) : await openTunnel(proxy, host, port, signal);
  const secure = protocol === 'mqtts' || protocol === 'wss';
  if (secure) onStage('secure');
  const stream = secure ? await encrypt(socket, host, signal) : socket;
  onStage('greet');
  return protocol.startsWith('ws') ? webSocketStream(address, stream) : stream;
}

async function reach(host: string, port: number, signal: AbortSignal, onStage: (stage: DialStage) => void): Promise<Socket> {
  onStage(isIP(host) === 0 ? 'lookup' : 'connect');
  // Aborting ends it, whatever it is doing.
  const socket = connect({ host, port, signal, noDelay: true, autoSelectFamilyAttemptTimeout: nextAddressMs });
  // The first after a name was found; of a name with several addresses Node does not tell that it was.
  socket.once('connectionAttempt', () => onStage('connect'));
  await once(socket, 'connect');
  return socket;
}

async function encrypt(socket: Socket, host: string, signal: AbortSignal): Promise<Socket> {
  const secured = connectSecurely({ socket, host, ...(isIP(host) === 0 ? { servername: host } : {}), ...trustedAuthorities() });
  const stop = () => secured.destroy();
  signal.addEventListener('abort', stop);
  try {
    await Promise.race([once(secured, 'secureConnect'), hungUp(secured)]);
    return secured;
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** Rejects when the other side ends a connection; until then it waits. */
async function hungUp(socket: Socket): Promise<never> {
  await once(socket, 'close');
  throw Object.assign(new Error('The other side hung up.'), { code: 'closed' });
}

function webSocketStream({ protocol, host, port, path = '/' }: BrokerAddress, socket: Socket): Duplex {
  const url = `${protocol}://${host.includes(':') ? `[${host}]` : host}:${port}${path}`;
  // Secured already where it is to be.
  return createWebSocketStream(new WebSocket(url, ['mqtt'], { createConnection: () => socket, perMessageDeflate: false }));
}
