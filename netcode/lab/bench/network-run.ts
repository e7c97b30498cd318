import type { Conditions } from '../../local/network.ts';
import type { Histogram } from './statistics.ts';

/** What a match over a virtual network showed, for both sides together. */
export interface NetworkRun {
  readonly minutes: number;
  /** Times that a due tick was refused or the match was suspended; refusals in a row count once. */
  readonly stalls: number;
  /** Longest time in which a side got no new tick, to the end of the run. */
  readonly longestFreezeMs: number;
  /** Ticks of which both sides ended up with different states, and states that one side had to correct by the other's. */
  readonly divergences: number;
  readonly comparedTicks: number;
  readonly depths: Pick<Histogram, 'percentile' | 'total'>;
  /** Payload bytes a second that each side sent, host first. */
  readonly bytesPerSecond: readonly [number, number];
  readonly packetsPerSecond: number;
}

/** Step of the virtual clock, in ms: what the app's timer has. */
export const STEP_MS = 4;

/** One every 16.7 ms. */
export const FRAME_MS = 1000 / 60;

/** Network conditions of a cell: the delay is the round trip's, half of it each way. */
export function conditionsOf(roundTripMs: number, jitterMs: number, lossPercent: number, bursts: boolean): Conditions {
  return {
    delayMs: roundTripMs / 2,
    jitterMs,
    loss: lossPercent / 100,
    meanBurst: bursts ? 4 : 1,
    longestBurst: bursts ? 20 : Number.POSITIVE_INFINITY,
  };
}

/** Longest time without progress of one side. */
export class FreezeWatch {
  longestMs = 0;
  #tick = -1;
  #sinceMs = 0;

  /** Looks at the newest tick. @param nowMs of a clock that does not go back */
  look(nowMs: number, tick: number): void {
    if (tick !== this.#tick) {
      // The first look only starts the clock.
      if (this.#tick >= 0) this.longestMs = Math.max(this.longestMs, nowMs - this.#sinceMs);
      this.#tick = tick;
      this.#sinceMs = nowMs;
    } else this.longestMs = Math.max(this.longestMs, nowMs - this.#sinceMs);
  }
}

/** How many ticks both sides have with different checksums, up to a tick. */
export function countDifferences(
  a: ReadonlyMap<number, number>,
  b: ReadonlyMap<number, number>,
  lastTick: number,
): { readonly compared: number; readonly differing: number } {
  let compared = 0;
  let differing = 0;
  for (const [tick, checksum] of a) {
    const other = b.get(tick);
    if (tick > lastTick || other === undefined) continue;
    compared++;
    if (checksum !== other) differing++;
  }
  return { compared, differing };
}
