import type { Conditions } from '../../local/network.ts';
import { Phase, Word } from '../../pong/state.ts';
import type { MeshPeer } from '../mesh-peer.ts';
import { Pair } from '../pair.ts';
import type { WireKind } from '../wire.ts';
import { countDifferences, FreezeWatch, type NetworkRun, STEP_MS } from './network-run.ts';
import { Histogram } from './statistics.ts';

const BOT_LEVEL = 2;
/** The handshake of the slowest cell takes a second. */
const START_LIMIT_MS = 10_000;

/** Follows one of our peers. */
class Watched {
  readonly freeze = new FreezeWatch();
  readonly depths = new Histogram();
  readonly checksums = new Map<number, number>();
  stalls = 0;
  #tick = -1;
  #checkedTick = 0;
  #refused = 0;
  #effectsSeen = 0;
  readonly #peer: MeshPeer;

  constructor(peer: MeshPeer) {
    this.#peer = peer;
    this.#refused = peer.session.stats.stalls;
    this.#effectsSeen = peer.effects.length;
  }

  look(nowMs: number): void {
    const { session, effects } = this.#peer;
    const { tick, lastRollbackTicks } = session.game;
    this.freeze.look(nowMs, tick);
    if (tick !== this.#tick && lastRollbackTicks > 0) this.depths.add(lastRollbackTicks);
    this.#tick = tick;
    for (; this.#checkedTick < session.confirmedTick; this.#checkedTick++) {
      if (session.game.holds(this.#checkedTick)) this.checksums.set(this.#checkedTick, session.game.checksumAt(this.#checkedTick));
    }
    const { stalls } = session.stats;
    if (stalls > this.#refused) this.stalls++;
    this.#refused = stalls;
    for (; this.#effectsSeen < effects.length; this.#effectsSeen++) {
      if (effects[this.#effectsSeen]?.type === 'suspended') this.stalls++;
    }
  }
}

/** Two of our sessions from the first tick of their match on. */
export function startOurs(seed: number, conditions: Conditions, wire: WireKind): Pair {
  const pair = new Pair(seed, conditions, BOT_LEVEL, wire);
  pair.runUntil(() => pair.peers.every(({ session }) => session.phase === 'playing' && session.game.tick > 0), START_LIMIT_MS);
  return pair;
}

/** Lets a pair play and watches it. */
export function watchOurs(pair: Pair, ms: number, disturb: (nowMs: number) => void = () => undefined): NetworkRun {
  const fromMs = pair.nowMs;
  const left = new Watched(pair.peers[0]);
  const right = new Watched(pair.peers[1]);
  const watched = [left, right];
  const bytesBefore = pair.peers.map(bytesOf);
  const packetsBefore = pair.peers.reduce((sum, { fastPackets }) => sum + fastPackets, 0);
  while (pair.nowMs < fromMs + ms) {
    disturb(pair.nowMs - fromMs);
    pair.run(STEP_MS);
    for (const watch of watched) watch.look(pair.nowMs);
    for (const side of [0, 1] as const) {
      if (pair.peers[side].session.confirmed[Word.phase] === Phase.over) pair.give(side, { type: 'rematch' });
    }
  }
  const [a, b] = pair.peers;
  const { compared, differing } = countDifferences(left.checksums, right.checksums, Number.POSITIVE_INFINITY);
  const reported = a.session.stats.checksumsDiffering + b.session.stats.checksumsDiffering;
  const depths = new Histogram();
  for (const watch of watched) depths.addAll(watch.depths);
  const packets = pair.peers.reduce((sum, { fastPackets }) => sum + fastPackets, 0) - packetsBefore;
  return {
    minutes: ms / 60_000,
    stalls: watched.reduce((sum, { stalls }) => sum + stalls, 0),
    longestFreezeMs: Math.max(...watched.map(({ freeze }) => freeze.longestMs)),
    divergences: differing + reported,
    comparedTicks: compared,
    depths,
    bytesPerSecond: [((bytesOf(a) - (bytesBefore[0] ?? 0)) * 1000) / ms, ((bytesOf(b) - (bytesBefore[1] ?? 0)) * 1000) / ms],
    packetsPerSecond: (packets * 500) / ms,
  };
}

/** Payload bytes that a peer has sent on both channels. */
function bytesOf({ fastBytes, reliableBytes }: MeshPeer): number {
  return fastBytes + reliableBytes;
}
