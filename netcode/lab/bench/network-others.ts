import { type Conditions, Direction, type Link } from '../../local/network.ts';
import { Random } from '../../local/random.ts';
import { Bot } from '../../pong/bot.ts';
import { countDifferences, FRAME_MS, FreezeWatch, type NetworkRun, STEP_MS } from './network-run.ts';
import type { Library, NetworkPeer } from './others/library.ts';
import { OrderedWire, PlainWire } from './others/wire.ts';
import { Histogram } from './statistics.ts';

/** Slowest start of any: five round trips of telegraph's, with retries after two seconds each. */
const START_LIMIT_MS = 120_000;
/** States nearer to the end than this may still rest on predictions: the longest window of any library, and a second. */
const UNSETTLED_TICKS = 120;

class Watched {
  readonly freeze = new FreezeWatch();
  stalls = 0;
  #refused = false;
  #nextFrameMs: number;
  readonly #peer: NetworkPeer;

  constructor(peer: NetworkPeer, nowMs: number) {
    this.#peer = peer;
    this.#nextFrameMs = nowMs;
  }

  step(nowMs: number, counts: boolean): void {
    const peer = this.#peer;
    peer.poll?.(nowMs);
    while (nowMs >= this.#nextFrameMs) {
      this.#nextFrameMs += FRAME_MS;
      const before = peer.tick;
      peer.frame(nowMs);
      const refused = peer.tick <= before;
      if (counts && refused && !this.#refused) this.stalls++;
      this.#refused = refused;
    }
    if (counts) this.freeze.look(nowMs, peer.tick);
  }
}

/** Directions of a network, to be cut by who tests bursts. */
export type Links = readonly [Link, Link];

/**
 * Lets another library play over a virtual network.
 * @param disturb called at every step once both sides play
 * @returns undefined when it never started
 */
export async function playOther(
  library: Library,
  seed: number,
  conditions: Conditions,
  ms: number,
  disturb: (nowMs: number, links: Links) => void = () => undefined,
): Promise<NetworkRun | undefined> {
  const direction = (name: string): Direction => new Direction(conditions, new Random(seed, `network ${name}`));
  const links = [direction('0→1'), direction('1→0')] as const;
  const ordered = library.name === 'netplayjs';
  const wire = (link: Direction) => (ordered ? new OrderedWire(link, conditions) : new PlainWire(link));
  const wires = [wire(links[0]), wire(links[1])] as const;
  const peers = await library.connect(wires, [new Bot(2, 0, seed * 2 + 1), new Bot(2, 1, seed * 3 + 7)]);
  try {
    let nowMs = 0;
    const watched = peers.map((peer) => new Watched(peer, nowMs));
    while (!peers.every(({ playing }) => playing)) {
      if (nowMs > START_LIMIT_MS) return undefined;
      nowMs += STEP_MS;
      for (const watch of watched) watch.step(nowMs, false);
    }
    const fromMs = nowMs;
    const before = wires.map(({ bytes, messages }) => ({ bytes, messages }));
    while (nowMs < fromMs + ms) {
      disturb(nowMs - fromMs, links);
      nowMs += STEP_MS;
      for (const watch of watched) watch.step(nowMs, true);
    }
    const last = Math.min(peers[0].tick, peers[1].tick) - UNSETTLED_TICKS;
    const { compared, differing } = countDifferences(peers[0].checksums, peers[1].checksums, last);
    const perSecond = (side: 0 | 1): number => ((wires[side].bytes - (before[side]?.bytes ?? 0)) * 1000) / ms;
    const messages = wires.reduce((sum, wire, side) => sum + wire.messages - (before[side]?.messages ?? 0), 0);
    const depths = new Histogram();
    for (const peer of peers) depths.addAll(peer.depths);
    return {
      minutes: ms / 60_000,
      stalls: watched.reduce((sum, { stalls }) => sum + stalls, 0),
      longestFreezeMs: Math.max(...watched.map(({ freeze }) => freeze.longestMs)),
      divergences: differing + peers[0].corrected + peers[1].corrected,
      comparedTicks: compared,
      depths,
      bytesPerSecond: [perSecond(0), perSecond(1)],
      packetsPerSecond: (messages * 500) / ms,
    };
  } finally {
    for (const peer of peers) peer.stop();
  }
}
