import { rounded } from '../bench/statistics.ts';
import { type PacingRun, pacingReach, runPacing } from '../clocks/pacing-run.ts';

/** Two minutes: after one, the slowest creep still goes on. */
export const PACING_SECONDS = 120;
/** By then the countdown is over and pacing has settled. */
const SETTLED_SECONDS = 10;

/** Speed of the leader's and the follower's clock: up to 2 % off as the worst real ones are, then further, then whole other machines. */
export const CLOCK_RATES = [
  [1, 1],
  [0.99, 1.01],
  [0.98, 1.02],
  [0.97, 1.03],
  [0.96, 1.04],
  [0.95, 1.05],
  [0.94, 1.06],
  [0.93, 1.07],
  [0.92, 1.08],
  [1.08, 0.92],
  [0.9, 1.1],
  [0.8, 1.2],
  [1, 2],
  [2, 1],
  [1, 3],
  [1, 4],
  [1, 6],
  [6, 1],
  [1, 12],
  [1, 24],
  [1, 26],
  [1, 40],
] as const satisfies readonly (readonly [number, number])[];

/** How our pacing did with two clocks of different speed. */
export interface PacingRow {
  /** Leader, follower. */
  readonly clockRates: readonly [number, number];
  /** Faster over slower. */
  readonly ratio: number;
  /** Most ticks that any side had played ahead of what was confirmed. */
  readonly worstUnconfirmedTicks: number;
  /** The same at the end. */
  readonly unconfirmedTicks: readonly [number, number];
  /** How far a side believed to be ahead at most, once settled, in ticks. */
  readonly worstAdvantageTicks: number;
  /** Speed of the match; 60 is right. */
  readonly ticksPerSecond: number;
  /** Share of the faster side's due ticks that wait, and what theory says: see {@link predictedWaitingShare}. */
  readonly waitingShare: number;
  readonly predictedWaitingShare: number;
  /** How often a side froze the match because it heard nothing. */
  readonly outages: number;
}

/**
 * Share of the faster side's due ticks that wait, by theory. Beyond what pacing can level, the match runs at the speed of the slower side, and the faster
 * one's ticks fall due more often than that by what is left of the ratio. It holds as long as the match is not frozen.
 */
export function predictedWaitingShare(ratio: number): number {
  return Math.max(0, 1 - pacingReach() / ratio);
}

/** One row of what a run showed. */
export function pacingRow(clockRates: readonly [number, number], run: PacingRun): PacingRow {
  const ratio = Math.max(...clockRates) / Math.min(...clockRates);
  const settled = run.samples.filter(({ seconds }) => seconds >= SETTLED_SECONDS);
  return {
    clockRates,
    ratio: rounded(ratio, 3),
    worstUnconfirmedTicks: Math.max(...run.samples.map(({ unconfirmedTicks }) => Math.max(...unconfirmedTicks))),
    unconfirmedTicks: run.samples.at(-1)?.unconfirmedTicks ?? [0, 0],
    worstAdvantageTicks: rounded(Math.max(...settled.map(({ advantageTicks }) => Math.max(...advantageTicks.map(Math.abs)))), 1),
    ticksPerSecond: rounded(run.ticksPerSecond, 1),
    waitingShare: rounded(Math.max(...run.waitingShares), 3),
    predictedWaitingShare: rounded(predictedWaitingShare(ratio), 3),
    outages: run.outages,
  };
}

/** A match of two minutes. */
export function pacingRun(clockRates: readonly [number, number], seed: number): PacingRun {
  return runPacing(clockRates, PACING_SECONDS, seed);
}
