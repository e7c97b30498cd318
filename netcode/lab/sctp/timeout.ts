import { FIRST_TIMEOUT_MS, LEAST_TIMEOUT_MS, LEAST_VARIANCE_MS, MOST_BACKOFF_MS, MOST_TIMEOUT_MS } from './dcsctp.ts';

/** Weights of a new sample in the smoothed round trip and in its variance (RFC 9260, section 6.3.1). */
const RTT_WEIGHT = 1 / 8;
const VARIANCE_WEIGHT = 1 / 4;

/** How long to wait for an acknowledgement, and the timer T3 that does. */
export class Timeout {
  /** Smoothed round trip. */
  rttMs = FIRST_TIMEOUT_MS;
  /** When T3 goes off; infinite while it does not run. */
  atMs = Number.POSITIVE_INFINITY;
  #varianceMs = 0;
  #baseMs = FIRST_TIMEOUT_MS;
  #measured = false;
  /** How long it last ran; 0 when it has not gone off since it was started. */
  #ranMs = 0;

  /** A chunk that was sent only once was acknowledged. */
  measure(sampleMs: number): void {
    if (this.#measured) {
      const differenceMs = Math.abs(this.rttMs - sampleMs);
      this.#varianceMs += (differenceMs - this.#varianceMs) * VARIANCE_WEIGHT;
      this.rttMs += (sampleMs - this.rttMs) * RTT_WEIGHT;
    } else {
      this.#measured = true;
      this.rttMs = sampleMs;
      this.#varianceMs = sampleMs / 2;
    }
    this.#varianceMs = Math.max(this.#varianceMs, LEAST_VARIANCE_MS);
    this.#baseMs = Math.min(Math.max(this.rttMs + 4 * this.#varianceMs, LEAST_TIMEOUT_MS), MOST_TIMEOUT_MS);
  }

  /** Starts the timer, unless it runs. */
  start(nowMs: number): void {
    if (this.atMs === Number.POSITIVE_INFINITY) this.atMs = nowMs + this.#baseMs;
  }

  stop(): void {
    this.atMs = Number.POSITIVE_INFINITY;
    this.#ranMs = 0;
  }

  /** The timer went off: it runs again, twice as long. */
  backOff(nowMs: number): void {
    this.#ranMs = Math.min((this.#ranMs || this.#baseMs) * 2, MOST_BACKOFF_MS);
    this.atMs = nowMs + this.#ranMs;
  }
}
