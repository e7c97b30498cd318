import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { randomBytes as randomBuffer } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';
import { HostHandshake, JoinerHandshake, makeJoinCode } from 'paddlewire-netcode/rendezvous';
import { afterAll, afterEach, beforeAll, describe, expect, test as it, vi } from 'vitest';
import type { BrokerServer } from '../contract/desktop.ts';
import { freePorts } from './free-ports-fixture.ts';
import { MqttRendezvous } from './mqtt-rendezvous.ts';
import type { RendezvousOptions } from './rendezvous-options.ts';
import { RendezvousUnreachable } from './rendezvous-unreachable.ts';

const programs = ['mosquitto', 'mosquitto_passwd', 'openssl'];
/** Debian keeps servers where only root's PATH looks. */
const searched = `${process.env['PATH'] ?? ''}:/usr/sbin`;
const missing = programs.filter((name) => spawnSync(name, ['--help'], { env: { PATH: searched } }).error !== undefined);
if (missing.length > 0) process.stderr.write(`Not run: tests against a real Mosquitto, because ${missing.join(' and ')} can't be found.\n`);

/** Whether this machine can be told at all that a name does not exist: without a name server that answers, it only waits. */
const namesAreAnswered = await Promise.race([
  lookup('no-such-broker.invalid').then(
    () => false,
    (error: NodeJS.ErrnoException) => error.code === 'ENOTFOUND',
  ),
  new Promise<false>((tell) => setTimeout(tell, 2000, false)),
]);
if (!namesAreAnswered) process.stderr.write('Not run: a test of names that do not exist, because no name server answers.\n');

const topic = 'paddlewire/1/K7QF/host';
const bytes = Uint8Array.of(1, 2, 3);
const randomBytes = (count: number) => new Uint8Array(randomBuffer(count));
const open: MqttRendezvous[] = [];
const servers: Server[] = [];
let folder: string;
let child: ChildProcess | undefined;
let closedPort: number;
let ports: Readonly<Record<'plain' | 'password' | 'tls' | 'ws' | 'wss' | 'others', number>>;

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
  async function openAt(brokers: readonly BrokerServer[], more: Partial<RendezvousOptions> = {}, host = false): Promise<MqttRendezvous> {
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
  async function problemAt(point: BrokerServer, more: Partial<RendezvousOptions> = {}): Promise<string | undefined> {
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
    expect(await problemAt(point)).toBe(`127.0.0.1:${ports.password} does not accept this user name and password. Check both.`);
  });

  it('a broker that asks for a password says so', async () => {
    expect(await problemAt({ url: `mqtt://127.0.0.1:${ports.password}` })).toContain('asks for a user name and password');
  });

  it.each(['mqtts', 'wss'] as const)('a certificate that nobody vouches for is called that over %s', async (protocol) => {
    const url = `${protocol}://localhost:${protocol === 'wss' ? ports.wss : ports.tls}`;
    expect(await problemAt({ url })).toContain('does not trust the certificate of localhost');
  });

  it('a certificate of another name is called that', async () => {
    const before: unknown = Reflect.get(tls, 'getCACertificates');
    trustCertificate();
    try {
      expect(await problemAt({ url: `mqtts://127.0.0.1:${ports.tls}` })).toContain('is for a different name than 127.0.0.1');
    } finally {
      Reflect.set(tls, 'getCACertificates', before);
    }
  });

  it('a closed port is called that', async () => {
    expect(await problemAt({ url: `mqtt://127.0.0.1:${closedPort}` })).toBe(
      `Nothing answers at port ${closedPort} of 127.0.0.1. Check the number, and that the broker runs.`,
    );
  });

  it.skipIf(!namesAreAnswered)('a name that does not exist is called that', async () => {
    expect(await problemAt({ url: 'mqtt://no-such-broker.invalid' })).toContain('The name no-such-broker.invalid was not found');
  });

  it('TLS where there is none is called that', async () => {
    expect(await problemAt({ url: `mqtts://127.0.0.1:${ports.plain}` })).toMatch(/does not use TLS|hangs up immediately/);
  });

  it('MQTT where TLS is wanted is called that', async () => {
    expect(await problemAt({ url: `mqtt://127.0.0.1:${ports.tls}` })).toContain('hangs up immediately');
  });

  /** A server that takes connections and never says a word. */
  async function silentUrl(): Promise<string> {
    const silent = createServer((socket) => socket.on('error', () => undefined).resume()).listen(0, '127.0.0.1');
    servers.push(silent);
    await once(silent, 'listening');
    const address = silent.address();
    return `mqtt://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  }

  it('a server that never says a word is given up', async () => {
    const timings = { probeMs: 100, connectMs: 100, openMs: 10_000, returnMs: 10_000 };
    expect(await problemAt({ url: await silentUrl() }, { timings })).toContain('does not answer');
  });

  it('no place delays the others, and none is waited for longer than opening may take', async () => {
    const never = { probeMs: 3_000, connectMs: 1_000_000, openMs: 1_000_000, returnMs: 10_000 };
    const silent = { url: await silentUrl() };
    const joiner = await openAt([silent, { url: `mqtt://127.0.0.1:${ports.plain}` }], { timings: never });
    expect(joiner.places()).toMatchObject([{ open: false, problem: '' }, { open: true }, { kind: 'machine' }]);
    expect(await problemAt(silent, { timings: { ...never, openMs: 100 } })).toBe('It did not answer in time.');
  });

  it('a broker whose rules have no place for these topics is called that', async () => {
    const problem = await problemAt({ url: `mqtt://127.0.0.1:${ports.others}` });
    expect(problem).toContain('does not let this user publish and subscribe');
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

  it('a joiner gets in though the broker dies in the middle of the handshake', async () => {
    const point = { url: `mqtt://127.0.0.1:${ports.plain}` };
    const [atHost, atJoiner] = [await openAt([point], {}, true), await openAt([point])];
    const code = makeJoinCode(randomBytes(8));
    const host = new HostHandshake(code, randomBytes, 0);
    const joiner = new JoinerHandshake(code, randomBytes);
    const at = (level: string) => `paddlewire/1/${code.nameplate}/${level}`;
    const accepted = vi.fn();
    const signal = vi.fn();
    let broken: Promise<void> | undefined;
    await atHost.subscribe(at('host'), (payload) => {
      const steps = host.receive(0, payload);
      // With the knock the host has heard, and the answer it was about to give, the broker is gone.
      broken ??= stopMosquitto().then(startMosquitto);
      for (const step of steps) {
        if (step.type === 'send') void atHost.publish(at(step.to), step.bytes);
        if (step.type === 'signal') signal(step.plain);
      }
    });
    await atJoiner.subscribe(at(joiner.id), (payload) => {
      for (const step of joiner.receive(payload)) {
        if (step.type === 'send') void atJoiner.publish(at('host'), step.bytes);
        if (step.type === 'accepted') accepted();
      }
    });
    await atJoiner.publish(at('host'), joiner.knock());
    await vi.waitFor(() => expect(accepted).toHaveBeenCalledOnce(), { timeout: 20_000 });
    await broken;
    await atJoiner.publish(at('host'), joiner.wrap(bytes)!);
    await vi.waitFor(() => expect(signal).toHaveBeenCalledExactlyOnceWith(bytes), { timeout: 20_000 });
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
