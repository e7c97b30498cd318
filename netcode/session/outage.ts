/** Silence after which a peer is taken for gone and the match freezes, in ms: the contract's half second. */
export const SILENCE_MS = 500;

/** When the other side was heard, and how long it was not. */
export class Outage {
  /** Longest silence since the newest reset, in ms; grows while one lasts. 0 when none was longer than what is allowed. */
  lengthMs = 0;
  /** When the first packet since the newest reset came, in ms; undefined before that. */
  firstHeardMs: number | undefined;
  #heardMs = 0;
  /** The newest silence that was longer than what is allowed, and is over. */
  #silentFromMs = 0;
  #silentToMs = Number.NEGATIVE_INFINITY;
  #firstLimitMs = SILENCE_MS;

  /** A packet of the other side came. */
  heard(nowMs: number): void {
    // Here too: a machine that was asleep takes the packets that waited before it polls.
    if (!this.#measure(nowMs)) {
      this.#silentFromMs = this.#heardMs;
      this.#silentToMs = nowMs;
    }
    this.firstHeardMs ??= nowMs;
    this.#heardMs = nowMs;
  }

  /** Whether the other side was heard within {@link SILENCE_MS}, or may still be on its way to the first packet. */
  hears(nowMs: number): boolean {
    return this.#measure(nowMs);
  }

  /**
   * Starts over, as if no packet had been missed.
   * @param firstLimitMs how long the first packet may take: it answers something that is only now being sent, and a round
   *   trip can be longer than {@link SILENCE_MS}
   */
  reset(nowMs: number, firstLimitMs: number): void {
    this.#heardMs = nowMs;
    this.#firstLimitMs = firstLimitMs;
    this.firstHeardMs = undefined;
    this.lengthMs = 0;
    this.#silentToMs = Number.NEGATIVE_INFINITY;
  }

  /** When the silence began that lasts, or that a packet has ended only just now, as on a machine that was asleep; otherwise now. */
  silentSinceMs(nowMs: number): number {
    if (!this.#measure(nowMs)) return this.#heardMs;
    return nowMs - this.#silentToMs <= SILENCE_MS ? this.#silentFromMs : nowMs;
  }

  /** Longest silence since the newest reset, with the one that lasts, however short; in ms. */
  silenceMs(nowMs: number): number {
    return Math.max(this.lengthMs, nowMs - this.#heardMs);
  }

  #measure(nowMs: number): boolean {
    const silenceMs = nowMs - this.#heardMs;
    if (silenceMs <= (this.firstHeardMs !== undefined ? SILENCE_MS : this.#firstLimitMs)) return true;
    if (silenceMs > this.lengthMs) this.lengthMs = silenceMs;
    return false;
  }
}
