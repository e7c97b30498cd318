import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer, type Socket, type Server as TcpServer } from 'node:net';

/** A real proxy, on a port of this machine, for tests. */
export interface TestProxy {
  readonly port: number;
  /** Hosts and ports that it was asked for, in order. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/** A proxy that opens ways when it is asked by CONNECT. `answer` gives the head of a response that says no instead; an empty one says nothing, ever. */
export async function startHttpProxy(answer?: (request: IncomingMessage) => string | undefined): Promise<TestProxy> {
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((_request, response) => response.writeHead(404).end());
  server.on('connection', (socket) => sockets.add(socket));
  server.on('connect', (request, from: Socket, early) => {
    const place = request.url ?? '';
    asked.push(place);
    from.on('error', () => undefined);
    const refusal = answer?.(request);
    if (refusal === '') return;
    if (refusal !== undefined) {
      from.end(`${refusal}\r\n\r\n`);
      return;
    }
    const { hostname, port } = new URL(`http://${place}`);
    const to = connect(Number(port || 80), hostname);
    sockets.add(to);
    to.on('error', () => from.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'));
    to.once('connect', () => {
      from.write('HTTP/1.1 200 Connection established\r\n\r\n');
      to.write(early);
      from.pipe(to).pipe(from);
    });
  });
  return opened(server, asked, sockets);
}

/** A SOCKS 5 proxy that lets everybody through to names and IPv4 addresses. */
export async function startSocksProxy(): Promise<TestProxy> {
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  const server = createTcpServer(async (from) => {
    sockets.add(from);
    from.on('error', () => undefined);
    await once(from, 'data');
    from.write(Uint8Array.of(5, 0));
    const [request] = (await once(from, 'data')) as [Buffer];
    const isName = request[3] === 3;
    const end = isName ? 5 + (request[4] ?? 0) : 8;
    const host = isName ? request.toString('utf8', 5, end) : [...request.subarray(4, end)].join('.');
    const port = request.readUInt16BE(end);
    asked.push(`${host}:${port}`);
    const to = connect(port, host);
    sockets.add(to);
    to.on('error', () => from.end(Uint8Array.of(5, 5, 0, 1, 0, 0, 0, 0, 0, 0)));
    to.once('connect', () => {
      from.write(Uint8Array.of(5, 0, 0, 1, 0, 0, 0, 0, 0, 0));
      from.pipe(to).pipe(from);
    });
  });
  return opened(server, asked, sockets);
}

async function opened(server: Server | TcpServer, asked: readonly string[], sockets: ReadonlySet<Socket>): Promise<TestProxy> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    // A TCP server has a port.
    port: (server.address() as AddressInfo).port,
    asked,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await once(server.close(), 'close');
    },
  };
}
