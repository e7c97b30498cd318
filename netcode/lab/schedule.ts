import type { Random } from '../local/random.ts';
import { STATE_WORDS } from '../pong/state.ts';

/** Everything that can go wrong in a run. */
export type FaultKind =
  | 'far'
  | 'loss'
  | 'burst'
  | 'delay'
  | 'tail'
  | 'duplicate'
  | 'reorder'
  | 'corrupt'
  | 'cut'
  | 'split'
  | 'pause'
  | 'sleep'
  | 'crash'
  | 'forge'
  | 'hangUp'
  | 'drift'
  | 'clockStep'
  | 'slowDisk'
  | 'lateTimer'
  | 'damage'
  | 'version';

/** One fault. A schedule is an array of them, in any order; they may overlap. */
export interface Fault {
  readonly kind: FaultKind;
  /** When it begins, in ms of virtual time. */
  readonly atMs: number;
  /** How long it lasts; for a fault of one moment or of the whole run this is 0. */
  readonly lengthMs: number;
  /** The peers that it hits, or the directions that start at them: a set of bits, 1 for the first peer, 2 for the second. */
  readonly which: number;
  /** How bad it is, a whole number in the unit that {@link FAULTS} says. */
  readonly amount: number;
}

/** How a kind of fault is drawn. */
interface FaultRule {
  /** Unit of `amount`. */
  readonly unit: string;
  /** Share of runs that have this kind at all. */
  readonly share: number;
  /** Most of them in a run; each run draws its own number from 1 on. */
  readonly most: number;
  readonly amount: readonly [low: number, high: number];
  /** Absent for a fault of one moment or of the whole run. */
  readonly lengthMs?: readonly [low: number, high: number];
  /** The peers are out of touch during it, or soon after. No two of these overlap. */
  readonly outage?: true;
  /** Only with so many peers. */
  readonly least?: number;
  /** Begins with the run and never ends. */
  readonly always?: true;
}

/** Kinds whose amount is a name and not a measure. */
export const NAMES: readonly FaultKind[] = ['damage', 'version', 'forge'];

const CONDITION_MS = [2000, 30_000] as const;

/** The kinds of fault, what their `amount` is, and how often and how bad they come. */
export const FAULTS: Readonly<Record<FaultKind, FaultRule>> = {
  far: { unit: 'ms of delay each way', share: 0.6, most: 1, amount: [1, 150], always: true },
  drift: { unit: 'millionths that the clock is fast', share: 0.5, most: 1, amount: [-20_000, 20_000], always: true },
  version: { unit: '0 for another protocol version, 1 for other rules', share: 0.02, most: 1, amount: [0, 1], always: true },
  loss: { unit: '% lost, each by itself', share: 0.4, most: 3, amount: [1, 30], lengthMs: CONDITION_MS },
  burst: { unit: '% lost, in bursts of 4 on average', share: 0.3, most: 3, amount: [1, 30], lengthMs: CONDITION_MS },
  delay: { unit: 'ms more delay', share: 0.3, most: 3, amount: [10, 400], lengthMs: CONDITION_MS },
  tail: { unit: 'ms of exponential delay on average', share: 0.4, most: 3, amount: [5, 100], lengthMs: CONDITION_MS },
  duplicate: { unit: '% that arrive twice', share: 0.3, most: 2, amount: [1, 50], lengthMs: CONDITION_MS },
  reorder: { unit: '% held back', share: 0.3, most: 2, amount: [1, 30], lengthMs: CONDITION_MS },
  corrupt: { unit: '‰ with wrong bytes', share: 0.12, most: 2, amount: [1, 100], lengthMs: [500, 4000] },
  cut: { unit: 'nothing', share: 0.6, most: 4, amount: [0, 0], lengthMs: [50, 7000], outage: true },
  split: {
    unit: 'nothing (between these peers and the others)',
    share: 0.6,
    most: 3,
    amount: [0, 0],
    lengthMs: [50, 7000],
    outage: true,
    least: 3,
  },
  pause: { unit: 'nothing', share: 0.4, most: 3, amount: [0, 0], lengthMs: [20, 7000], outage: true },
  sleep: {
    unit: 'nothing (as a pause, and its clock stands still)',
    share: 0.2,
    most: 2,
    amount: [0, 0],
    lengthMs: [20, 7000],
    outage: true,
  },
  crash: {
    unit: 'nothing (the process is gone, and starts again from its disk)',
    share: 0.4,
    most: 3,
    amount: [0, 0],
    lengthMs: [20, 7000],
    outage: true,
  },
  forge: {
    unit: '0 for a score, 1 for the log of another match (the process is gone, and its log is changed meanwhile)',
    share: 0.05,
    most: 1,
    amount: [0, 1],
    lengthMs: [20, 7000],
    outage: true,
  },
  hangUp: { unit: 'nothing (the connection dies, and these peers are told)', share: 0.3, most: 2, amount: [0, 0], outage: true },
  clockStep: { unit: 'ms that the clock jumps ahead', share: 0.2, most: 2, amount: [5, 4000], outage: true },
  slowDisk: { unit: 'ms for a write', share: 0.4, most: 3, amount: [5, 8000], lengthMs: CONDITION_MS },
  lateTimer: { unit: 'ms between two looks at the clock', share: 0.3, most: 2, amount: [8, 60], lengthMs: [500, 8000] },
  damage: { unit: 'a word of the newest state, to be changed', share: 0.25, most: 5, amount: [0, STATE_WORDS - 1] },
};

/** Kinds in a fixed order, which the draws of a seed depend on. */
export const FAULT_KINDS = Object.keys(FAULTS) as readonly FaultKind[]; // the record's type says that its keys are these

/** Time between two outages, in ms: mostly enough to play again, and sometimes not even for "get ready", which takes 1.5 s. */
const APART_MS = [4000, 9000] as const;
const CLOSE_MS = [50, 2500] as const;
const CLOSE_SHARE = 0.3;
/** The first one comes no sooner, in ms. */
const FIRST_OUTAGE_MS = 500;
/** One in so many outages lasts this long, in ms: far beyond the grace time. */
const LONG_ONE_IN = 40;
const LONG_MS = 12_000;
/** Most peers in a match. */
const MOST_PEERS = 8;

/**
 * Draws a schedule. Each run draws which kinds it has, and of each how many and how bad (swarm testing: Groce and others, 2012), so that
 * some runs are calm but for one thing and some are hell.
 * @param safetyMs every fault with an end has ended by then
 * @param peers how many there are, 2 to 8
 */
export function drawSchedule(random: Random, safetyMs: number, peers: number): Fault[] {
  const faults: Fault[] = [];
  for (const kind of FAULT_KINDS) {
    const rule = FAULTS[kind];
    if (peers < (rule.least ?? 2) || !random.chance(rule.share)) continue;
    const [low, high] = rule.amount;
    // The worst of a run, so that mild runs exist as well.
    const worst = low < 0 ? high : random.between(low, high);
    for (let left = random.between(1, rule.most); left > 0; left--) {
      const lengthMs = Math.min(drawLengthMs(random, kind), safetyMs);
      const amount = random.between(low, NAMES.includes(kind) ? high : worst);
      const atMs = rule.always === true ? 0 : random.below(safetyMs - lengthMs + 1);
      faults.push({ kind, atMs, lengthMs, which: drawWhich(random, kind, peers), amount });
    }
  }
  return spreadOutages(random, faults, safetyMs);
}

/** Puts the outages one after the other, in the order of their drawn times; those that find no place are left out. */
function spreadOutages(random: Random, faults: readonly Fault[], safetyMs: number): Fault[] {
  const outages = faults.filter(({ kind }) => FAULTS[kind].outage === true).sort((a, b) => a.atMs - b.atMs);
  const placed = faults.filter(({ kind }) => FAULTS[kind].outage !== true);
  let freeMs = FIRST_OUTAGE_MS;
  for (const outage of outages) {
    const [least, most] = random.chance(CLOSE_SHARE) ? CLOSE_MS : APART_MS;
    const atMs = freeMs + random.between(least, most);
    if (atMs + outage.lengthMs > safetyMs) continue;
    placed.push({ ...outage, atMs });
    freeMs = atMs + outage.lengthMs;
  }
  return placed;
}

function drawWhich(random: Random, kind: FaultKind, peers: number): number {
  const everyPeer = (1 << peers) - 1;
  // States damaged alike, or clocks equally wrong, are none.
  if (kind === 'damage' || kind === 'drift' || kind === 'forge') return 1 << random.below(peers);
  if (kind === 'version') return everyPeer;
  return random.between(1, everyPeer);
}

function drawLengthMs(random: Random, kind: FaultKind): number {
  const { lengthMs, outage } = FAULTS[kind];
  if (lengthMs === undefined) return 0;
  if (outage === true && random.below(LONG_ONE_IN) === 0) return LONG_MS;
  const [shortest, longest] = lengthMs;
  // Most outages are short, around the times at which a peer changes its mind (0.5 s and 2 s).
  return random.between(shortest, outage === true && random.chance(0.6) ? 2400 : longest);
}

/** A schedule as one word of text, to be given on a command line: `cut:12000:600:3:0,loss:0:9000:2:20`. */
export function formatSchedule(faults: readonly Fault[]): string {
  return faults.map(({ kind, atMs, lengthMs, which, amount }) => [kind, atMs, lengthMs, which, amount].join(':')).join(',');
}

/** Reads what {@link formatSchedule} wrote; undefined when it is none. */
export function parseSchedule(text: string): Fault[] | undefined {
  if (text === '') return [];
  const faults: Fault[] = [];
  for (const part of text.split(',')) {
    const [name, ...numbers] = part.split(':');
    const kind = FAULT_KINDS.find((known) => known === name);
    const [atMs, lengthMs, which, amount] = numbers.map(Number);
    if (kind === undefined || numbers.length !== 4 || !numbers.every((number) => /^-?\d{1,9}$/.test(number))) return undefined;
    if (atMs === undefined || lengthMs === undefined || amount === undefined || atMs < 0 || lengthMs < 0) return undefined;
    if (which === undefined || which < 1 || which >= 1 << MOST_PEERS) return undefined;
    faults.push({ kind, atMs, lengthMs, which, amount });
  }
  return faults;
}

/** Whether a fault hits a peer, or the directions that start at it. */
export function hits({ which }: Fault, id: number): boolean {
  return ((which >> (id - 1)) & 1) === 1;
}
