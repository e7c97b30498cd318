import { HEARTBEAT_MS } from './limits.ts';

/**
 * The wait between a copy and play. Both sides should begin at the same moment, so each counts from where the other can tell when that was: the
 * follower from when the new epoch is on its disk and its first packet leaves, the leader from when that packet arrives.
 */
export class GetReady {
  #waitMs = 0;
  #sinceMs = 0;

  /** Begins the wait. */
  begin(nowMs: number, waitMs: number): void {
    this.#waitMs = waitMs;
    this.#sinceMs = nowMs;
  }

  /** The epoch is not on the disk yet, and nothing of it has left: the wait has not really begun. */
  holdBack(nowMs: number): void {
    this.#sinceMs = nowMs;
  }

  /**
   * Milliseconds left, 0 at least.
   * @param heardMs when the leader heard the follower in this epoch for the first time; undefined before that, and for the follower. A copy that
   *   arrives late makes the follower late by as much, and a leader that began alone would be ahead of it for long
   * @param rttMs round trip
   */
  leftMs(nowMs: number, heardMs: number | undefined, rttMs: number): number {
    // The follower's first packet may have been lost, and this is the next: one heartbeat later is no reason to wait.
    const sinceMs = Math.max(this.#sinceMs, (heardMs ?? Number.NEGATIVE_INFINITY) - rttMs - HEARTBEAT_MS);
    return Math.max(0, sinceMs + this.#waitMs - nowMs);
  }
}
