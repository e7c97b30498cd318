import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { maxRequestChars } from '../contract/limits.ts';
import { readPageFile } from '../page/page-files.ts';
import { pageHeaders } from '../page/page-headers.ts';
import { type Access, createAccess } from './access.ts';

/** Where the page's WebSocket connects to. */
const socketPath = '/desktop';

/** A running server of the browser shell. */
export interface PageServer {
  /** The address to open in a browser; it works once. */
  readonly url: string;
  close(): void;
}

/**
 * Serves the page's folder and one WebSocket on 127.0.0.1, to the one browser that comes with the token.
 *
 * @param port 0 for any that is free
 * @param onPage gets each page that connects; the socket of the page before it has been closed then
 * @throws Error when the port is taken
 */
export async function startPageServer(folder: string, port: number, onPage: (socket: WebSocket) => void): Promise<PageServer> {
  const server = createServer();
  const boundPort = await listen(server, port);
  const access = createAccess(boundPort);
  const headers = pageHeaders([`ws://127.0.0.1:${boundPort}`]);
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxRequestChars, perMessageDeflate: false });
  let current: WebSocket | undefined;

  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    void answer(request, response);
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const allowed =
      access.isForUs(request.headers) &&
      access.isFromOurPage(request.headers) &&
      access.hasCookie(request.headers) &&
      request.url === socketPath;
    if (!allowed) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (opened) => {
      current?.close();
      current = opened;
      opened.on('error', () => opened.terminate());
      onPage(opened);
    });
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const send = (status: number, text: string, more: Record<string, string> = {}) => {
      response.writeHead(status, { ...headers, 'content-type': 'text/plain; charset=utf-8', ...more }).end(text);
    };
    if (!isAllowed(access, request)) return send(403, 'This server is not for you.');
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (!access.hasCookie(request.headers)) {
      const cookie = pathname === '/' ? access.redeem(searchParams.get('token')) : undefined;
      if (cookie === undefined) return send(403, 'This address has already been used. Start Paddlewire again for a new one.');
      return send(303, '', { location: '/', 'set-cookie': cookie });
    }
    // The token leaves the address bar and the history.
    if (searchParams.has('token')) return send(303, '', { location: '/' });
    const file = await readPageFile(folder, pathname);
    if (file === undefined) return send(404, 'There is no such file.');
    response.writeHead(200, { ...headers, 'content-type': file.mimeType, 'content-length': file.body.length }).end(file.body);
  }

  return {
    url: `http://127.0.0.1:${boundPort}${access.entrance}`,
    close: () => {
      current?.terminate();
      sockets.close();
      server.close();
      server.closeAllConnections();
    },
  };
}

function isAllowed(access: Access, { method, headers }: IncomingMessage): boolean {
  const elsewhere = headers.origin !== undefined && !access.isFromOurPage(headers);
  return method === 'GET' && access.isForUs(headers) && !elsewhere;
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('A TCP server has a port.'));
      else resolve(address.port);
    });
  });
}
