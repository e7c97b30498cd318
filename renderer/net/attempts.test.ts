import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { JoinCode } from '../../netcode/rendezvous/join-code.ts';
import { parseJoinCode } from '../../netcode/rendezvous/join-code.ts';
import type { Desktop } from '../desktop.ts';
import { type HostAttempt, hostGame } from './host.ts';
import { joinGame } from './join.ts';
import type { Link } from './link.ts';
import type { Signal } from './signal.ts';

/** Connections of this test instead of WebRTC's: open when both have a signal of the other, unless the network is blocked. */
const network = vi.hoisted(() => ({ blocked: false, destroyed: 0, open: [] as ((link: unknown) => void)[] }));

vi.mock('./peer.ts', () => ({
  openPeer: (initiator: boolean, _servers: unknown, onSignal: (signal: Signal) => void) => {
    let resolve: (link: unknown) => void = () => undefined;
    const promise = new Promise((done) => {
      resolve = done;
    });
    network.open.push(resolve);
    if (initiator) onSignal({ type: 'offer', sdp: 'offer' });
    return {
      connect: () => promise,
      signal: (signal: Signal) => {
        if (network.blocked) return;
        if (signal.type === 'offer') onSignal({ type: 'answer', sdp: 'answer' });
        resolve({ close: () => undefined } satisfies Partial<Link>);
      },
      destroy: () => {
        network.destroyed++;
      },
    };
  },
}));

type Receive = (topic: string, payload: Uint8Array) => void;

/** A broker in memory, and desktops that reach it. */
class Broker {
  readonly said: { readonly topic: string; readonly payload: Uint8Array }[] = [];
  up = true;
  readonly #desktops: { readonly topics: Set<string>; readonly signal: Set<Receive>; readonly lost: Set<() => void> }[] = [];

  desktop(): Desktop {
    const own = { topics: new Set<string>(), signal: new Set<Receive>(), lost: new Set<() => void>() };
    this.#desktops.push(own);
    const calls: Partial<Desktop['calls']> = {
      openRendezvous: async () => (this.up ? undefined : { reason: 'unreachable', detail: '', tried: [] }),
      publish: async (topic, payload) => {
        if (!this.up) throw new Error('closed');
        this.said.push({ topic, payload });
        for (const { topics, signal } of this.#desktops) {
          if (topics.has(topic)) for (const receive of signal) receive(topic, payload.slice());
        }
      },
      subscribe: async (topic) => {
        own.topics.add(topic);
      },
      unsubscribe: async (topic) => {
        own.topics.delete(topic);
      },
      closeRendezvous: async () => own.topics.clear(),
    };
    return {
      // The rest of the desktop is not asked for here.
      calls: calls as Desktop['calls'],
      onSignal: (handler) => {
        own.signal.add(handler);
        return () => own.signal.delete(handler);
      },
      onRendezvousLost: (handler) => {
        const lost = (): void => handler({ reason: 'closed', detail: '', tried: [] });
        own.lost.add(lost);
        return () => own.lost.delete(lost);
      },
    };
  }

  die(): void {
    this.up = false;
    for (const { lost } of this.#desktops) for (const handler of [...lost]) handler();
  }

  /** Topics that somebody listens on. */
  get topics(): string[] {
    return this.#desktops.flatMap(({ topics }) => [...topics]);
  }
}

const options = { iceServers: [] };
let broker: Broker;

beforeEach(() => {
  vi.useFakeTimers();
  broker = new Broker();
  Object.assign(network, { blocked: false, destroyed: 0, open: [] });
});
afterEach(() => {
  vi.useRealTimers();
});

function codeOf(host: HostAttempt): JoinCode {
  const code = parseJoinCode(host.code);
  if ('error' in code) throw new Error(code.detail);
  return code;
}

/** The same code with another last character of one half. */
function altered(code: JoinCode, half: keyof JoinCode): JoinCode {
  return { ...code, [half]: `${code[half].slice(0, 3)}${code[half].endsWith('7') ? '8' : '7'}` };
}

async function hosting(): Promise<HostAttempt> {
  const host = hostGame(broker.desktop(), options);
  await vi.advanceTimersByTimeAsync(0);
  return host;
}

async function join(code: JoinCode): Promise<unknown> {
  const { result } = joinGame(broker.desktop(), code, options);
  await vi.advanceTimersByTimeAsync(3_100);
  return result;
}

it('connects who has the code, gives ids, tells the stages, and nobody listens any more', async () => {
  const host = await hosting();
  const joiner = joinGame(broker.desktop(), codeOf(host), options);
  const stages: string[] = [];
  joiner.onStage = (stage) => stages.push(stage);
  await vi.advanceTimersByTimeAsync(100);
  expect(await joiner.result).toMatchObject({ localId: 2, remoteId: 1 });
  expect(await host.result).toMatchObject({ localId: 1, remoteId: 2 });
  expect(stages).toEqual(['rendezvous', 'handshake', 'network']);
  expect(broker.topics).toEqual([]);
  expect(network.destroyed).toBe(0);
});

it('uses only topics that the desktop lets through', async () => {
  const host = await hosting();
  await join(codeOf(host));
  for (const { topic } of broker.said) expect(topic).toMatch(/^paddlewire\/1\/[0-9A-Z]{4}\/(host|[0-9a-f]{32})$/);
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
  const joiners = [joinGame(broker.desktop(), codeOf(host), options), joinGame(broker.desktop(), codeOf(host), options)];
  await vi.advanceTimersByTimeAsync(50);
  for (const open of network.open) open({ close: () => undefined });
  const results = await Promise.all(joiners.map(({ result }) => result));
  expect(results.filter((result) => result === 'game-full')).toHaveLength(1);
  expect(results.filter((result) => typeof result !== 'string')).toHaveLength(1);
  expect(typeof (await host.result)).toBe('object');
});

it('says that the rendezvous is unreachable, to either side', async () => {
  broker.up = false;
  expect(await (await hosting()).result).toBe('rendezvous-unreachable');
  expect(await join({ nameplate: 'K7QF', secret: '3M9X' })).toBe('rendezvous-unreachable');
  expect(network.destroyed).toBe(2);
});

it('gives up a game that waits when the rendezvous is lost', async () => {
  const host = await hosting();
  broker.die();
  expect(await host.result).toBe('rendezvous-unreachable');
});

it('still connects when the rendezvous is lost after the signals, and else says which it was', async () => {
  for (const link of [{ close: () => undefined }, undefined]) {
    broker = new Broker();
    Object.assign(network, { blocked: true, open: [] });
    const host = await hosting();
    const joiner = joinGame(broker.desktop(), codeOf(host), options);
    await vi.advanceTimersByTimeAsync(100);
    broker.die();
    for (const open of network.open) open(link);
    const expected = link === undefined ? 'rendezvous-unreachable' : expect.objectContaining({ link });
    expect([await host.result, await joiner.result]).toEqual([expected, expected]);
  }
});

it('says that the network is blocked when there is no connection in the end', async () => {
  network.blocked = true;
  const host = await hosting();
  const joiner = joinGame(broker.desktop(), codeOf(host), options);
  await vi.advanceTimersByTimeAsync(100);
  for (const open of network.open) open(undefined);
  expect([await host.result, await joiner.result]).toEqual(['network-blocked', 'network-blocked']);
});

it('leaves nothing open when it is cancelled', async () => {
  const host = await hosting();
  const joiner = joinGame(broker.desktop(), codeOf(host), options);
  joiner.cancel();
  host.cancel();
  await vi.advanceTimersByTimeAsync(100);
  expect([await host.result, await joiner.result]).toEqual(['cancelled', 'cancelled']);
  expect(broker.topics).toEqual([]);
  expect(network.destroyed).toBe(2);
});
