import { checkWhole } from './check-whole.ts';

/** States and inputs that are kept with default options, in ticks: more than two seconds at 60 ticks per second. */
export const WINDOW_TICKS = 128;

/** Longest input delay by default, in ticks: 50 ms at 60 ticks per second, beyond which people feel it more than they feel rollbacks. */
export const MAX_DELAY_TICKS = 3;

/**
 * Ticks that may be simulated beyond the confirmed one, by default; {@link Rollback.advance} refuses more. This leaves room in
 * the window for the delayed inputs of both players and for the state that a rollback starts from.
 */
export const MAX_PREDICTION_TICKS = WINDOW_TICKS - 2 * MAX_DELAY_TICKS - 2;

/** Most that either may be set to, in ticks: four seconds at 60 ticks per second, which nobody can play with. It bounds the memory. */
const LIMIT_TICKS = 240;

/** How an engine predicts and delays. */
export interface RollbackOptions {
  /** Ticks between giving a local input and its use, 0 to `maxDelayTicks`; default 0. */
  readonly delayTicks?: number;
  /** Longest delay that {@link Rollback.setDelay} takes, 0 to 240; default {@link MAX_DELAY_TICKS}. */
  readonly maxDelayTicks?: number;
  /** Ticks that may be simulated beyond the confirmed one, 0 to 240; default {@link MAX_PREDICTION_TICKS}. 0 is lockstep. */
  readonly maxPredictionTicks?: number;
  /**
   * Predicts an input that is not known: a pure function of the player's input for the tick before, which may itself be a
   * prediction. By default it is repeated. What it returns must fit the game's inputs.
   */
  readonly predict?: (previous: number, player: number) => number;
}

/**
 * The options' numbers, or their defaults.
 * @throws RangeError when one is out of range
 */
export function checkOptions({
  delayTicks = 0,
  maxDelayTicks = MAX_DELAY_TICKS,
  maxPredictionTicks = MAX_PREDICTION_TICKS,
}: RollbackOptions): Required<Omit<RollbackOptions, 'predict'>> {
  checkWhole('maxDelayTicks', maxDelayTicks, 0, LIMIT_TICKS);
  checkWhole('maxPredictionTicks', maxPredictionTicks, 0, LIMIT_TICKS);
  checkDelay(delayTicks, maxDelayTicks);
  return { delayTicks, maxDelayTicks, maxPredictionTicks };
}

/** How many ticks to keep, a power of two: predicted ones, the delayed inputs of both sides, the input before them and the state that a rollback starts from. */
export function keptTicks(maxPredictionTicks: number, maxDelayTicks: number): number {
  // In lockstep, too, the other side may be a tick ahead.
  const needed = Math.max(maxPredictionTicks, 1) + 2 * maxDelayTicks + 2;
  let kept = 1;
  while (kept < needed) kept *= 2;
  return kept;
}

/** @throws RangeError outside 0 to `maxDelayTicks` */
export function checkDelay(delayTicks: number, maxDelayTicks = MAX_DELAY_TICKS): number {
  return checkWhole('the input delay in ticks', delayTicks, 0, maxDelayTicks);
}
