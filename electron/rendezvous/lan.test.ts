import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, describe, expect, test as it } from 'vitest';
import { brokerLimits } from './broker.ts';
import { lanLeaseTopic } from './lan-lease.ts';
import type { LanPeerReport, LanPeerTask } from './lan-peer-fixture.ts';

/** Networks of this test's own: nothing of it reaches a real one. */
const prefix = `pw${process.pid}`;

function ip(...words: string[]): string {
  return execFileSync('ip', words, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin` },
  });
}

/** Why there can be no network namespaces here; empty when there can. */
function obstacle(): string {
  try {
    ip('netns', 'add', `${prefix}t`);
    ip('-n', `${prefix}t`, 'link', 'add', 'one', 'type', 'veth', 'peer', 'name', 'two');
    return '';
  } catch (error) {
    return error instanceof Error ? error.message.trim() : String(error);
  } finally {
    try {
      ip('netns', 'del', `${prefix}t`);
    } catch {
      // It could not be made.
    }
  }
}

const why = obstacle();
if (why !== '') process.stderr.write(`Not run: tests of LAN play between network namespaces, which can't be made here (${why}).\n`);

const port = 27_613;
const peers: ChildProcess[] = [];
const namespaces: string[] = [];
let folder: string;

/** A machine of its own, with nothing but its loopback interface. */
function machine(name: string): string {
  const namespace = `${prefix}${name}`;
  ip('netns', 'add', namespace);
  namespaces.push(namespace);
  ip('-n', namespace, 'link', 'set', 'lo', 'up');
  return namespace;
}

/** A cable between two machines, with addresses at its ends. */
function cable(one: string, other: string, name: string, ...addresses: (readonly [string, string])[]): void {
  ip('-n', one, 'link', 'add', name, 'type', 'veth', 'peer', 'name', name, 'netns', other);
  for (const [index, end] of [one, other].entries()) {
    for (const pair of addresses) {
      const address = pair[index]!;
      ip('-n', end, 'addr', 'add', address, 'dev', name, ...(address.includes(':') ? ['nodad'] : []));
    }
    ip('-n', end, 'link', 'set', name, 'up');
  }
  // The kernel may take a second to call a cable connected, and until then a machine has no network.
  for (const end of [one, other]) while (!ip('-n', end, '-o', 'link', 'show', 'dev', name).includes('state UP'));
}

/** A tunnel that leads nowhere, as a VPN program makes it. */
function vpn(namespace: string, address: string): void {
  ip('-n', namespace, 'tuntap', 'add', 'vpn', 'mode', 'tun');
  ip('-n', namespace, 'addr', 'add', address, 'dev', 'vpn');
  ip('-n', namespace, 'link', 'set', 'vpn', 'up');
}

/** Starts a peer on a machine and answers with a function that waits for its next report of one kind. */
function start(namespace: string, task: Partial<LanPeerTask>): (type: LanPeerReport['type']) => Promise<LanPeerReport> {
  const whole: LanPeerTask = { host: false, lanPlay: true, ports: [port], brokers: [], ...task };
  const child = spawn('ip', ['netns', 'exec', namespace, process.execPath, join(folder, 'lan-peer.js'), JSON.stringify(whole)], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin` },
  });
  peers.push(child);
  const reports: LanPeerReport[] = [];
  let wake: () => void = () => undefined;
  createInterface({ input: child.stdout }).on('line', (line) => {
    // Written by the fixture, which has the same type.
    reports.push(JSON.parse(line) as LanPeerReport);
    wake();
  });
  return async (type) => {
    while (true) {
      const found = reports.findIndex((report) => report.type === type);
      const [report] = found < 0 ? [] : reports.splice(found, 1);
      if (report !== undefined) return report;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
}

/** Opens connections from a machine at once; how many of them are let in. */
function connectionsAdmitted(namespace: string, host: string, count: number): number {
  const script = `
    let [admitted, decided] = [0, 0];
    const decide = () => { if (++decided === ${count}) { console.log(admitted); process.exit(); } };
    for (let client = 0; client < ${count}; client++) {
      const socket = require('node:net').connect(${port}, '${host}');
      // CONNECT of MQTT 3.1.1, with a client id of one letter; who is let in is answered.
      socket.write(Uint8Array.from([0x10, 13, 0, 4, ...Buffer.from('MQTT'), 4, 2, 0, 10, 0, 1, 97 + client]));
      socket.on('error', () => undefined).once('close', decide);
      socket.once('data', () => { admitted++; socket.off('close', decide); decide(); });
    }`;
  const output = execFileSync('ip', ['netns', 'exec', namespace, process.execPath, '-e', script], { encoding: 'utf8' });
  return Number(output);
}

/** What the broker answers to a machine that asks for the lease of the local network: 128 is a refusal. */
function leaseAnswer(namespace: string, host: string): number {
  const script = `
    const topic = Buffer.from('${lanLeaseTopic}');
    const socket = require('node:net').connect(${port}, '${host}');
    socket.write(Uint8Array.from([0x10, 13, 0, 4, ...Buffer.from('MQTT'), 4, 2, 0, 10, 0, 1, 65]));
    socket.write(Uint8Array.from([0x82, topic.length + 5, 0, 1, 0, topic.length, ...topic, 1]));
    let bytes = [];
    // CONNACK has four bytes and SUBACK five, the last of which is the answer.
    socket.on('data', (chunk) => { bytes.push(...chunk); if (bytes.length >= 9) { console.log(bytes[8]); process.exit(); } });`;
  return Number(execFileSync('ip', ['netns', 'exec', namespace, process.execPath, '-e', script], { encoding: 'utf8' }));
}

const placeOf = ({ places }: LanPeerReport, kind: 'machine' | 'lan' | 'broker') => places.find((place) => place.kind === kind);

// Up to five processes of Node start in each.
describe.skipIf(why !== '')('between network namespaces', { timeout: 60_000 }, () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'paddlewire-lan-'));
    const source = (name: string) => join(import.meta.dirname, name);
    await build({
      configFile: false,
      logLevel: 'error',
      ssr: { noExternal: true, resolve: { conditions: ['node'] } },
      build: {
        ssr: true,
        outDir: folder,
        minify: false,
        rolldownOptions: {
          input: { 'lan-peer': source('lan-peer-fixture.ts'), broker: source('broker-process.ts') },
          output: { entryFileNames: '[name].js' },
        },
      },
    });
  });

  afterEach(async () => {
    await Promise.all(
      peers.splice(0).map((peer) => {
        const ended = new Promise((resolve) => peer.once('exit', resolve));
        peer.stdin?.end();
        return ended;
      }),
    );
    for (const namespace of namespaces.splice(0)) ip('netns', 'del', namespace);
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  it('a game on the local network is found and played at, past a VPN interface on both machines', async () => {
    const [a, b] = [machine('a'), machine('b')];
    vpn(a, '10.8.0.1/32');
    vpn(b, '10.8.0.2/32');
    cable(a, b, 'lan', ['10.77.0.1/24', '10.77.0.2/24'], ['fd77::1/64', 'fd77::2/64']);
    const host = start(a, { host: true });
    await host('open');
    const joiner = start(b, {});
    await joiner('open');
    await host('heard');
    const heard = await joiner('heard');
    expect(placeOf(heard, 'lan')).toMatchObject({ open: true, problem: '' });
    expect(placeOf(heard, 'machine')).toMatchObject({ open: false });
    // The joiner's connection is one of the eight that a machine may have.
    expect(leaseAnswer(b, '10.77.0.1')).toBe(128);
    expect(connectionsAdmitted(b, '10.77.0.1', 12)).toBe(brokerLimits.clientsPerAddress - 1);
  });

  it('a game is found on a network that comes up after both have started, with nothing but link-local IPv6', async () => {
    const [a, b] = [machine('a'), machine('b')];
    const host = start(a, { host: true });
    // Something to be open for the joiner, who would else give up.
    const other = start(b, { host: true, lanPlay: false });
    await Promise.all([host('open'), other('open')]);
    const joiner = start(b, {});
    expect(placeOf(await joiner('open'), 'lan')).toMatchObject({ open: false });
    cable(a, b, 'lan', ['fe80::1/64', 'fe80::2/64']);
    // From the other side: it was the host of the other machine that answered.
    expect(placeOf(await host('heard'), 'lan')).toMatchObject({ open: true });
    await joiner('heard');
  });

  it('of forty networks the one that leads on is searched, and its address is the first that is shown', async () => {
    const [a, b] = [machine('a'), machine('b')];
    for (const namespace of [a, b]) {
      const commands = Array.from({ length: 39 }, (_, n) => [
        `link add net${n} type veth peer name end${n}`,
        `addr add 10.${100 + n}.0.1/24 dev net${n}`,
        `link set net${n} up`,
        `link set end${n} up`,
      ]);
      execFileSync('ip', ['-n', namespace, '-batch', '-'], { input: commands.flat().join('\n') });
    }
    cable(a, b, 'lan', ['10.77.0.1/24', '10.77.0.2/24']);
    ip('-n', a, 'route', 'add', 'default', 'via', '10.77.0.2');
    ip('-n', b, 'route', 'add', 'default', 'via', '10.77.0.1');
    const host = start(a, { host: true });
    await host('open');
    await start(b, {})('heard');
    expect(placeOf(await host('heard'), 'lan')?.addresses[0]).toBe(`10.77.0.1:${port}`);
  });

  it('across a router, which passes no multicast on, a typed address works and the search says what to do', async () => {
    const [a, router, b] = [machine('a'), machine('r'), machine('b')];
    cable(a, router, 'left', ['10.77.1.2/24', '10.77.1.1/24']);
    cable(router, b, 'right', ['10.77.2.1/24', '10.77.2.2/24']);
    execFileSync('ip', ['netns', 'exec', router, 'sh', '-c', 'echo 1 > /proc/sys/net/ipv4/ip_forward']);
    ip('-n', a, 'route', 'add', 'default', 'via', '10.77.1.1');
    ip('-n', b, 'route', 'add', 'default', 'via', '10.77.2.1');
    const host = start(a, { host: true });
    await host('open');
    const alone = await start(b, {})('unreachable');
    expect(placeOf(alone, 'lan')?.problem).toContain('type the address that the other player sees');
    const [typed] = [{ url: `mqtt://10.77.1.2:${port}` }];
    const heard = await start(b, { brokers: [typed] })('heard');
    expect(placeOf(heard, 'broker')).toMatchObject({ open: true });
    expect(placeOf(await host('heard'), 'lan')?.addresses).toEqual([`10.77.1.2:${port}`]);
  });

  it('without LAN play a game is out of reach from other machines', async () => {
    const [a, b] = [machine('a'), machine('b')];
    cable(a, b, 'lan', ['10.77.0.1/24', '10.77.0.2/24']);
    await start(a, { host: true, lanPlay: false })('open');
    const typed = await start(b, { brokers: [{ url: `mqtt://10.77.0.1:${port}` }] })('unreachable');
    expect(placeOf(typed, 'broker')?.problem).toContain(`Nothing answers at port ${port} of 10.77.0.1`);
    expect(placeOf(typed, 'lan')?.problem).toContain('No game was found on this network');
  });

  it('without any network two windows of one machine meet, and are told about the network', async () => {
    const alone = machine('a');
    const host = start(alone, { host: true });
    await host('open');
    const heard = await start(alone, {})('heard');
    expect(placeOf(heard, 'machine')).toMatchObject({ open: true });
    const lonely = machine('b');
    const told = await start(lonely, {})('unreachable');
    expect(placeOf(told, 'lan')?.problem).toContain('not connected to a network');
    const far = await start(lonely, { brokers: [{ url: 'mqtt://10.77.0.1:1883' }] })('unreachable');
    expect(placeOf(far, 'broker')?.problem).toContain('There is no way from this computer to 10.77.0.1');
  });
});
