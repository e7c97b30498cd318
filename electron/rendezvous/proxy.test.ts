import { afterEach, expect, it } from 'vitest';
import { addressOf } from './broker-address.ts';
import { connectMqtt } from './mqtt-connection.ts';
import { type ChooseProxy, proxyChooser } from './proxy.ts';
import { startHttpProxy, startSocksProxy, type TestProxy } from './proxy-fixture.ts';
import { certificateFor, startBroker, type TestBroker, trusting } from './secure-broker-fixture.ts';

type Environment = Parameters<typeof proxyChooser>[0];

const certificate = certificateFor('localhost');
const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

function kept<T extends TestBroker | TestProxy>(one: T): T {
  open.push(one);
  return one;
}

/** Connects as to a broker of the settings. */
async function connect(url: string, choose: ChooseProxy, timeoutMs = 10_000): Promise<void> {
  const address = addressOf({ url });
  const connection = await connectMqtt(address, timeoutMs, () => undefined, await choose(address));
  connection.end();
}

/** What a person is told who can't get there. */
async function problem(url: string, environment: Environment, timeoutMs = 10_000): Promise<string> {
  return connect(url, proxyChooser(environment), timeoutMs).then(
    () => 'connected',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
}

it.each<['websocket' | 'plain', string, string, (port: number) => Environment]>([
  ['websocket', 'wss', 'HTTPS_PROXY', (port) => ({ HTTPS_PROXY: `http://127.0.0.1:${port}` })],
  ['websocket', 'wss', 'https_proxy without http://', (port) => ({ https_proxy: `127.0.0.1:${port}`, HTTPS_PROXY: 'http://127.0.0.1:9' })],
  ['websocket', 'ws', 'HTTP_PROXY', (port) => ({ HTTP_PROXY: `http://127.0.0.1:${port}`, HTTPS_PROXY: 'http://127.0.0.1:9' })],
  ['plain', 'mqtts', 'ALL_PROXY', (port) => ({ ALL_PROXY: `http://127.0.0.1:${port}` })],
  ['plain', 'mqtt', 'all_proxy', (port) => ({ all_proxy: `http://127.0.0.1:${port}` })],
])('a %s broker at %s:// is reached through the proxy in %s', async (kind, protocol, _variable, environment) => {
  const broker = kept(await startBroker(kind, protocol.endsWith('s') && protocol !== 'ws' ? certificate : undefined));
  const proxy = kept(await startHttpProxy());
  await trusting(certificate, () => connect(`${protocol}://localhost:${broker.port}/`, proxyChooser(environment(proxy.port))));
  expect(proxy.asked).toEqual([`localhost:${broker.port}`]);
});

it('a broker is reached through a SOCKS proxy, which looks its name up', async () => {
  const broker = kept(await startBroker('websocket', certificate));
  const proxy = kept(await startSocksProxy());
  const choose = proxyChooser({ ALL_PROXY: `socks5h://127.0.0.1:${proxy.port}` });
  await trusting(certificate, () => connect(`wss://localhost:${broker.port}`, choose));
  expect(proxy.asked).toEqual([`localhost:${broker.port}`]);
});

it('a broker is reached through the proxy of the system’s settings, which is asked as for a web page', async () => {
  const broker = kept(await startBroker('websocket', certificate));
  const proxy = kept(await startHttpProxy());
  const asked: string[] = [];
  const choose = proxyChooser({}, async (url) => {
    asked.push(url);
    return `PROXY 127.0.0.1:${proxy.port}; DIRECT`;
  });
  await trusting(certificate, () => connect(`wss://localhost:${broker.port}`, choose));
  expect([asked, proxy.asked]).toEqual([[`https://localhost:${broker.port}/`], [`localhost:${broker.port}`]]);
});

it('a user name and a password in the proxy’s address are said to it', async () => {
  const broker = kept(await startBroker('websocket'));
  const right = `Basic ${Buffer.from('ada:sea@horse').toString('base64')}`;
  const refuse = 'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="office"';
  const proxy = kept(await startHttpProxy(({ headers }) => (headers['proxy-authorization'] === right ? undefined : refuse)));
  const url = `ws://localhost:${broker.port}`;
  expect(await problem(url, { HTTP_PROXY: `http://ada:sea%40horse@127.0.0.1:${proxy.port}` })).toBe('connected');
  const asks = await problem(url, { HTTP_PROXY: `http://127.0.0.1:${proxy.port}` });
  expect(asks).toContain(`The proxy 127.0.0.1:${proxy.port} (from HTTP_PROXY) asks for a user name and password`);
  expect(asks).toContain(`Set HTTP_PROXY to http://USER:PASSWORD@127.0.0.1:${proxy.port}`);
  const wrong = await problem(url, { HTTP_PROXY: `http://ada:wrong@127.0.0.1:${proxy.port}` });
  expect(wrong).toContain('does not accept the user name and password in HTTP_PROXY');
});

it.each<[string, RegExp]>([
  [
    'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Negotiate\r\nProxy-Authenticate: NTLM',
    /sign in by negotiate or ntlm/,
  ],
  ['HTTP/1.1 403 Forbidden', /does not let this computer through to .* \(it answers 403\)/],
  ['HTTP/1.1 502 Bad Gateway', /can't reach .* \(it answers 502\)/],
  ['SSH-2.0-OpenSSH_9.2', /it may not be a proxy of that kind|can't be used/],
])('a proxy that answers %s has words of its own', async (answer, words) => {
  const proxy = kept(await startHttpProxy(() => answer));
  const told = await problem('wss://broker.example.org', { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` });
  expect(told).toMatch(/^The proxy /);
  expect(told).toMatch(words);
});

it('a proxy that is not there, one that says nothing and one whose name is unknown are told apart', async () => {
  const gone = await startHttpProxy();
  await gone.close();
  expect(await problem('wss://broker.example.org', { HTTPS_PROXY: `http://127.0.0.1:${gone.port}` })).toContain('is not there');
  const silent = kept(await startHttpProxy(() => ''));
  expect(await problem('wss://broker.example.org', { HTTPS_PROXY: `http://127.0.0.1:${silent.port}` }, 1_500)).toContain('does not answer');
  expect(await problem('wss://broker.example.org', { HTTPS_PROXY: 'http://no-such-proxy.invalid:3128' })).toMatch(
    /name that was not found|does not answer/,
  );
});

it.each(['ftp://192.0.2.1', 'http://[', 'socks5://'])(
  '%s is no proxy and is called that, and nothing is connected past it',
  async (text) => {
    const choose = proxyChooser({ HTTPS_PROXY: text });
    await expect(choose(addressOf({ url: 'wss://example.org' }))).rejects.toThrow(/^HTTPS_PROXY does not name a proxy/);
  },
);

it.each<[string, Environment, string | undefined]>([
  ['wss://broker.example.org', { NO_PROXY: 'broker.example.org' }, undefined],
  ['wss://broker.example.org', { no_proxy: 'localhost, .example.org' }, undefined],
  ['wss://broker.example.org', { no_proxy: 'example.org' }, undefined],
  ['wss://broker.example.org', { no_proxy: '*.EXAMPLE.org' }, undefined],
  ['wss://broker.example.org', { no_proxy: '*' }, undefined],
  ['wss://broker.example.org', { no_proxy: 'broker.example.org:443' }, undefined],
  ['wss://broker.example.org', { no_proxy: 'broker.example.org:8443' }, '192.0.2.1'],
  ['wss://broker.example.org', { no_proxy: 'ample.org' }, '192.0.2.1'],
  ['wss://10.2.3.4', { no_proxy: '10.0.0.0/8' }, undefined],
  ['wss://11.2.3.4', { no_proxy: '10.0.0.0/8' }, '192.0.2.1'],
  ['wss://11.2.3.4', { no_proxy: '0.0.0.0/0' }, undefined],
  ['wss://11.2.3.4', { no_proxy: '11.2.3.4/-1, 11.2.3.4/33, 11.2.3.4/x' }, '192.0.2.1'],
  ['wss://[2001:db8::7]', { no_proxy: '2001:db8::/32' }, undefined],
  ['wss://[2001:db8::7]:8443', { no_proxy: '[2001:db8:0::7]:8443' }, undefined],
  ['wss://broker.example.org', { no_proxy: '' }, '192.0.2.1'],
  ['mqtts://broker.example.org', { NO_PROXY: '' }, undefined],
  ['mqtt://192.168.1.20:27613', { ALL_PROXY: 'socks5://192.0.2.9' }, undefined],
  ['mqtts://broker.example.org', { ALL_PROXY: 'socks5://192.0.2.9' }, '192.0.2.9'],
])('%s with %j goes through %s', async (url, more, host) => {
  const choose = proxyChooser({ HTTPS_PROXY: 'http://192.0.2.1:3128', ...more });
  expect((await choose(addressOf({ url })))?.host).toBe(host);
});

it.each<[string, string, string | undefined]>([
  ['wss://example.org', 'DIRECT', undefined],
  ['wss://example.org', '', undefined],
  ['wss://example.org', 'PROXY 192.0.2.1:3128; DIRECT', 'http 192.0.2.1:3128'],
  ['wss://example.org', 'HTTPS proxy.example.org:443', 'https proxy.example.org:443'],
  ['wss://example.org', 'SOCKS5 [2001:db8::1]:1080', 'socks5 2001:db8::1:1080'],
  ['mqtts://example.org', 'PROXY 192.0.2.1:3128', undefined],
  ['mqtts://example.org', 'SOCKS 192.0.2.1:1080', 'socks4 192.0.2.1:1080'],
  ['mqtts://example.org', 'SOCKS4 192.0.2.1:1080', 'socks4 192.0.2.1:1080'],
  ['mqtt://192.168.1.20:27613', 'SOCKS 192.0.2.1:1080', undefined],
])('%s where the system says %j', async (url, list, expected) => {
  const chosen = await proxyChooser({}, async () => list)(addressOf({ url }));
  expect(chosen === undefined ? undefined : `${chosen.kind} ${chosen.host}:${chosen.port}`).toBe(expected);
});

it('the system is not asked about a broker that NO_PROXY spares', async () => {
  const choose = proxyChooser({ NO_PROXY: 'example.org' }, async () => 'PROXY 192.0.2.1:3128');
  expect(await choose(addressOf({ url: 'wss://example.org' }))).toBeUndefined();
});
