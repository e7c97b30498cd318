/** A frame that comes this much before it is due counts as due, in ms: screens and clocks are not that exact. */
const SLACK_MS = 1;
/** How long before it is due a frame has to be asked for, in ms: a frame of the slowest usual screen, and as late as a timer may be. */
const ASK_AHEAD_MS = 25;

/** Keeps drawing to a number of frames a second, evenly spaced, however fast the screen is. */
export class FrameLimit {
  #dueMs = 0;

  /**
   * Whether a frame that can be drawn now is to be drawn.
   *
   * @param nowMs rises from call to call
   * @param framesPerSecond 0 for every frame
   */
  takes(nowMs: number, framesPerSecond: number): boolean {
    if (framesPerSecond === 0) return true;
    if (nowMs < this.#dueMs - SLACK_MS) return false;
    // From the time it was due, so that a frame a little late does not slow all others; from now after a pause.
    const intervalMs = 1_000 / framesPerSecond;
    this.#dueMs = (nowMs - this.#dueMs < intervalMs ? this.#dueMs : nowMs) + intervalMs;
    return true;
  }

  /** Time in ms, 0 or more, for which no frame will be drawn and none need be asked for. */
  restMs(nowMs: number): number {
    return Math.max(0, this.#dueMs - ASK_AHEAD_MS - nowMs);
  }
}
