import type { ShellName } from '../windows/game-window.ts';
import type { RealArguments } from './arguments.ts';
import { playCell, type RealCell, type RealConditions } from './real-cell.ts';

const ROUND_TRIPS_MS = [50, 100, 200, 250] as const;
const LOSSES = [
  { lossPercent: 0, bursts: false },
  { lossPercent: 5, bursts: false },
  { lossPercent: 10, bursts: false },
  { lossPercent: 20, bursts: false },
  { lossPercent: 20, bursts: true },
] as const;

const NOTES = [
  'two windows on one machine; each UDP packet between them, acknowledgements too, goes through a proxy that delays and loses both ways',
  'rttMs is the round trip, half of it each way; with jitterMs each packet is up to half of that earlier or later, so packets overtake each other',
  'bursts: everything is lost for 66 ms on average, 333 at most, again and again (Gilbert–Elliott), until the share lost is lossPercent',
  'ticksPerSecond: ticks played, of 60, by the side that played fewer; countdowns after a suspension are time without ticks',
  'suspensions: times that a side was suspended, by the side that was more often',
  'stalls: due ticks that were refused because too much was unconfirmed, of both sides',
  'longestFreezeMs: longest time without a new tick on either side; longestAbsenceMs: longest time in which the machine let a page do nothing',
  'longestSilenceMs: longest time in which a side got no packet; 500 suspend a match',
  'packetsPerSecond: given to the unreliable channel, mean of both sides; packetsQueued: those that were put behind older ones still waiting in it',
  'rollbackP99: depth in ticks, over all ticks of both sides, those without a rollback included',
  'snaps: full copies taken because states differed, and jumps of a drawn ball, of both sides',
  'divergences: confirmed ticks whose checksums differed between the two windows, of comparedTicks',
] as const;

/** What `--suite=real` prints. */
export interface RealResult {
  readonly cells: readonly RealCell[];
  readonly shell: ShellName;
  readonly secondsPerCell: number;
  /** What the numbers mean. */
  readonly notes: readonly string[];
}

/** The cells that were asked for: of the grid, or one beside it. */
function conditionsOf({ rttMs, lossPercent, bursts, jitterMs }: RealArguments): RealConditions[] {
  const wanted = LOSSES.filter((loss) => !bursts || loss.bursts);
  const losses = lossPercent === undefined ? wanted : [{ lossPercent, bursts }];
  return (rttMs === undefined ? ROUND_TRIPS_MS : [rttMs]).flatMap((rtt) => losses.map((loss) => ({ rttMs: rtt, jitterMs, ...loss })));
}

/** Plays a match of real windows in each cell. */
export async function realSuite(wanted: RealArguments): Promise<RealResult> {
  const { shell, seconds } = wanted;
  const cells: RealCell[] = [];
  for (const conditions of conditionsOf(wanted)) {
    const cell = await playCell(conditions, wanted);
    process.stderr.write(`${JSON.stringify(cell)}\n`);
    cells.push(cell);
  }
  return { cells, shell, secondsPerCell: seconds, notes: NOTES };
}

/** What has been kept, with the cells that were played anew in place of the older ones; nothing of another shell or length is kept. */
export function withNewCells(kept: RealResult | undefined, fresh: RealResult): RealResult {
  if (kept === undefined || kept.shell !== fresh.shell || kept.secondsPerCell !== fresh.secondsPerCell) return fresh;
  const place = ({ rttMs, lossPercent, bursts, jitterMs }: RealConditions): string => `${rttMs} ${lossPercent} ${bursts} ${jitterMs}`;
  const anew = new Map(fresh.cells.map((cell) => [place(cell), cell]));
  const cells = kept.cells.map((cell) => anew.get(place(cell)) ?? cell);
  const known = new Set(kept.cells.map(place));
  return { ...fresh, cells: [...cells, ...fresh.cells.filter((cell) => !known.has(place(cell)))] };
}
