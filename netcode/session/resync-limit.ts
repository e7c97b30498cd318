/** Between two requests for a snapshot, in ms: a snapshot needs a round trip to arrive. */
const PAUSE_MS = 1000;
/** Snapshots that an authority sends in one rally because the other side's states differ; then the states will not be mended by another one. */
export const MAX_RESYNCS_PER_RALLY = 3;

/** Snapshots because of a difference: how often they may be asked for, and how often given. */
export class ResyncLimit {
  /** Snapshots given or taken so far. */
  total = 0;
  #askedMs = Number.NEGATIVE_INFINITY;
  #checkpoint = 0;
  #sinceThen = 0;

  /** Whether a follower may ask now. */
  ask(nowMs: number): boolean {
    if (nowMs - this.#askedMs <= PAUSE_MS) return false;
    this.#askedMs = nowMs;
    return true;
  }

  /**
   * Whether an authority gives another one.
   * @param checkpoint newest committed one
   */
  give(checkpoint: number): boolean {
    if (this.#checkpoint !== checkpoint) this.#sinceThen = 0;
    this.#checkpoint = checkpoint;
    this.total++;
    return ++this.#sinceThen <= MAX_RESYNCS_PER_RALLY;
  }
}
