/** Allows a burst, then a slow stream (token bucket). */
export class RateLimit {
  readonly #burst: number;
  readonly #refillMs: number;
  #tokens: number;
  #atMs = 0;

  /**
   * @param burst how many may come at once
   * @param refillMs after a burst, one more each time, in ms
   */
  constructor(burst: number, refillMs: number) {
    this.#burst = burst;
    this.#refillMs = refillMs;
    this.#tokens = burst;
  }

  allow(nowMs: number): boolean {
    this.#tokens = Math.min(this.#burst, this.#tokens + (nowMs - this.#atMs) / this.#refillMs);
    this.#atMs = nowMs;
    if (this.#tokens < 1) return false;
    this.#tokens--;
    return true;
  }
}
