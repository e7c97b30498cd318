import { type JoinCode, makeJoinCode, parseJoinCode, RendezvousKind } from 'paddlewire-netcode/rendezvous';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { diagnostics } from '../desktop/diagnostics.ts';
import type { Link } from '../webrtc/link.ts';
import type { Signal } from '../webrtc/signal.ts';
import { Broker, place } from './broker-fixture.ts';
import { LobbyBrowser } from './game-list.ts';
import { HostedGame } from './host.ts';
import { joinGame } from './join.ts';
import { RendezvousClient } from './rendezvous-client.ts';

/** What the next codes are drawn from, when a test wants to know them. */
const draws = vi.hoisted(() => ({ codes: [] as Uint8Array[] }));

vi.mock('./random-bytes.ts', () => ({
  randomBytes: (length: number) => (length === 8 ? draws.codes.shift() : undefined) ?? crypto.getRandomValues(new Uint8Array(length)),
}));

/** Connections of this test instead of WebRTC's: open when both have a signal of the other, unless the network is blocked. */
const network = vi.hoisted(() => ({
  blocked: false,
  refusal: undefined as string | undefined,
  destroyed: 0,
  open: [] as ((link: unknown) => void)[],
}));

vi.mock('../webrtc/peer.ts', () => ({
  openPeer: (initiator: boolean, _config: unknown, onSignal: (signal: Signal) => void) => {
    let resolve: (link: unknown) => void = () => undefined;
    const promise = new Promise((done) => {
      resolve = done;
    });
    network.open.push(resolve);
    if (initiator) onSignal({ type: 'offer', sdp: 'offer' });
    return {
      ...(network.refusal !== undefined && { refusal: network.refusal }),
      connect: () => promise,
      signal: (signal: Signal) => {
        if (signal.type === 'gave-up') resolve(undefined);
        if (network.blocked) return;
        if (signal.type === 'offer') onSignal({ type: 'answer', sdp: 'answer' });
        resolve({ close: () => undefined } satisfies Partial<Link>);
      },
      candidates: { own: 2, ownOutside: 0, theirs: 1, theirsOutside: 0 },
      serverErrors: () => [],
      destroy: () => {
        network.destroyed++;
      },
    };
  },
}));

const settings = { iceServers: [], relayOnly: false };
let broker: Broker;

beforeEach(() => {
  vi.useFakeTimers();
  broker = new Broker();
  Object.assign(network, { blocked: false, refusal: undefined, destroyed: 0, open: [] });
  draws.codes = [];
});
afterEach(() => {
  vi.useRealTimers();
});

function codeOf(host: HostedGame): JoinCode {
  const code = parseJoinCode(host.code);
  if ('error' in code) throw new Error(code.detail);
  return code;
}

/** The same code with another last character of one half. */
function altered(code: JoinCode, half: keyof JoinCode): JoinCode {
  return { ...code, [half]: `${code[half].slice(0, 3)}${code[half].endsWith('7') ? '8' : '7'}` };
}

/** A way to the rendezvous, as each window has one. */
const client = (): RendezvousClient => new RendezvousClient(broker.desktop());

/** A game that is open: its host has looked whether its nameplate is free. */
async function hosting(at = client()): Promise<HostedGame> {
  const host = new HostedGame(at, settings);
  await vi.advanceTimersByTimeAsync(150);
  return host;
}

async function join(code: JoinCode, at = client()): Promise<unknown> {
  const { result } = joinGame(at, code, settings);
  await vi.advanceTimersByTimeAsync(5_100);
  return result;
}

/** Topics that end with something, of all that anybody listens on. */
const listened = (end: string): string[] => broker.topics.filter((topic) => topic.endsWith(end));

it('connects who has the code, gives ids, tells the stages, and a minute later nobody listens any more', async () => {
  const host = await hosting();
  const joiner = joinGame(client(), codeOf(host), settings);
  const stages: string[] = [];
  joiner.onStage = (stage) => stages.push(stage);
  await vi.advanceTimersByTimeAsync(100);
  expect(await joiner.result).toMatchObject({ localId: 2, remoteId: 1 });
  expect(await host.attempt.result).toMatchObject({ localId: 1, remoteId: 2 });
  expect(stages).toEqual(['rendezvous', 'handshake', 'network']);
  expect(broker.topics).toEqual([`paddlewire/1/${codeOf(host).nameplate}/host`]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(broker.topics).toEqual([]);
  expect(network.destroyed).toBe(0);
});

it('uses only topics that the desktop lets through', async () => {
  const host = await hosting();
  host.list('Ada');
  const lobby = new LobbyBrowser(client());
  await join(codeOf(host));
  lobby.close();
  expect(broker.said.length).toBeGreaterThan(5);
  for (const { topic } of broker.said) expect(topic).toMatch(/^paddlewire\/1\/([0-9A-Z]{4}\/(host|[0-9a-f]{32})|lobby\/(ask|open))$/);
});

it('tells a joiner that nobody hosts under a code', async () => {
  const host = await hosting();
  expect(await join(altered(codeOf(host), 'nameplate'))).toBe('no-such-game');
});

it('tells a joiner that the second half is wrong, and the right one still gets in', async () => {
  const host = await hosting();
  expect(await join(altered(codeOf(host), 'secret'))).toBe('wrong-code');
  expect(await join(codeOf(host))).toMatchObject({ localId: 2 });
});

it('offers a new code after five wrong guesses, and the old one is dead', async () => {
  const host = await hosting();
  const codes: string[] = [];
  host.onCode = (code) => codes.push(code);
  const old = codeOf(host);
  for (let guess = 0; guess < 5; guess++) expect(await join(altered(old, 'secret'))).toBe('wrong-code');
  expect(codes).toEqual([host.code]);
  expect(await join(old)).toBe('no-such-game');
  expect(await join(codeOf(host))).toMatchObject({ localId: 2 });
});

it('offers a new code when ten minutes are over', async () => {
  const host = await hosting();
  const old = codeOf(host);
  await vi.advanceTimersByTimeAsync(601_000);
  expect(codeOf(host)).not.toEqual(old);
  expect(await join(codeOf(host))).toMatchObject({ localId: 2 });
});

it('lets in one of two who join at once and tells the other that the game is full', async () => {
  network.blocked = true;
  const host = await hosting();
  const joiners = [joinGame(client(), codeOf(host), settings), joinGame(client(), codeOf(host), settings)];
  await vi.advanceTimersByTimeAsync(50);
  for (const open of network.open) open({ close: () => undefined });
  const results = await Promise.all(joiners.map(({ result }) => result));
  expect(results.filter((result) => result === 'game-full')).toHaveLength(1);
  expect(results.filter((result) => typeof result !== 'string')).toHaveLength(1);
  expect(typeof (await host.attempt.result)).toBe('object');
});

it('says that the rendezvous is unreachable and where it was looked for, to either side', async () => {
  broker.up = false;
  const host = await hosting();
  expect(await host.attempt.result).toBe('rendezvous-unreachable');
  expect(host.attempt.findings.tried).toEqual([place]);
  expect(await join({ nameplate: 'K7QF', secret: '3M9X' })).toBe('rendezvous-unreachable');
  expect(network.destroyed).toBe(2);
});

it('gives up a game that waits when the rendezvous is lost', async () => {
  const host = await hosting();
  broker.die();
  expect(await host.attempt.result).toBe('rendezvous-unreachable');
});

it('still connects when the rendezvous is lost after the signals, and else says which it was', async () => {
  for (const link of [{ close: () => undefined }, undefined]) {
    broker = new Broker();
    Object.assign(network, { blocked: true, open: [] });
    const host = await hosting();
    const joiner = joinGame(client(), codeOf(host), settings);
    await vi.advanceTimersByTimeAsync(100);
    broker.die();
    for (const open of network.open) open(link);
    const expected = link === undefined ? 'rendezvous-unreachable' : expect.objectContaining({ link });
    expect([await host.attempt.result, await joiner.result]).toEqual([expected, expected]);
  }
});

it('says that the network is blocked when there is no connection in the end', async () => {
  network.blocked = true;
  const host = await hosting();
  const joiner = joinGame(client(), codeOf(host), settings);
  await vi.advanceTimersByTimeAsync(100);
  for (const open of network.open) open(undefined);
  expect([await host.attempt.result, await joiner.result]).toEqual(['network-blocked', 'network-blocked']);
});

it('leaves nothing open when it is cancelled', async () => {
  const host = await hosting();
  const joiner = joinGame(client(), codeOf(host), settings);
  joiner.cancel();
  host.attempt.cancel();
  await vi.advanceTimersByTimeAsync(100);
  expect([await host.attempt.result, await joiner.result]).toEqual(['cancelled', 'cancelled']);
  expect(broker.topics).toEqual([]);
  expect(network.destroyed).toBe(2);
});

it.each(['host', 'joiner'] as const)(
  'who leaves while the connection is being made, the %s, says so, and the other need not wait',
  async (who) => {
    network.blocked = true;
    const host = await hosting();
    const joiner = joinGame(client(), codeOf(host), settings);
    await vi.advanceTimersByTimeAsync(100);
    const [leaves, stays] = who === 'host' ? [host.attempt, joiner] : [joiner, host.attempt];
    leaves.cancel();
    await vi.advanceTimersByTimeAsync(100);
    expect([await leaves.result, await stays.result]).toEqual(['cancelled', 'other-left']);
  },
);

it('who is about to prove to know the code is told that the game was cancelled', async () => {
  const host = await hosting();
  broker.loses = ([kind]) => kind === RendezvousKind.confirm;
  const { result } = joinGame(client(), codeOf(host), settings);
  await vi.advanceTimersByTimeAsync(100);
  host.attempt.cancel();
  await vi.advanceTimersByTimeAsync(100);
  const soon = Promise.race([result, Promise.resolve('waits')]);
  expect(await soon).toBe('no-such-game');
});

it('gives up a rendezvous that does not answer after 15 s', async () => {
  broker.silent = true;
  const attempts = [new HostedGame(client(), settings).attempt, joinGame(client(), { nameplate: 'K7QF', secret: '3M9X' }, settings)];
  const ended: unknown[] = [];
  for (const { result } of attempts) void result.then((error) => ended.push(error));
  await vi.advanceTimersByTimeAsync(14_900);
  expect(ended).toEqual([]);
  await vi.advanceTimersByTimeAsync(200);
  expect(ended).toEqual(['rendezvous-unreachable', 'rendezvous-unreachable']);
});

it('connects although the first message of each kind is lost', async () => {
  const host = await hosting();
  const seen = new Set<number | undefined>();
  broker.loses = ([kind]) => kind !== RendezvousKind.sealed && seen.size !== seen.add(kind).size;
  const { result } = joinGame(client(), codeOf(host), settings);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(await result).toMatchObject({ localId: 2 });
  expect(seen.size).toBe(4);
});

it('says that the host went quiet when it stops answering halfway, 15 s later', async () => {
  const host = await hosting();
  broker.loses = ([kind]) => kind === RendezvousKind.confirm;
  const ended: unknown[] = [];
  void joinGame(client(), codeOf(host), settings).result.then((error) => ended.push(error));
  await vi.advanceTimersByTimeAsync(14_900);
  expect(ended).toEqual([]);
  await vi.advanceTimersByTimeAsync(200);
  expect(ended).toEqual(['host-silent']);
});

it('tells who comes after the second player that the game is full, for a minute', async () => {
  const host = await hosting();
  const code = codeOf(host);
  expect(await join(code)).toMatchObject({ localId: 2 });
  expect(await join(code)).toBe('game-full');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(await join(code)).toBe('no-such-game');
});

it('does not let the game before close the rendezvous under the next one', async () => {
  const window = client();
  const first = await hosting(window);
  expect(await join(codeOf(first))).toMatchObject({ localId: 2 });
  const second = await hosting(window);
  await vi.advanceTimersByTimeAsync(61_000);
  expect(await join(codeOf(second))).toMatchObject({ localId: 2 });
});

it('draws another code when somebody else hosts under its nameplate', async () => {
  const drawn = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);
  draws.codes = [drawn, drawn];
  const first = await hosting();
  const second = await hosting();
  await vi.advanceTimersByTimeAsync(150);
  expect(codeOf(first)).toEqual(makeJoinCode(drawn));
  expect(codeOf(second).nameplate).not.toBe(codeOf(first).nameplate);
  expect(await join(codeOf(second))).toMatchObject({ localId: 2 });
  expect(await join(codeOf(first))).toMatchObject({ localId: 2 });
});

it('of two who draw the same nameplate at once neither keeps it', async () => {
  const drawn = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);
  draws.codes = [drawn, drawn];
  const hosts = [new HostedGame(client(), settings), new HostedGame(client(), settings)];
  await vi.advanceTimersByTimeAsync(300);
  expect(new Set([makeJoinCode(drawn).nameplate, ...hosts.map((host) => codeOf(host).nameplate)]).size).toBe(3);
});

it('lists an open game for who looks, now and later, until it is taken off the list', async () => {
  const early = new LobbyBrowser(client());
  const host = await hosting();
  expect(listed(early)).toEqual([]);
  host.list('Ada');
  await vi.advanceTimersByTimeAsync(600);
  const late = new LobbyBrowser(client());
  await vi.advanceTimersByTimeAsync(0);
  expect([listed(early), listed(late)]).toEqual([['Ada'], ['Ada']]);
  host.list(undefined);
  await vi.advanceTimersByTimeAsync(13_000);
  expect([listed(early), listed(late)]).toEqual([[], []]);
  early.close();
  late.close();
});

it.each<[string, (host: HostedGame) => Promise<void>]>([
  ['joined', async (host) => void (await join(codeOf(host)))],
  [
    'joined and is not connected yet',
    async (host) => {
      network.blocked = true;
      joinGame(client(), codeOf(host), settings);
      await vi.advanceTimersByTimeAsync(100);
      host.list('Ada');
    },
  ],
  ['cancelled', async (host) => host.attempt.cancel()],
])('a game that was %s is announced no more', async (_, end) => {
  const host = await hosting();
  host.list('Ada');
  const lobby = new LobbyBrowser(client());
  await vi.advanceTimersByTimeAsync(600);
  expect(listed(lobby)).toEqual(['Ada']);
  await end(host);
  await vi.advanceTimersByTimeAsync(13_000);
  expect(listed(lobby)).toEqual([]);
  expect(listened('/ask')).toEqual([]);
  lobby.close();
});

it('a window without WebRTC says so at once on either side, and nobody is told of a game that can’t be joined', async () => {
  network.refusal = '';
  const host = new HostedGame(client(), settings);
  const joiner = joinGame(client(), { nameplate: 'K7QF', secret: '3M9X' }, settings);
  expect(await host.attempt.result).toBe('no-webrtc');
  expect(await joiner.result).toBe('no-webrtc');
  await vi.advanceTimersByTimeAsync(30_000);
  expect(broker.said).toEqual([]);
  expect(broker.topics).toEqual([]);
});

it('an attempt names the servers that were left out', () => {
  const bad = { urls: 'turn:example.org' };
  const host = new HostedGame(client(), { ...settings, iceServers: [{ urls: 'stun:example.org' }, bad] });
  expect(host.attempt.findings.refusedServers).toEqual([{ server: bad, problem: expect.stringContaining('user name and password') }]);
  host.attempt.cancel();
});

it('announces the new code when the old one has expired', async () => {
  const host = await hosting();
  host.list('Ada');
  await vi.advanceTimersByTimeAsync(606_000);
  const lobby = new LobbyBrowser(client());
  await vi.advanceTimersByTimeAsync(0);
  expect(lobby.named('')).toEqual([{ name: 'Ada', code: codeOf(host) }]);
  lobby.close();
});

it('the list finds a rendezvous that opens later, and the one that follows it', async () => {
  broker.up = false;
  const lobby = new LobbyBrowser(client());
  await vi.advanceTimersByTimeAsync(1_000);
  expect(lobby.reached).toBe(false);
  broker.up = true;
  await vi.advanceTimersByTimeAsync(3_000);
  expect(lobby.reached).toBe(true);
  broker.die();
  expect(lobby.reached).toBe(false);
  broker.up = true;
  await vi.advanceTimersByTimeAsync(3_000);
  expect(lobby.reached).toBe(true);
  lobby.close();
  await vi.advanceTimersByTimeAsync(0);
  expect(broker.topics).toEqual([]);
});

it('the list stays open beside an attempt that ends', async () => {
  const window = client();
  const lobby = new LobbyBrowser(window);
  const host = await hosting();
  host.list('Ada');
  expect(await join(altered(codeOf(host), 'secret'), window)).toBe('wrong-code');
  await vi.advanceTimersByTimeAsync(15_000);
  expect(listed(lobby)).toEqual(['Ada']);
  lobby.close();
});

function listed(lobby: LobbyBrowser): string[] {
  return lobby.named('').map(({ name }) => name);
}

it('what was published before a guest left is heard: the rendezvous is closed after it', async () => {
  const desktop = broker.desktop();
  let arrive: () => void = () => undefined;
  const close = vi.fn(async () => undefined);
  const calls = { ...desktop.calls, publish: () => new Promise<void>((resolve) => (arrive = resolve)), closeRendezvous: close };
  const meeting = await new RendezvousClient({ ...desktop, calls }).enter(false, () => undefined);
  if ('reason' in meeting) throw new Error(meeting.reason);
  const published = meeting.publish('paddlewire/1/K7QF/host', Uint8Array.of(1));
  meeting.leave();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(close).not.toHaveBeenCalled();
  arrive();
  await published;
  await vi.advanceTimersByTimeAsync(0);
  expect(close).toHaveBeenCalledOnce();
});

it('whatever ends on the way leaves a line in the diagnostics, with why', async () => {
  vi.spyOn(diagnostics, 'note');
  const lines = (): string[] => vi.mocked(diagnostics.note).mock.calls.map(([, what, error]) => `${what} ${String(error ?? '')}`);
  broker.up = false;
  await new HostedGame(client(), settings).attempt.result;
  expect(lines()).toEqual(
    expect.arrayContaining([expect.stringContaining('no rendezvous'), expect.stringContaining('rendezvous-unreachable')]),
  );
  broker.up = true;
  const host = await hosting();
  network.blocked = true;
  void join(codeOf(host));
  await vi.advanceTimersByTimeAsync(1_000);
  broker.die();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(lines()).toEqual(expect.arrayContaining([expect.stringContaining('the rendezvous was lost')]));
  host.attempt.cancel();
  vi.restoreAllMocks();
});

it('a code that is hosted or joined is in no line of the diagnostics, whatever it looks like and however it is written', async () => {
  draws.codes = [Uint8Array.from('KQFMWXYZ', (letter) => '0123456789ABCDEFGHJKMNPQRSTVWXYZ'.indexOf(letter))];
  const host = await hosting();
  expect(host.code).toBe('KQFM-WXYZ');
  await join({ nameplate: 'CHAT', secret: 'ABCD' });
  host.attempt.cancel();
  diagnostics.note('connect', 'codes kqfmwxyz, kqfm-wxyz, KQFM WXYZ; chatabcd, Chat-Abcd, a chat');
  expect(await diagnostics.text()).toContain('codes [hidden], [hidden], [hidden]; [hidden], [hidden], a chat');
});
