import { COURT_HEIGHT, PADDLE_HALF_HEIGHT } from '../../netcode/pong/state.ts';
import { UNITS_PER_AXIS_STEP } from '../input/axis.ts';

/** How fast the picture settles when a key is let go between two ticks, in ms: shorter than can be seen, longer than a frame. */
const SETTLE_MS = 30;

/** Draws our own paddle where this frame's input takes it: the newest state, moved on by the part of a tick that has passed since. */
export class OwnPaddle {
  #offset = 0;
  #axis = 0;

  /**
   * @param y centre in the newest state, in court units
   * @param axis what moves it next, −7…7
   * @param sinceTick how much of a tick has passed since the newest state, 0…1
   * @param passedMs since the last frame
   */
  frame(y: number, axis: number, sinceTick: number, passedMs: number): number {
    this.#offset *= Math.exp(-passedMs / SETTLE_MS);
    const before = this.#axis;
    this.#axis = axis;
    // Starting shows at once; stopping or turning would pull the drawn paddle back by part of a tick, so that is let out slowly.
    if (before !== 0 && axis * before < before * before) this.#offset += (before - axis) * UNITS_PER_AXIS_STEP * sinceTick;
    const drawn = y + axis * UNITS_PER_AXIS_STEP * sinceTick + this.#offset;
    return Math.max(PADDLE_HALF_HEIGHT, Math.min(COURT_HEIGHT - PADDLE_HALF_HEIGHT, drawn));
  }
}
