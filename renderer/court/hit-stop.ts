/** How long the drawn ball stays on the paddle after a hit, in ticks: 50 ms, felt as weight and not yet seen as a stop. */
const HOLD_TICKS = 3;
/** How much faster than the clock the drawn ball then catches up. */
const CATCH_UP_RATE = 0.4;

/**
 * Holds the drawn ball on a paddle for a moment. Only the picture lags, along the recorded path; the match goes on.
 */
export class HitStop {
  /** How far the picture of the ball is behind, in ticks. */
  lagTicks = 0;
  #holdTicks = 0;

  hit(): void {
    this.#holdTicks = HOLD_TICKS;
  }

  /** @param passedTicks how far the ball's time has moved on */
  frame(passedTicks: number): void {
    const held = Math.min(this.#holdTicks, passedTicks);
    this.#holdTicks -= held;
    this.lagTicks = Math.max(0, this.lagTicks + held - (passedTicks - held) * CATCH_UP_RATE);
  }

  clear(): void {
    this.lagTicks = 0;
    this.#holdTicks = 0;
  }
}
