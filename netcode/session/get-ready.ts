import { HEARTBEAT_MS } from './timing.ts';

/**
 * The wait between a snapshot and play. Both sides should begin at the same moment, so each counts from where the other can tell when that was: the
 * follower from when the new epoch is on its disk and its first packet leaves, the authority from when that packet arrives.
 */
export class GetReady {
  #waitMs = 0;
  #sinceMs = 0;
  #otherPlays = false;

  /** Begins the wait. */
  begin(nowMs: number, waitMs: number): void {
    this.#waitMs = waitMs;
    this.#sinceMs = nowMs;
    this.#otherPlays = false;
  }

  /** The other side has sent inputs of this epoch: its own wait is over, so whatever it said before was lost, and nobody is to be waited for. */
  otherPlays(): void {
    this.#otherPlays = true;
  }

  /** The epoch is not on the disk yet, and nothing of it has left: the wait has not really begun. */
  holdBack(nowMs: number): void {
    this.#sinceMs = nowMs;
  }

  /**
   * Milliseconds left, 0 at least.
   * @param heardMs when the authority heard the follower in this epoch for the first time, or now while it has not; undefined for the
   *   follower. A snapshot that arrives late makes the follower late by as much, and an authority that began alone would be ahead of it for long
   * @param rttMs round trip
   */
  leftMs(nowMs: number, heardMs: number | undefined, rttMs: number): number {
    // The follower's first packet may have been lost, and this is the next: one heartbeat later is no reason to wait.
    const theirsMs = heardMs === undefined || this.#otherPlays ? Number.NEGATIVE_INFINITY : heardMs - rttMs - HEARTBEAT_MS;
    const sinceMs = Math.max(this.#sinceMs, theirsMs);
    return Math.max(0, sinceMs + this.#waitMs - nowMs);
  }
}
