import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer, type Server as HttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tls, { type TlsOptions } from 'node:tls';
import { Aedes } from 'aedes';
import { createWebSocketStream, WebSocketServer } from 'ws';

/** A certificate and its key, in PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** When a certificate holds, as OpenSSL writes it. */
interface Validity {
  readonly from: string;
  readonly until: string;
}

/** Makes a certificate that vouches for itself. */
export function certificateFor(
  name: string,
  { from, until }: Validity = { from: '20200101000000Z', until: '20490101000000Z' },
): Certificate {
  const folder = mkdtempSync(join(tmpdir(), 'paddlewire-certificate-'));
  const run = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  run(
    'req',
    '-new',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-keyout',
    'key',
    '-out',
    'request',
    '-subj',
    `/CN=${name}`,
  );
  writeFileSync(join(folder, 'database'), '');
  const own =
    'database = database\nnew_certs_dir = .\nrand_serial = yes\ndefault_md = sha256\npolicy = policy\nx509_extensions = extensions';
  const names = `[policy]\ncommonName = supplied\n[extensions]\nsubjectAltName = DNS:${name}`;
  writeFileSync(join(folder, 'config'), `[ca]\ndefault_ca = own\n[own]\n${own}\n${names}\n`);
  const dates = ['-startdate', from, '-enddate', until];
  run('ca', '-batch', '-config', 'config', '-selfsign', '-keyfile', 'key', '-in', 'request', '-out', 'cert', '-notext', ...dates);
  const made = { cert: readFileSync(join(folder, 'cert'), 'utf8'), key: readFileSync(join(folder, 'key'), 'utf8') };
  rmSync(folder, { recursive: true });
  return made;
}

/** Has this process trust a certificate as one that the computer's owner has installed, while it works. */
export async function trusting<T>({ cert }: Certificate, work: () => Promise<T>): Promise<T> {
  const before: unknown = Reflect.get(tls, 'getCACertificates');
  Reflect.set(tls, 'getCACertificates', (kind: string) => (kind === 'system' ? [cert] : [...tls.rootCertificates]));
  try {
    return await work();
  } finally {
    if (before === undefined) Reflect.deleteProperty(tls, 'getCACertificates');
    else Reflect.set(tls, 'getCACertificates', before);
  }
}

/** A real broker on a port of this machine, for tests. */
export interface TestBroker {
  readonly port: number;
  close(): Promise<void>;
}

/** Starts a broker; over TLS with these options, and in WebSocket where that is asked for. */
export async function startBroker(kind: 'plain' | 'websocket', secure?: TlsOptions): Promise<TestBroker> {
  const aedes = await Aedes.createBroker();
  const sockets = new Set<Socket>();
  let server: Server | HttpServer;
  if (kind === 'websocket') {
    const web = secure === undefined ? createHttpServer() : createHttpsServer(secure);
    new WebSocketServer({ server: web }).on('connection', (socket) => aedes.handle(createWebSocketStream(socket)));
    server = web;
  } else server = secure === undefined ? createServer(aedes.handle) : tls.createServer(secure, aedes.handle);
  server.on('connection', (socket: Socket) => sockets.add(socket));
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    // A TCP server has a port.
    port: (server.address() as AddressInfo).port,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await new Promise<void>((done) => aedes.close(() => done()));
    },
  };
}
