import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, test as it, vi } from 'vitest';
import type { MeetingPoint } from '../desktop.ts';
import { MqttRendezvous } from './mqtt-rendezvous.ts';
import { RendezvousUnreachable } from './rendezvous.ts';
import type { RendezvousOptions } from './rendezvous-options.ts';

const programs = ['mosquitto', 'mosquitto_passwd', 'openssl'];
/** Debian keeps servers where only root's PATH looks. */
const searched = `${process.env['PATH'] ?? ''}:/usr/sbin`;
const missing = programs.filter((name) => spawnSync(name, ['--help'], { env: { PATH: searched } }).error !== undefined);
if (missing.length > 0) process.stderr.write(`Not run: tests against a real Mosquitto, because ${missing.join(' and ')} can't be found.\n`);

const topic = 'paddlewire/1/K7QF/host';
const bytes = Uint8Array.of(1, 2, 3);
const open: MqttRendezvous[] = [];
const servers: Server[] = [];
let folder: string;
let child: ChildProcess | undefined;
let closedPort: number;
let ports: Readonly<Record<'plain' | 'password' | 'tls' | 'ws' | 'wss' | 'others', number>>;

async function freePorts(count: number): Promise<number[]> {
  const held = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      return server;
    }),
  );
  const found = held.map((server) => {
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  });
  await Promise.all(held.map((server) => new Promise((resolve) => server.close(resolve))));
  return found;
}

/** Starts Mosquitto with its configuration and resolves once it runs. */
async function startMosquitto(): Promise<void> {
  child = spawn('mosquitto', ['-c', join(folder, 'mosquitto.conf')], { env: { PATH: searched }, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  await new Promise<void>((resolve, reject) => {
    child!.stderr!.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (/mosquitto version \S+ running/.test(said)) resolve();
    });
    child!.once('exit', () => reject(new Error(`Mosquitto has ended: ${said}`)));
  });
}

async function stopMosquitto(): Promise<void> {
  const ended = once(child!, 'exit');
  child!.kill('SIGKILL');
  await ended;
}

describe.skipIf(missing.length > 0)('against a real Mosquitto', { timeout: 60_000 }, () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'paddlewire-mosquitto-'));
    const at = (name: string) => join(folder, name);
    const [plain = 0, password = 0, secure = 0, ws = 0, wss = 0, others = 0, closed = 0] = await freePorts(7);
    ports = { plain, password, tls: secure, ws, wss, others };
    closedPort = closed;
    const names = 'subjectAltName=DNS:localhost';
    const certificate = ['-keyout', at('key.pem'), '-out', at('cert.pem'), '-days', '2', '-subj', '/CN=localhost', '-addext', names];
    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...certificate], { stdio: 'ignore' });
    execFileSync('mosquitto_passwd', ['-b', '-c', at('users'), 'ada', 'sea horse'], { env: { PATH: searched }, stdio: 'ignore' });
    writeFileSync(at('acl'), 'topic readwrite others/#\n');
    const encrypted = `certfile ${at('cert.pem')}\nkeyfile ${at('key.pem')}\n`;
    const listener = (port: number, more = '') => `listener ${port} 127.0.0.1\nallow_anonymous true\n${more}`;
    writeFileSync(
      at('mosquitto.conf'),
      [
        `per_listener_settings true\nlog_dest stderr\nuser ${userInfo().username}\n`,
        listener(plain),
        `listener ${password} 127.0.0.1\nallow_anonymous false\npassword_file ${at('users')}\n`,
        listener(secure, encrypted),
        listener(ws, 'protocol websockets\n'),
        listener(wss, `protocol websockets\n${encrypted}`),
        listener(others, `acl_file ${at('acl')}\n`),
      ].join('\n'),
    );
    await startMosquitto();
  });

  afterEach(async () => {
    for (const rendezvous of open.splice(0)) await rendezvous.close();
    for (const server of servers.splice(0)) server.close();
  });

  afterAll(async () => {
    await stopMosquitto();
    rmSync(folder, { recursive: true });
  });

  /** Joins at brokers of the settings alone: nothing listens on this machine's port. */
  async function openAt(brokers: readonly MeetingPoint[], more: Partial<RendezvousOptions> = {}, host = false): Promise<MqttRendezvous> {
    const rendezvous = await MqttRendezvous.open(host, {
      ports: [closedPort],
      brokers,
      lanPlay: false,
      startBroker: async () => {
        throw new Error('No broker is started in this test.');
      },
      onLost: () => undefined,
      ...more,
    });
    open.push(rendezvous);
    return rendezvous;
  }

  async function deliver(from: MqttRendezvous, to: MqttRendezvous): Promise<Uint8Array> {
    let hear: (payload: Uint8Array) => void = () => undefined;
    const heard = new Promise<Uint8Array>((resolve) => {
      hear = resolve;
    });
    await to.subscribe(topic, hear);
    await from.publish(topic, bytes);
    return heard;
  }

  /** What a person is told who can't get in there. */
  async function problemAt(point: MeetingPoint, more: Partial<RendezvousOptions> = {}): Promise<string | undefined> {
    const failure: unknown = await openAt([point], more).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(RendezvousUnreachable);
    return failure instanceof RendezvousUnreachable ? failure.tried.find(({ url }) => url === point.url)?.problem : undefined;
  }

  /** Trusts the test's certificate as one that the computer's owner has installed. */
  function trustCertificate(): void {
    const installed = [readFileSync(join(folder, 'cert.pem'), 'utf8')];
    Reflect.set(tls, 'getCACertificates', (kind: string) => (kind === 'system' ? installed : [...tls.rootCertificates]));
  }

  it.each(['mqtt', 'mqtts', 'ws', 'wss'] as const)('two peers meet over %s', async (protocol) => {
    const before: unknown = Reflect.get(tls, 'getCACertificates');
    trustCertificate();
    try {
      const port = { mqtt: ports.plain, mqtts: ports.tls, ws: ports.ws, wss: ports.wss }[protocol];
      const point = { url: `${protocol}://localhost:${port}` };
      const [host, joiner] = [await openAt([point], {}, true), await openAt([point])];
      expect(await deliver(joiner, host)).toEqual(bytes);
      expect(await deliver(host, joiner)).toEqual(bytes);
    } finally {
      Reflect.set(tls, 'getCACertificates', before);
    }
  });

  it('two peers meet with user and password', async () => {
    const point = { url: `mqtt://127.0.0.1:${ports.password}`, username: 'ada', password: 'sea horse' };
    expect(await deliver(await openAt([point]), await openAt([point]))).toEqual(bytes);
  });

  it('a wrong password is called that', async () => {
    const point = { url: `mqtt://127.0.0.1:${ports.password}`, username: 'ada', password: 'wrong' };
    expect(await problemAt(point)).toBe(`127.0.0.1:${ports.password} does not take this user name and password. Check both.`);
  });

  it('a broker that asks for a password says so', async () => {
    expect(await problemAt({ url: `mqtt://127.0.0.1:${ports.password}` })).toContain('asks for a user name and a password');
  });

  it.each(['mqtts', 'wss'] as const)('a certificate that nobody vouches for is called that over %s', async (protocol) => {
    const url = `${protocol}://localhost:${protocol === 'wss' ? ports.wss : ports.tls}`;
    expect(await problemAt({ url })).toContain('does not trust the certificate of localhost');
  });

  it('a certificate of another name is called that', async () => {
    const before: unknown = Reflect.get(tls, 'getCACertificates');
    trustCertificate();
    try {
      expect(await problemAt({ url: `mqtts://127.0.0.1:${ports.tls}` })).toContain('belongs to another name than 127.0.0.1');
    } finally {
      Reflect.set(tls, 'getCACertificates', before);
    }
  });

  it('a closed port is called that', async () => {
    expect(await problemAt({ url: `mqtt://127.0.0.1:${closedPort}` })).toBe(
      `Nothing answers at port ${closedPort} of 127.0.0.1. Check the number, and that the broker runs.`,
    );
  });

  it('a name that does not exist is called that', async () => {
    expect(await problemAt({ url: 'mqtt://no-such-broker.invalid' })).toContain('The name no-such-broker.invalid was not found');
  });

  it('TLS where there is none is called that', async () => {
    expect(await problemAt({ url: `mqtts://127.0.0.1:${ports.plain}` })).toMatch(/does not speak TLS|hangs up at once/);
  });

  it('MQTT where TLS is wanted is called that', async () => {
    expect(await problemAt({ url: `mqtt://127.0.0.1:${ports.tls}` })).toContain('hangs up at once');
  });

  it('a server that never says a word is given up', async () => {
    const silent = createServer((socket) => socket.on('error', () => undefined).resume()).listen(0, '127.0.0.1');
    servers.push(silent);
    await once(silent, 'listening');
    const address = silent.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const timings = { probeMs: 100, connectMs: 100, openMs: 10_000, returnMs: 10_000 };
    expect(await problemAt({ url: `mqtt://127.0.0.1:${port}` }, { timings })).toContain('does not answer');
  });

  it('a broker whose rules have no place for these topics is called that', async () => {
    const problem = await problemAt({ url: `mqtt://127.0.0.1:${ports.others}` });
    expect(problem).toContain('does not let this user meet others');
  });

  it('a host meets at the first broker that it can reach, a joiner at every one', async () => {
    const [dead, good, last] = [
      { url: `mqtt://127.0.0.1:${closedPort}` },
      { url: `mqtt://127.0.0.1:${ports.plain}` },
      { url: `ws://127.0.0.1:${ports.ws}` },
    ];
    const host = await openAt([dead, good, last], {}, true);
    expect(host.places().map(({ open: isOpen }) => isOpen)).toEqual([false, true, false, false]);
    const joiner = await openAt([last, good]);
    expect(await deliver(joiner, host)).toEqual(bytes);
    await vi.waitFor(() => expect(joiner.places().map(({ open: isOpen }) => isOpen)).toEqual([true, true, false]), { timeout: 10_000 });
  });

  it('what a broker took along that died after it had acknowledged it arrives all the same', async () => {
    const point = { url: `mqtt://127.0.0.1:${ports.plain}` };
    const [host, joiner] = [await openAt([point], {}, true), await openAt([point])];
    // Nobody listens yet: the broker has it, and keeps it for nobody.
    await joiner.publish(topic, Uint8Array.of(1));
    const heard = vi.fn();
    await host.subscribe(topic, heard);
    await stopMosquitto();
    await startMosquitto();
    await vi.waitFor(() => expect(heard).toHaveBeenCalledWith(Uint8Array.of(1)), { timeout: 15_000 });
  });

  it('after the broker died and came back both hear what was said just before and what is said after', async () => {
    const point = { url: `mqtt://127.0.0.1:${ports.plain}` };
    const lost = vi.fn();
    const [host, joiner] = [await openAt([point], { onLost: lost }, true), await openAt([point], { onLost: lost })];
    const heard: number[] = [];
    await host.subscribe(topic, ([first = 0]) => heard.push(first));
    await stopMosquitto();
    const said = joiner.publish(topic, Uint8Array.of(1));
    await startMosquitto();
    await said;
    await vi.waitFor(() => expect(heard).toContain(1), { timeout: 15_000 });
    await joiner.publish(topic, Uint8Array.of(2));
    await vi.waitFor(() => expect(heard).toContain(2), { timeout: 15_000 });
    expect(lost).not.toHaveBeenCalled();
  });
});
