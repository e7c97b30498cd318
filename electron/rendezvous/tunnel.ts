import { once } from 'node:events';
import { type IncomingMessage, request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import { connect, type Socket } from 'node:net';
import { SocksClient } from 'socks';
import { hostAndPort } from './broker-address.ts';
import type { NetworkProxy } from './proxy.ts';
import { trustedAuthorities } from './trusted-authorities.ts';

/** What a proxy answers instead of opening a way. */
export class ProxyRefusal extends Error {
  /** Status of HTTP: 407 where it wants to know who asks. */
  readonly status: number;
  /** Ways to say who asks that it knows, by their names, in small letters. */
  readonly schemes: readonly string[];

  constructor(status: number, schemes: readonly string[]) {
    super(`The proxy answers ${status}.`);
    this.status = status;
    this.schemes = schemes;
  }
}

/**
 * Has a proxy open a way to a host, whose name it looks up itself.
 *
 * @throws ProxyRefusal when it says no; else what the system or the SOCKS proxy says
 */
export async function openTunnel(proxy: NetworkProxy, host: string, port: number, signal: AbortSignal): Promise<Socket> {
  return proxy.kind === 'http' || proxy.kind === 'https' ? askHttp(proxy, host, port, signal) : askSocks(proxy, host, port, signal);
}

function askHttp(proxy: NetworkProxy, toHost: string, toPort: number, signal: AbortSignal): Promise<Socket> {
  const { kind, host, port, username, password = '' } = proxy;
  const place = hostAndPort(toHost, toPort);
  const secret = username === undefined ? undefined : Buffer.from(`${username}:${password}`).toString('base64');
  return new Promise((resolve, reject) => {
    const asking = (kind === 'https' ? secureRequest : plainRequest)({
      host,
      port,
      method: 'CONNECT',
      path: place,
      agent: false,
      signal,
      headers: { Host: place, ...(secret === undefined ? {} : { 'Proxy-Authorization': `Basic ${secret}` }) },
      ...(kind === 'https' ? trustedAuthorities() : {}),
    });
    asking.once('error', reject);
    const refuse = ({ statusCode = 0, headersDistinct }: IncomingMessage): void => {
      const challenges = (headersDistinct['proxy-authenticate'] ?? []).join(', ').replace(/"[^"]*"/g, '');
      const schemes = Array.from(challenges.matchAll(/\b(?:basic|digest|negotiate|ntlm|kerberos|bearer)\b/gi), ([scheme]) =>
        scheme.toLowerCase(),
      );
      asking.destroy();
      reject(new ProxyRefusal(statusCode, schemes));
    };
    // A server that is no proxy may answer as it would any other request.
    asking.once('response', refuse);
    asking.once('connect', (response, socket, early) => {
      if (response.statusCode !== 200) {
        refuse(response);
        socket.destroy();
        return;
      }
      if (early.length > 0) socket.unshift(early);
      resolve(socket);
    });
    asking.end();
  });
}

async function askSocks(proxy: NetworkProxy, host: string, port: number, signal: AbortSignal): Promise<Socket> {
  const socket = connect({ host: proxy.host, port: proxy.port });
  const stop = () => socket.destroy();
  signal.addEventListener('abort', stop);
  try {
    await once(socket, 'connect', { signal });
    const { username: userId, password } = proxy;
    await SocksClient.createConnection({
      proxy: {
        host: proxy.host,
        port: proxy.port,
        type: proxy.kind === 'socks4' ? 4 : 5,
        ...(userId === undefined ? {} : { userId, password: password ?? '' }),
      },
      command: 'connect',
      destination: { host, port },
      existing_socket: socket,
    });
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
