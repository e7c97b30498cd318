/** A stick that nobody touches trembles by less than this. */
const STEADY = 0.04;
/** A movement is at least this large: more than a held stick trembles or a worn one wanders. */
const MOVEMENT = 0.15;
/** Worn sticks come to rest up to this far off the middle. */
const MOST_DRIFT = 0.4;
/** Nobody holds a stick this near to the middle without a tremble for so long, in ms. */
const DRIFT_MS = 1000;
/** Nor does a paddle that is steered by one held so gently still move after so long, in ms: it is at the edge. */
const HELD_MS = 6000;
/** A trigger or pedal that passes its middle does not stay there for so long, in ms. */
const MIDDLE_MS = 300;
/** An axis of an unknown pad that stays where it is for so long, in ms, rests there: a pedal or a trigger. A paddle has long been at the edge by then. */
const REST_MS = 2000;

/**
 * One axis of a gamepad. It counts once it was seen to move: where it is first, it may rest (a trigger or pedal at −1, a worn stick, a device
 * that is no gamepad), or be held since before the window had the focus. Where it later stays without a tremble, it rests as well, and if that is
 * near the middle, there is its middle from then on.
 */
export class StickAxis {
  readonly #known: boolean;
  #fresh = true;
  #restsAt: number | undefined;
  #steadyAt = 0;
  #steadySinceMs = 0;
  #middle = 0;
  /** It has come to rest where sticks do that are not worn. */
  #isSound = false;
  #hasMiddle = false;

  /** @param known whether it belongs to a pad that the browser knows: then an axis far off the middle is held */
  constructor(known: boolean) {
    this.#known = known;
  }

  /** Where it is next counts as rest, as at first. */
  rest(): void {
    this.#fresh = true;
  }

  /** Whether it has been at rest near the middle, as a stick is when nobody touches it. */
  get hasMiddle(): boolean {
    return this.#hasMiddle;
  }

  /**
   * Takes its value, −1…1.
   * @returns how far it is pushed, −1…1, measured from its middle; 0 while it rests
   */
  sample(value: number, nowMs: number): number {
    if (this.#fresh) {
      this.#fresh = false;
      this.#restsAt = value;
      this.#steadyAt = value;
      this.#steadySinceMs = nowMs;
      this.#hasMiddle ||= Math.abs(value) <= MOST_DRIFT;
      this.#isSound ||= Math.abs(value) <= STEADY;
    } else if (Math.abs(value - this.#steadyAt) > STEADY) {
      this.#steadyAt = value;
      this.#steadySinceMs = nowMs;
    } else this.#rest(nowMs - this.#steadySinceMs);
    if (this.#restsAt !== undefined && Math.abs(value - this.#restsAt) > MOVEMENT) this.#restsAt = undefined;
    if (this.#restsAt !== undefined) return 0;
    // What it was held at for long may have been taken for its middle: on its way from there to 0 it is let go, not pushed the other way.
    const low = Math.min(0, this.#middle);
    const high = Math.max(0, this.#middle);
    if (value < low) return Math.max(-1, (value - low) / (1 + low));
    return value > high ? Math.min(1, (value - high) / (1 - high)) : 0;
  }

  #rest(steadyMs: number): void {
    const drifts = Math.abs(this.#steadyAt) <= MOST_DRIFT;
    this.#hasMiddle ||= drifts && steadyMs >= MIDDLE_MS;
    if (steadyMs < this.#restMs(drifts) || (!drifts && this.#known)) return;
    this.#restsAt = this.#steadyAt;
    if (drifts) this.#middle = this.#steadyAt;
    this.#isSound ||= Math.abs(this.#steadyAt) <= STEADY;
  }

  /** How long it stays where it is before it rests there, in ms. */
  #restMs(drifts: boolean): number {
    if (!drifts) return REST_MS;
    return this.#known && this.#isSound && Math.abs(this.#steadyAt) > STEADY ? HELD_MS : DRIFT_MS;
  }
}
