import { Phase, Word } from '../sim/state.ts';
import type { Conditions } from './network.ts';
import { Pair, type PairPeer } from './pair.ts';
import { Random } from './random.ts';

/** Virtual time with faults, then without, in ms. */
const SAFETY_MS = 60_000;
const LIVENESS_MS = 45_000;
/** How often invariants are checked, in ms of virtual time: each tick and every packet falls between two checks. */
const CHECK_MS = 16;
/** After healing, this many rallies or a finished match must follow within {@link LIVENESS_MS}. */
const RALLIES_AFTER_HEALING = 2;

/** What one seed did. */
export interface SeedRun {
  readonly seed: number;
  readonly simulatedMs: number;
  /** Faults by kind. */
  readonly faults: Readonly<Record<FaultKind, number>>;
  /** Hash of everything both peers confirmed, in order: two runs of a seed give the same. */
  readonly trace: number;
  /** Broken invariants, in words; empty when all held. */
  readonly failures: readonly string[];
}

/** What can go wrong in a run. */
export type FaultKind = 'lost' | 'cutOneWay' | 'cutBothWays' | 'paused';

type Faults = Record<FaultKind, number>;

/** Rates of one run, drawn anew for each seed, so that some runs are calm and some are hell. */
function drawConditions(random: Random): Conditions {
  return {
    delayMs: random.chance(0.2) ? 0 : random.below(200),
    jitterMs: random.chance(0.3) ? 0 : random.below(120),
    loss: random.chance(0.3) ? 0 : random.unit() * 0.3,
    meanBurst: random.chance(0.5) ? 1 : 1 + random.below(6),
    longestBurst: 20,
  };
}

/** Watches one peer; everything it confirms goes into the trace. */
class Watch {
  readonly confirmed = new Map<string, number>();
  readonly scores = new Map<number, string>();
  trace = 0x811c9dc5;
  #epoch = 0;
  #rallies = 0;
  #lamport = 0;
  readonly #peer: PairPeer;
  readonly #fail: (what: string) => void;

  constructor(peer: PairPeer, fail: (what: string) => void) {
    this.#peer = peer;
    this.#fail = fail;
  }

  look(): void {
    const { session } = this.#peer;
    const { confirmedTick, confirmed, epochNumber, chat } = session;
    // Before the first epoch the follower does not know the leader's seed yet.
    if (epochNumber === 0) return;
    const name = `peer ${session.localId} at tick ${confirmedTick}`;
    if (epochNumber < this.#epoch) this.#fail(`${name}: epoch fell from ${this.#epoch} to ${epochNumber}`);
    if (chat.lamport < this.#lamport) this.#fail(`${name}: Lamport clock fell`);
    const rallies = confirmed[Word.rallies] ?? 0;
    if (rallies < this.#rallies) this.#fail(`${name}: committed rallies fell from ${this.#rallies} to ${rallies}`);
    if (session.game.tick - confirmedTick > 128) this.#fail(`${name}: predicted beyond the window`);
    this.#epoch = epochNumber;
    this.#rallies = rallies;
    this.#lamport = chat.lamport;
    const key = `${epochNumber}:${confirmedTick}`;
    if (this.confirmed.has(key)) return;
    const checksum = session.game.holds(confirmedTick) ? session.game.checksumAt(confirmedTick) : 0;
    this.confirmed.set(key, checksum);
    this.trace = Math.imul(this.trace ^ checksum, 0x01000193) ^ confirmedTick;
    this.scores.set(rallies, `${confirmed[Word.score0]}:${confirmed[Word.score1]}`);
  }
}

function compare(left: Watch, right: Watch, fail: (what: string) => void): void {
  for (const [key, checksum] of left.confirmed) {
    const other = right.confirmed.get(key);
    if (other !== undefined && other !== checksum) {
      fail(`checksums of ${key} (epoch:tick) differ`);
      break;
    }
  }
  for (const [rallies, score] of left.scores) {
    const other = right.scores.get(rallies);
    if (other !== undefined && other !== score) fail(`scores after ${rallies} rallies differ: ${score} and ${other}`);
  }
}

/** Starts the next fault, or none; returns how long it lasts, and how to end it. */
function strike(pair: Pair, random: Random, faults: Faults): { readonly lengthMs: number; readonly end: () => void } | undefined {
  const lengthMs = 100 + random.below(random.chance(0.2) ? 6000 : 1500);
  const index = random.chance(0.5) ? 0 : 1;
  switch (random.below(3)) {
    case 0:
      faults.cutOneWay++;
      pair.links[index].cut = true;
      break;
    case 1:
      faults.cutBothWays++;
      pair.links[0].cut = true;
      pair.links[1].cut = true;
      break;
    default:
      faults.paused++;
      pair.peers[index].stopped = true;
  }
  return {
    lengthMs,
    end: () => {
      for (const side of [0, 1] as const) {
        pair.links[side].cut = false;
        pair.peers[side].stopped = false;
      }
    },
  };
}

/**
 * Plays one match of bots through faults drawn from a seed: first a safety phase with faults, in which nothing may ever contradict, then a
 * liveness phase on a healed connection, in which the match must go on.
 * @param seed 0 to 2^53
 */
export function runSeed(seed: number): SeedRun {
  const failures: string[] = [];
  const fail = (what: string): void => {
    if (failures.length < 10) failures.push(what);
  };
  const schedule = new Random(seed, 'faults');
  const conditions = drawConditions(new Random(seed, 'conditions'));
  const pair = new Pair(seed, conditions, 1);
  const watches = [new Watch(pair.peers[0], fail), new Watch(pair.peers[1], fail)] as const;
  const faults: Faults = { lost: 0, cutOneWay: 0, cutBothWays: 0, paused: 0 };
  const runAndLook = (ms: number): void => {
    for (let done = 0; done < ms; done += CHECK_MS) {
      pair.run(CHECK_MS);
      for (const watch of watches) watch.look();
    }
  };
  try {
    while (pair.nowMs < SAFETY_MS) {
      runAndLook(500 + schedule.below(8000));
      const fault = strike(pair, schedule, faults);
      if (fault !== undefined) {
        runAndLook(fault.lengthMs);
        fault.end();
      }
    }
    for (const link of pair.links) link.conditions = { ...conditions, loss: 0, jitterMs: 0 };
    const before = pair.peers[0].session.confirmed[Word.rallies] ?? 0;
    runAndLook(LIVENESS_MS);
    for (const { session } of pair.peers) {
      const rallies = (session.confirmed[Word.rallies] ?? 0) - before;
      const over = session.confirmed[Word.phase] === Phase.over;
      if (session.phase !== 'playing') fail(`peer ${session.localId} is ${session.phase} after healing`);
      else if (!over && rallies < RALLIES_AFTER_HEALING) fail(`peer ${session.localId} saw ${rallies} rallies after healing`);
      if (session.stats.checksumsDiffering > 0) fail(`peer ${session.localId} saw ${session.stats.checksumsDiffering} checksums differ`);
    }
    compare(watches[0], watches[1], fail);
  } catch (thrown) {
    fail(`thrown at ${pair.nowMs} ms: ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}`);
  }
  for (const link of pair.links) faults.lost += link.lost;
  return { seed, simulatedMs: pair.nowMs, faults, trace: (watches[0].trace ^ watches[1].trace) >>> 0, failures };
}
