import type { Settings } from '../../electron/contract/desktop.ts';

/** Frames per second below which a picture is seen to stutter; a screen of 50 Hz is not slow. */
const SLOW_FRAMES_PER_SECOND = 45;
/** How long frames must have been slow before one more step is taken, in ms: a moment's load is over by then. */
const SLOW_FOR_MS = 3_000;
/** A longer gap between two frames, in ms, is a window that was hidden or a machine that slept. */
const ABSENT_MS = 400;

/** What is left out: 0 nothing, 1 all glow, 2 the trail and the shake as well. */
export type LoweredEffects = 0 | 1 | 2;

/** The effects of the settings that are drawn. */
export function drawnEffects(effects: Settings['effects'], lowered: LoweredEffects): Settings['effects'] {
  const { bloom, trail, shake } = effects;
  return { ...effects, bloom: bloom && lowered === 0, trail: trail && lowered < 2, shake: shake && lowered < 2 };
}

/** Leaves out effects, one step after the other, on a machine that is too slow for them. It takes none back before the window is opened again. */
export class EffectGovernor {
  lowered: LoweredEffects = 0;
  #lastMs = Number.NEGATIVE_INFINITY;
  #frames = 0;
  #sinceMs = 0;

  /**
   * A frame is drawn.
   * @param wantedPerSecond frames that are to be drawn per second; 0 for as many as the screen shows
   * @returns whether {@link lowered} has changed
   */
  frame(nowMs: number, wantedPerSecond: number): boolean {
    const passedMs = nowMs - this.#lastMs;
    this.#lastMs = nowMs;
    // Frames that are not to come so fast say nothing of the machine.
    if (passedMs > ABSENT_MS || this.lowered === 2 || (wantedPerSecond > 0 && wantedPerSecond < SLOW_FRAMES_PER_SECOND * 1.2)) {
      this.#frames = 0;
      this.#sinceMs = nowMs;
      return false;
    }
    this.#frames++;
    const watchedMs = nowMs - this.#sinceMs;
    if (watchedMs < SLOW_FOR_MS) return false;
    const isSlow = (this.#frames * 1000) / watchedMs < SLOW_FRAMES_PER_SECOND;
    this.#frames = 0;
    this.#sinceMs = nowMs;
    if (!isSlow) return false;
    this.lowered = this.lowered === 0 ? 1 : 2;
    return true;
  }
}
