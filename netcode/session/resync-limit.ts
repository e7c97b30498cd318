import { HEARTBEAT_MS } from './timing.ts';

/** Between two requests for a snapshot, in ms: a snapshot needs a round trip to arrive. */
const PAUSE_MS = 1000;
/** Snapshots that an authority sends in one rally because the other side's states differ; then the states will not be repaired by another one. */
export const MAX_RESYNCS_PER_RALLY = 3;

/** Resuming because of a difference: how often it may be asked for, given and followed. */
export class ResyncLimit {
  /** Snapshots given or taken so far. */
  total = 0;
  #followedMs = Number.NEGATIVE_INFINITY;
  #askedMs = Number.NEGATIVE_INFINITY;
  #checkpoint = 0;
  #sinceThen = 0;

  /** Whether a follower looks at a resume packet now: what is dropped comes again, and replaying each would keep it busy with nothing else. */
  mayFollow(nowMs: number): boolean {
    return nowMs - this.#followedMs >= HEARTBEAT_MS;
  }

  /** A follower has followed a resume packet. */
  followed(nowMs: number): void {
    this.#followedMs = nowMs;
  }

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
