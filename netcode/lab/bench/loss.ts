import type { WireKind } from '../wire.ts';
import { type Links, playOther } from './network-others.ts';
import { startOurs, watchOurs } from './network-ours.ts';
import { conditionsOf, type NetworkRun } from './network-run.ts';
import type { Library } from './others/library.ts';
import { rounded } from './statistics.ts';

const ROUND_TRIPS_MS = [0, 50, 100, 250] as const;
const LOSSES = [
  { lossPercent: 0, bursts: false },
  { lossPercent: 1, bursts: false },
  { lossPercent: 5, bursts: false },
  { lossPercent: 20, bursts: false },
  { lossPercent: 20, bursts: true },
] as const;
/** Each packet is up to this much later. */
const JITTER_MS = 50;
const CELL_MS = 10 * 60_000;

/** Round trip over which single bursts are lost, and the longest burst, in ticks. */
const BURST_ROUND_TRIP_MS = 100;
const LONGEST_BURST = 25;
/** A side is frozen when it shows no new tick for this long: three ticks, where the clock's grain alone can make it 1.2. */
const FREEZE_MS = 50;
/** Between two bursts, so that the first is over and done with. */
const BURST_PAUSE_MS = 1500;
/** How often a burst is lost, in turns from one side, from the other, and from both. */
const BURSTS_OF_A_LENGTH = 9;

const NOTES = [
  'wire: ours runs over a model of one SCTP association, as between two Chromiums (sctp), or over channels without congestion (ideal); the others run over ideal ones',
  'delayMs is the round trip without jitter, half of it each way; each packet is up to jitterMs later, evenly spread, so packets overtake each other',
  'stalls: due ticks that were refused, and suspensions, of both sides together; refusals in a row count once',
  'longestFreezeMs: longest time without a new tick on either side; the clock moves in steps of 4 ms, so 20 is what 60 ticks a second give',
  'divergences: ticks whose states ended up different on the two sides, and states that one side corrected by the other',
  'rollback depth in ticks, over the ticks that rolled back, of both sides',
  'burstsSurvived: lengths of single runs of lost packets, from one side or from both, over 100 ms without jitter, with no stall and no 50 ms without a tick',
];

/** One combination of delay and loss. */
export interface Cell {
  /** Round trip without jitter. */
  readonly delayMs: number;
  readonly lossPercent: number;
  readonly bursts: boolean;
  readonly stallsPerMinute: number;
  readonly longestFreezeMs: number;
  readonly divergences: number;
  readonly rollbackP50: number;
  readonly rollbackP99: number;
  /** Ticks of which both sides' states were compared. */
  readonly comparedTicks: number;
}

/** What `--suite=loss` prints. */
export interface LossResult {
  /** What our connections ran over. */
  readonly wire: WireKind;
  readonly cells: readonly Cell[];
  readonly burstsSurvived: readonly number[];
  readonly jitterMs: number;
  readonly minutesPerCell: number;
  /** What the numbers mean. */
  readonly notes: readonly string[];
  readonly others: Readonly<
    Record<
      string,
      {
        readonly version: string;
        readonly notes: readonly string[];
        readonly cells: readonly Cell[];
        readonly burstsSurvived: readonly number[];
      }
    >
  >;
}

type Play = (
  roundTripMs: number,
  jitterMs: number,
  loss: (typeof LOSSES)[number],
  ms: number,
  disturb?: Disturb,
) => Promise<NetworkRun | undefined>;
type Disturb = (nowMs: number, links: Links) => void;

const playOurs =
  (wire: WireKind): Play =>
  (roundTripMs, jitterMs, { lossPercent, bursts }, ms, disturb) => {
    const pair = startOurs(1000 + roundTripMs, conditionsOf(roundTripMs, jitterMs, lossPercent, bursts), wire);
    return Promise.resolve(watchOurs(pair, ms, (nowMs) => disturb?.(nowMs, pair.links)));
  };

const playLibrary =
  (library: Library): Play =>
  (roundTripMs, jitterMs, { lossPercent, bursts }, ms, disturb) =>
    playOther(library, 1000 + roundTripMs, conditionsOf(roundTripMs, jitterMs, lossPercent, bursts), ms, disturb);

async function playCells(name: string, play: Play): Promise<Cell[]> {
  const cells: Cell[] = [];
  for (const roundTripMs of ROUND_TRIPS_MS) {
    process.stderr.write(`Playing ${name} over ${roundTripMs} ms …\n`);
    for (const loss of LOSSES) {
      const run = await play(roundTripMs, JITTER_MS, loss, CELL_MS);
      cells.push({
        delayMs: roundTripMs,
        ...loss,
        stallsPerMinute: rounded((run?.stalls ?? Number.NaN) / (run?.minutes ?? 1), 2),
        longestFreezeMs: run === undefined ? CELL_MS : Math.round(run.longestFreezeMs),
        divergences: run?.divergences ?? 0,
        rollbackP50: run?.depths.percentile(0.5) ?? 0,
        rollbackP99: run?.depths.percentile(0.99) ?? 0,
        comparedTicks: run?.comparedTicks ?? 0,
      });
    }
  }
  return cells;
}

/** Cuts one or both directions until so many packets in a row were lost, again and again. */
function burstsOf(length: number): Disturb {
  let bursts = 0;
  let until: readonly [number, number] = [0, 0];
  return (nowMs, links) => {
    const due = nowMs >= (bursts + 1) * BURST_PAUSE_MS && bursts < BURSTS_OF_A_LENGTH;
    links.forEach((link, side) => {
      if (link.counts.lost >= (until[side] ?? 0)) link.cut = false;
      if (due && (bursts % 3 === 2 || bursts % 3 === side)) {
        until = side === 0 ? [link.counts.lost + length, until[1]] : [until[0], link.counts.lost + length];
        link.cut = true;
      }
    });
    if (due) bursts++;
  };
}

/** Lengths of bursts that never freeze either side, nor part the two. */
async function survivedBursts(play: Play): Promise<number[]> {
  const survived: number[] = [];
  for (let length = 1; length <= LONGEST_BURST; length++) {
    const run = await play(BURST_ROUND_TRIP_MS, 0, LOSSES[0], (BURSTS_OF_A_LENGTH + 2) * BURST_PAUSE_MS, burstsOf(length));
    if (run !== undefined && run.longestFreezeMs < FREEZE_MS && run.divergences === 0 && run.stalls === 0) survived.push(length);
  }
  return survived;
}

/**
 * Plays every library through every cell.
 * @param wire what our own connections run over; those of the others are always ideal
 */
export async function lossSuite(libraries: readonly Library[], wire: WireKind): Promise<LossResult> {
  const ours = playOurs(wire);
  const cells = await playCells('ours', ours);
  const burstsSurvived = await survivedBursts(ours);
  const others: Record<string, LossResult['others'][string]> = {};
  for (const library of libraries) {
    const play = playLibrary(library);
    const { name, version, notes } = library;
    others[name] = { version, notes, cells: await playCells(name, play), burstsSurvived: await survivedBursts(play) };
  }
  return { wire, cells, burstsSurvived, jitterMs: JITTER_MS, minutesPerCell: CELL_MS / 60_000, notes: NOTES, others };
}
