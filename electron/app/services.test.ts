import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MAX_LINK_CHARS, parseJoinLink } from 'paddlewire-netcode/rendezvous';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { DesktopCalls } from '../contract/desktop.ts';
import { type Broker, startBroker } from '../rendezvous/broker.ts';
import type { ForkBroker } from '../rendezvous/broker-starter.ts';
import { askForInterfaces, ownAddress } from '../rendezvous/interfaces.ts';
import { lanAddresses } from '../rendezvous/lan-lease.ts';
import { startHttpProxy } from '../rendezvous/proxy-fixture.ts';
import { createServices, type Services, type ServicesOptions } from './services.ts';

const topic = 'paddlewire/1/K7QF/host';
const about = { shell: 'browser', version: '1.0.0', profile: 'a', telemetry: false } as const;
let folder: string;
let port: number;
const brokers: Broker[] = [];
const opened: Services[] = [];

/** Runs the broker in this process and reports it as its own would. */
const forkHere: ForkBroker = () => ({
  onMessage: (handler) =>
    void startBroker(port).then((broker) => {
      brokers.push(broker);
      handler({ type: 'listening', port });
    }),
  onExit: () => undefined,
  kill: () => undefined,
});

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'paddlewire-services-'));
  const probe = createServer();
  port = await new Promise<number>((resolve) => {
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
  await new Promise((resolve) => probe.close(resolve));
  writeFileSync(join(folder, 'settings.json'), JSON.stringify({ brokerPorts: [port] }));
});

afterEach(async () => {
  for (const services of opened.splice(0)) await services.pageGone();
  for (const broker of brokers.splice(0)) await broker.close();
  rmSync(folder, { recursive: true });
});

function open(forkBroker: ForkBroker = forkHere, more: Partial<ServicesOptions> = {}): Services {
  const services = createServices({ about, dataDir: folder, forkBroker, ...more });
  opened.push(services);
  return services;
}

/** A call with arguments of any kind, as a page that has been taken over could make it. */
function call(services: Services, name: keyof DesktopCalls, ...args: unknown[]): Promise<unknown> {
  // The types of the calls are just what is put to the test.
  return (services.calls[name] as (...given: unknown[]) => Promise<unknown>)(...args);
}

it('what one window publishes the page of another is told', async () => {
  const [host, joiner] = [open(), open()];
  const signal = vi.fn();
  await host.serve({ signal, rendezvousLost: () => undefined, joinLinkWaits: () => undefined });
  expect(await host.calls.openRendezvous(true)).toBeUndefined();
  await host.calls.subscribe(topic);
  expect(await joiner.calls.openRendezvous(false)).toBeUndefined();
  await joiner.calls.publish(topic, Uint8Array.of(1, 2));
  await vi.waitFor(() => expect(signal).toHaveBeenCalledWith(topic, Uint8Array.of(1, 2)));
});

it('what somebody writes into settings.json before a game is hosted is not taken back by the page’s next change', async () => {
  const file = join(folder, 'settings.json');
  const services = open();
  const before = await services.calls.loadSettings();
  const iceServers = [{ urls: 'stun:example.org:3478' }];
  writeFileSync(file, JSON.stringify({ brokerPorts: [port], iceServers }));
  expect(await services.calls.openRendezvous(true)).toBeUndefined();
  expect(await services.calls.saveSettings({ ...before, volumePercent: 7 })).toMatchObject({ volumePercent: 7, iceServers });
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ iceServers });
});

it('a host is told where it can be met, and how others on its network get there', async () => {
  writeFileSync(
    join(folder, 'settings.json'),
    JSON.stringify({ brokerPorts: [port], lanPlay: true, rendezvous: [{ url: 'mqtt://127.0.0.1:9' }] }),
  );
  const addresses = lanAddresses(port, askForInterfaces().interfaces, await ownAddress());
  const services = open();
  expect(await services.calls.rendezvousStatus()).toEqual([]);
  expect(await services.calls.openRendezvous(true)).toBeUndefined();
  await vi.waitFor(async () =>
    expect(await services.calls.rendezvousStatus()).toEqual([
      {
        kind: 'broker',
        url: 'mqtt://127.0.0.1:9',
        open: false,
        problem: expect.stringContaining('Nothing answers at port 9'),
        addresses: [],
      },
      { kind: 'machine', url: '', open: true, problem: '', addresses: [] },
      { kind: 'lan', url: '', open: true, problem: '', addresses },
    ]),
  );
});

it('a broker is asked for at the proxy of the system’s settings; when that refuses, the place and the diagnostics say so, without the address', async () => {
  const proxy = await startHttpProxy(() => 'HTTP/1.1 403 Forbidden');
  const rendezvous = [{ url: 'wss://broker.example.org/mqtt' }];
  writeFileSync(join(folder, 'settings.json'), JSON.stringify({ brokerPorts: [port], rendezvous }));
  const services = open(forkHere, { systemProxy: async () => `PROXY 127.0.0.1:${proxy.port}` });
  expect(await services.calls.openRendezvous(true)).toBeUndefined();
  await vi.waitFor(
    async () => expect((await services.calls.rendezvousStatus())[0]?.problem).toContain('does not let this computer through'),
    // Of a machine that is busy.
    { timeout: 5_000 },
  );
  expect(proxy.asked).toContain('broker.example.org:443');
  const log = await services.calls.readDiagnostics();
  expect(log).toMatch(/connect .*can't be reached.*does not let this computer through/);
  expect(log).not.toContain('broker.example.org');
  await proxy.close();
});

it('where a proxy is and what lets somebody through it stand in no line of the diagnostics', async () => {
  const rendezvous = [{ url: 'wss://broker.example.org/mqtt' }];
  writeFileSync(join(folder, 'settings.json'), JSON.stringify({ brokerPorts: [port], rendezvous }));
  vi.stubEnv('no_proxy', '');
  vi.stubEnv('NO_PROXY', '');
  vi.stubEnv('https_proxy', 'http://ada:open%20sesame@gate:9');
  const services = open();
  expect(await services.calls.openRendezvous(true)).toBeUndefined();
  vi.unstubAllEnvs();
  services.diagnostics.note('connect', 'ada and open sesame at gate');
  expect(await services.calls.readDiagnostics()).toContain('connect [hidden] and [hidden] at [hidden]');
});

it('a joiner that hosts later starts a broker then', async () => {
  const other = await startBroker(0);
  brokers.push(other);
  writeFileSync(
    join(folder, 'settings.json'),
    JSON.stringify({ brokerPorts: [port], rendezvous: [{ url: `mqtt://127.0.0.1:${other.port}` }] }),
  );
  const services = open();
  expect(await services.calls.openRendezvous(false)).toBeUndefined();
  expect(await services.calls.openRendezvous(true)).toBeUndefined();
  await vi.waitFor(async () => expect((await services.calls.rendezvousStatus()).map(({ open: isOpen }) => isOpen)).toEqual([true, true]), {
    timeout: 10_000,
  });
});

it('opening again is harmless, at once and later', async () => {
  const services = open();
  expect(await Promise.all([services.calls.openRendezvous(true), services.calls.openRendezvous(true)])).toEqual([undefined, undefined]);
  expect(await services.calls.openRendezvous(false)).toBeUndefined();
  expect(brokers).toHaveLength(1);
});

it('without a broker a joiner gets a failure, and can host after that', async () => {
  const services = open();
  expect(await services.calls.openRendezvous(false)).toMatchObject({
    reason: 'unreachable',
    tried: [{ kind: 'machine', open: false, problem: 'No game is open on this computer.' }],
  });
  expect(await services.calls.openRendezvous(true)).toBeUndefined();
});

it.each<[string, unknown]>([
  ['fails', { type: 'failed', detail: 'no port is free' }],
  ['reports nonsense', { type: 'listening', port: 'x' }],
])('a broker that %s is a failure', async (_what, report) => {
  const services = open(() => ({ onMessage: (handler) => handler(report), onExit: () => undefined, kill: () => undefined }));
  expect(await services.calls.openRendezvous(true)).toMatchObject({
    reason: 'unreachable',
    detail: expect.stringContaining('could not be started'),
  });
});

it('the next page starts without what the last one had open', async () => {
  const services = open();
  const [first, second] = [vi.fn(), vi.fn()];
  await services.serve({ signal: first, rendezvousLost: () => undefined, joinLinkWaits: () => undefined });
  await services.calls.openRendezvous(true);
  await services.calls.subscribe(topic);
  await services.serve({ signal: second, rendezvousLost: () => undefined, joinLinkWaits: () => undefined });
  await expect(services.calls.publish(topic, Uint8Array.of(1))).rejects.toThrow('not open');
  await services.calls.openRendezvous(true);
  await services.calls.publish(topic, Uint8Array.of(1));
  await services.calls.subscribe(topic);
  await services.calls.publish(topic, Uint8Array.of(2));
  await vi.waitFor(() => expect(second).toHaveBeenCalledExactlyOnceWith(topic, Uint8Array.of(2)));
  expect(first).not.toHaveBeenCalled();
});

it('what a page has kept to be said is said when the page is gone, unless it has left before', async () => {
  const [host, joiner] = [open(), open()];
  const signal = vi.fn();
  await joiner.serve({ signal, rendezvousLost: () => undefined, joinLinkWaits: () => undefined });
  await host.calls.openRendezvous(true);
  await joiner.calls.openRendezvous(false);
  await joiner.calls.subscribe(topic);
  await host.calls.keepFarewell(topic, Uint8Array.of(1));
  await host.calls.closeRendezvous();
  await host.pageGone();
  await host.calls.openRendezvous(true);
  for (const word of [2, 3]) await host.calls.keepFarewell(topic, Uint8Array.of(word));
  await host.pageGone();
  await vi.waitFor(() => expect(signal).toHaveBeenCalledExactlyOnceWith(topic, Uint8Array.of(3)));
});

it('what was wrong with the settings can be asked for after they were read', async () => {
  writeFileSync(join(folder, 'settings.json'), '{"colour":1}');
  const services = open();
  await services.calls.loadSettings();
  expect(await services.calls.fileProblems()).toEqual(['"colour" is not a setting of this version; it is left unchanged.']);
  // Whoever mends the file is not told of it any more.
  writeFileSync(join(folder, 'settings.json'), '{}');
  await services.calls.loadSettings();
  expect(await services.calls.fileProblems()).toEqual([]);
});

it('a match that can’t be read is named, and the page can go on with the others', async () => {
  const services = open();
  await services.calls.appendMatchRecord('m-1', Uint8Array.of(7));
  writeFileSync(join(folder, 'matches/m-2.log'), '');
  truncateSync(join(folder, 'matches/m-2.log'), 9 * 1024 * 1024);
  expect((await services.calls.listMatches()).toSorted()).toEqual(['m-1', 'm-2']);
  await expect(services.calls.readMatchRecords('m-2')).rejects.toThrow('too large');
  expect(await services.calls.readMatchRecords('m-1')).toHaveLength(1);
  expect(await services.calls.fileProblems()).toEqual(["A saved match can't be read. The log of this match is too large (9437184 bytes)."]);
  await services.calls.dropMatch('m-1');
  expect(await services.calls.listMatches()).toEqual(['m-2']);
});

it('a file where the folder of matches should be is named', async () => {
  writeFileSync(join(folder, 'matches'), '');
  const services = open();
  await expect(services.calls.listMatches()).rejects.toThrow('A file has the name of the folder: rename or remove it.');
  await expect(services.calls.appendMatchRecord('m-1', Uint8Array.of(7))).rejects.toThrow('has the name of');
  expect(await services.calls.fileProblems()).toEqual([expect.stringMatching(/^Saved matches can't be listed\. A file has/)]);
});

it('records are kept', async () => {
  const services = open();
  await services.calls.appendMatchRecord('m-1', Uint8Array.of(7));
  expect(await services.calls.readMatchRecords('m-1')).toEqual([Uint8Array.of(7)]);
});

it.each<[keyof DesktopCalls, readonly unknown[]]>([
  ['about', [1]],
  ['saveSettings', [{ name: 7 }]],
  ['saveSettings', [undefined]],
  ['openRendezvous', ['yes']],
  ['openRendezvous', []],
  ['rendezvousStatus', [1]],
  ['publish', ['paddlewire/1/K7QF/#', new Uint8Array(1)]],
  ['publish', ['$SYS/x', new Uint8Array(1)]],
  ['publish', [topic, new Uint8Array(16_385)]],
  ['publish', [topic, [1, 2]]],
  ['publish', [topic, 'text']],
  ['publish', [topic, new Uint8Array(1), 'more']],
  ['keepFarewell', ['$SYS/x', new Uint8Array(1)]],
  ['subscribe', ['#']],
  ['subscribe', [{ toString: () => topic }]],
  ['unsubscribe', [7]],
  ['appendMatchRecord', ['../x', new Uint8Array(1)]],
  ['appendMatchRecord', ['m', new Uint8Array(65_537)]],
  ['appendMatchRecord', ['m', new Uint8Array(0)]],
  ['appendMatchRecord', ['m', null]],
  ['readMatchRecords', ['a/b']],
  ['copyText', ['x'.repeat(5_000)]],
  ['copyText', [7]],
])('%s with arguments that it does not take is refused, case %#', async (name, args) => {
  await expect(call(open(), name, ...args)).rejects.toThrow();
});

it('a link waits for the page, which gets each once, also one that leads nowhere', async () => {
  const services = open();
  const joinLinkWaits = vi.fn();
  services.offerJoinLink('paddlewire://join/K7QF-3M9X');
  await services.serve({ signal: () => undefined, rendezvousLost: () => undefined, joinLinkWaits });
  expect([await services.calls.takeJoinLink(), await services.calls.takeJoinLink()]).toEqual(['paddlewire://join/K7QF-3M9X', undefined]);
  services.offerJoinLink('');
  expect(joinLinkWaits).not.toHaveBeenCalled();
  services.offerJoinLink('paddlewire://join/K7QF-3M9Y?name=Ada');
  expect(joinLinkWaits).toHaveBeenCalledOnce();
  expect(await services.calls.takeJoinLink()).toBe('paddlewire://join/K7QF-3M9Y?name=Ada');
  services.offerJoinLink('paddlewire://join/../../etc/passwd');
  expect(await services.calls.takeJoinLink()).toBe('paddlewire://join/../../etc/passwd');
  services.offerJoinLink('paddlewire://join/kqfmwxyz');
  services.diagnostics.note('link', 'kqfmwxyz has failed');
  expect(await services.calls.readDiagnostics()).toContain('link [hidden] has failed');
  services.offerJoinLink(`paddlewire://join/K7QF-3M9Y?name=${'a'.repeat(100_000)}`);
  const long = await services.calls.takeJoinLink();
  expect(long).toHaveLength(MAX_LINK_CHARS + 1);
  expect(parseJoinLink(long ?? '')).toBeUndefined();
});

it('a name that was changed right before the window was closed is on the disk when the process may end', async () => {
  const services = open();
  const settings = await services.calls.loadSettings();
  const saving = services.calls.saveSettings({ ...settings, name: 'Ada Lovelace' });
  await services.written();
  expect(readFileSync(join(folder, 'settings.json'), 'utf8')).toContain('Ada Lovelace');
  await saving;
});

it('diagnostics have the page’s lines and the desktop’s, without the name, the servers and their passwords, and fit the clipboard', async () => {
  writeFileSync(
    join(folder, 'settings.json'),
    JSON.stringify({ name: 'Ada', rendezvous: [{ url: 'wss://broker.example.org/x', username: 'lovelace', password: 'geheim' }] }),
  );
  const services = open();
  await services.calls.loadSettings();
  const text = `Ada lovelace geheim broker.example.org ${folder}`;
  await services.calls.noteDiagnostics([{ atMs: 0, area: 'connect', text }]);
  services.diagnostics.note('desktop', 'child', new Error(text));
  await services.written();
  const copied = await services.calls.readDiagnostics();
  expect(copied).toMatch(/^Paddlewire 1\.0\.0 \(browser\) on \w+ \w+ .*; Node .*\n.* connect (?:\[hidden\] ?){5}\n/);
  for (const secret of ['Ada', 'lovelace', 'geheim', 'example', folder]) {
    expect(copied).not.toContain(secret);
    expect(readFileSync(join(folder, 'diagnostics.log'), 'utf8')).not.toContain(secret);
  }
  for (let index = 0; index < 100; index++) services.diagnostics.note('desktop', `${index} ${'long '.repeat(100)}`);
  const long = await services.calls.readDiagnostics();
  expect(long.length).toBeLessThanOrEqual(40_000);
  expect(long).toContain(' 97 long');
});

it.each<[string, unknown]>([
  ['that are no list', 'x'],
  ['without a time', [{ area: 'a', text: 'x' }]],
  ['of another area', [{ atMs: 0, area: 'A b', text: 'x' }]],
  ['at no time that there is', [{ atMs: 1e300, area: 'a', text: 'x' }]],
  ['that are too long', [{ atMs: 0, area: 'a', text: 'x'.repeat(401) }]],
  ['that are too many', Array.from({ length: 101 }, () => ({ atMs: 0, area: 'a', text: 'x' }))],
])('diagnostics %s are refused', async (_what, lines) => {
  await expect(call(open(), 'noteDiagnostics', lines)).rejects.toThrow('noteDiagnostics(');
});
