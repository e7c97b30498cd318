import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { addressOf } from './broker-address.ts';
import { connectProblem } from './connect-problem.ts';
import { connectMqtt } from './mqtt-connection.ts';
import { certificateFor, startBroker, type TestBroker, trusting } from './secure-broker-fixture.ts';

const certificate = certificateFor('localhost');
const open: { close(): unknown }[] = [];

afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

async function brokerOf(...kind: Parameters<typeof startBroker>): Promise<TestBroker> {
  const broker = await startBroker(...kind);
  open.push(broker);
  return broker;
}

/** A server that does with each connection what it is told. */
async function serverThat(handle: (socket: Socket) => void): Promise<number> {
  return listening(createServer((socket) => handle(socket.on('error', () => undefined))));
}

/** A web server that answers everything with one status. */
async function webServerThatAnswers(status: number): Promise<number> {
  return listening(createHttpServer((_request, response) => response.writeHead(status, { Location: 'http://portal.example.org/' }).end()));
}

async function listening(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket));
  open.push({
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A TCP server has a port.
  return (server.address() as AddressInfo).port;
}

/** What a person is told who can't get there. */
async function problem(url: string, timeoutMs = 10_000): Promise<string> {
  return connectMqtt(addressOf({ url }), timeoutMs, () => undefined).then(
    (connection) => {
      connection.end();
      return 'connected';
    },
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
}

describe.each(['mqtts', 'wss'] as const)('over %s', (protocol) => {
  const kind = protocol === 'wss' ? 'websocket' : 'plain';
  const urlOf = ({ port }: { port: number }, host = 'localhost') => `${protocol}://${host}:${port}`;

  it('a broker of an authority that this computer trusts is reached', async () => {
    const broker = await brokerOf(kind, certificate);
    expect(await trusting(certificate, () => problem(urlOf(broker)))).toBe('connected');
  });

  it('a broker of one’s own authority: what to set is named', async () => {
    const told = await problem(urlOf(await brokerOf(kind, certificate)));
    expect(told).toContain('does not trust the certificate of localhost');
    expect(told).toMatch(/set NODE_EXTRA_CA_CERTS to the file|to this computer’s trusted ones/);
  });

  it.each([
    ['has expired', '20200101000000Z', '20210101000000Z'],
    ['is not valid yet', '20480101000000Z', '20490101000000Z'],
  ])('a certificate that %s is called that, and the clock is named', async (words, from, until) => {
    const other = certificateFor('localhost', { from, until });
    const broker = await brokerOf(kind, other);
    const told = await trusting(other, () => problem(urlOf(broker)));
    expect(told).toContain(words);
    expect(told).toContain('date and time');
  });

  it('a certificate of another name is called that', async () => {
    const broker = await brokerOf(kind, certificate);
    expect(await trusting(certificate, () => problem(urlOf(broker, '127.0.0.1')))).toContain('is for a different name than 127.0.0.1');
  });

  it('a port without TLS is called that', async () => {
    expect(await problem(urlOf(await brokerOf(kind)))).toContain(
      `does not use TLS. Check the port, or use ${protocol === 'wss' ? 'ws' : 'mqtt'}://`,
    );
  });

  it('a server that says nothing where TLS should begin is called that', async () => {
    const port = await serverThat((socket) => socket.resume());
    expect(await problem(urlOf({ port }), 1_500)).toContain('accepts connections and then sends nothing. It may not use TLS');
  });

  it('a broker that wants a certificate of this computer is told from one without TLS', async () => {
    const broker = await brokerOf(kind, { ...certificate, requestCert: true, rejectUnauthorized: true });
    expect(await trusting(certificate, () => problem(urlOf(broker)))).toMatch(/wants a certificate of this computer|hangs up immediately/);
  });
});

it.each(['mqtt', 'ws'] as const)('a port with TLS is called that over %s', async (protocol) => {
  const broker = await brokerOf(protocol === 'ws' ? 'websocket' : 'plain', certificate);
  expect(await problem(`${protocol}://localhost:${broker.port}`)).toContain(`need ${protocol}s://`);
});

it.each(['mqtt', 'ws'] as const)(
  'a server that takes the connection and never answers as a broker is called that over %s',
  async (protocol) => {
    const port = await serverThat((socket) => socket.resume());
    expect(await problem(`${protocol}://127.0.0.1:${port}`, 1_500)).toContain('accepts connections and then does not answer like a broker');
  },
);

it.each([
  [302, /redirects elsewhere \(it answers 302\).*sign in first/],
  [511, /sign in first/],
  [400, /without a broker at this path, or wants wss:\/\//],
  [401, /does not allow WebSocket connections/],
  [404, /without a broker at this path \(it answers 404\)/],
  [502, /whose broker does not answer \(502\)/],
])('a web server that answers %d has words of its own', async (status, words) => {
  expect(await problem(`ws://127.0.0.1:${await webServerThatAnswers(status)}/mqtt`)).toMatch(words);
});

it.each([
  [3, /accepts no clients right now/],
  [1, /MQTT 3\.1\.1/],
  [2, /MQTT 3\.1\.1/],
  [4, /asks for a user name/],
  [5, /asks for a user name/],
])('a broker that answers %d to who comes has words of its own', async (code, words) => {
  const port = await serverThat((socket) => socket.once('data', () => socket.write(Uint8Array.of(0x20, 2, 0, code))));
  expect(await problem(`mqtt://127.0.0.1:${port}`)).toMatch(words);
});

it('says what to set for one’s own authority as this Node can take it', () => {
  const address = addressOf({ url: 'wss://example.org' });
  const words = (readsSystem: boolean) => connectProblem(address, { code: 'SELF_SIGNED_CERT_IN_CHAIN' }, { stage: 'secure', readsSystem });
  expect(words(false)).toContain('set NODE_EXTRA_CA_CERTS to the file of that authority’s certificate (PEM)');
  expect(words(true)).toContain('to this computer’s trusted ones');
  expect(words(true)).not.toContain('NODE_EXTRA_CA_CERTS');
});

it.each([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_UNTRUSTED',
])('%s is a certificate that nobody vouches for', (code) => {
  expect(connectProblem(addressOf({ url: 'wss://example.org' }), { code }, { stage: 'secure' })).toContain(
    'does not trust the certificate',
  );
});

it('of a name with several addresses that all fail, the first one’s reason is told', () => {
  const refused = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
  const away = Object.assign(new Error('away'), { code: 'ENETUNREACH' });
  const told = connectProblem(addressOf({ url: 'mqtt://example.org' }), new AggregateError([refused, away], 'all have failed'), {
    stage: 'connect',
  });
  expect(told).toContain('Nothing answers at port 1883');
});

it('whose address begins with wss:// is not told to use that', () => {
  const error = new Error('Unexpected server response: 400');
  expect(connectProblem(addressOf({ url: 'wss://example.org' }), error, { stage: 'greet' })).not.toContain('wants wss://');
});

it.each([
  ['lookup', 'ETIMEDOUT', /name example\.org was not found/],
  ['lookup', 'ENOTFOUND', /name example\.org was not found/],
  ['lookup', 'EAI_AGAIN', /name example\.org was not found/],
  ['lookup', 'EAI_NONAME', /name example\.org was not found/],
  ['connect', 'ETIMEDOUT', /does not answer/],
  ['connect', 'ENETUNREACH', /no way from this computer/],
  ['connect', 'EHOSTUNREACH', /no way from this computer/],
  ['connect', 'EADDRNOTAVAIL', /no way from this computer/],
  ['connect', 'EINVAL', /no way from this computer/],
  ['connect', 'EACCES', /firewall or security program/],
  ['connect', 'EPERM', /firewall or security program/],
  ['connect', 'EMFILE', /^example\.org:443 can't be used/],
  ['secure', 'EPROTO', /does not use TLS/],
  ['secure', 'EPIPE', /does not use TLS/],
  ['secure', 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', /too old/],
] as const)('at the stage %s, %s has words of its own', (stage, code, words) => {
  expect(connectProblem(addressOf({ url: 'wss://example.org' }), { code }, { stage })).toMatch(words);
});
