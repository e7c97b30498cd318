/** Time between two samples. */
export const SAMPLE_MS = 250;
/** Samples that are kept: 30 seconds. */
export const SAMPLES = 120;

/** What the connection was like in one stretch of {@link SAMPLE_MS}. */
export interface QualitySample {
  readonly rttMs: number;
  /** Deepest rollback since the sample before, in ticks. */
  readonly depthTicks: number;
}

/** The last {@link SAMPLES} samples of a connection, kept whether or not anybody looks. */
export class QualityHistory {
  /** Oldest first. */
  readonly samples: QualitySample[] = [];
  #depthTicks = 0;
  #nextMs = 0;

  /** Counts a rollback of so many ticks into the next sample. */
  rolledBack(ticks: number): void {
    if (ticks > this.#depthTicks) this.#depthTicks = ticks;
  }

  /**
   * To be called often: takes a sample when one is due.
   * @param rttMs asked only then
   */
  poll(nowMs: number, rttMs: () => number): void {
    if (nowMs < this.#nextMs) return;
    this.#nextMs = nowMs + SAMPLE_MS;
    this.samples.push({ rttMs: rttMs(), depthTicks: this.#depthTicks });
    if (this.samples.length > SAMPLES) this.samples.shift();
    this.#depthTicks = 0;
  }
}
