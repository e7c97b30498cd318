/** The farthest that the picture moves, in court units: felt, and no play is lost to it. */
const MAX_SHAKE = 3.5;
/** How fast it settles, in ms. */
const SETTLE_MS = 90;
/** Swings, in radians a ms: about 14 a second. */
const SWING = 0.088;

/** A knock that the whole court takes and settles from. */
export class Shake {
  /** Where the court is drawn, in court units off its place. */
  x = 0;
  y = 0;
  #size = 0;
  #sinceMs = 0;
  #towards: 1 | -1 = 1;

  /**
   * @param towards side that it is knocked to: 1 right, −1 left
   * @param strength 0…1
   */
  knock(towards: 1 | -1, strength: number): void {
    this.#size = Math.min(MAX_SHAKE, this.#size + MAX_SHAKE * strength);
    this.#sinceMs = 0;
    this.#towards = towards;
  }

  frame(passedMs: number): void {
    this.#sinceMs += passedMs;
    this.#size *= Math.exp(-passedMs / SETTLE_MS);
    if (this.#size < 0.05) this.#size = 0;
    this.x = this.#size * this.#towards * Math.cos(this.#sinceMs * SWING);
    this.y = this.#size * 0.4 * Math.sin(this.#sinceMs * SWING * 1.3);
  }

  clear(): void {
    this.#size = 0;
    this.x = 0;
    this.y = 0;
  }
}
