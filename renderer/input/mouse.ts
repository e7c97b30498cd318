/** How far a mouse must get, in pixels, before it takes the paddle over from other devices: more than a nudge of the table or the jitter of a glossy one. */
const TAKEOVER_PX = 24;
/** It must get that far within this time, in ms, so that nudges do not add up. */
const TAKEOVER_MS = 500;

/** What is read of a mouse that moves. */
export interface MouseMove {
  /** Pixels of the screen: these stay when the window moves under a mouse that rests. */
  readonly screenX: number;
  readonly screenY: number;
  /** Court units from the court's top. */
  readonly courtY: number;
  readonly timeMs: number;
}

/** A mouse: it points at a height once it was moved on purpose, and until another device is used. */
export class Mouse {
  #last: MouseMove | undefined;
  #anchor: MouseMove | undefined;
  #steers = false;
  /** How far it went with the newest movement, in court units. */
  #stride = 0;
  #y: number | undefined;

  /** Where it points, in court units; undefined while it does not steer. */
  get y(): number | undefined {
    return this.#y;
  }

  move(event: MouseMove): void {
    const last = this.#last;
    // The page came to lie differently under it; nobody has touched it.
    if (last !== undefined && last.screenX === event.screenX && last.screenY === event.screenY) return;
    this.#last = event;
    this.#stride = last === undefined ? 0 : event.courtY - last.courtY;
    if (this.#anchor === undefined || (!this.#steers && event.timeMs - this.#anchor.timeMs > TAKEOVER_MS)) this.#anchor = event;
    this.#steers ||= Math.abs(event.screenY - this.#anchor.screenY) >= TAKEOVER_PX;
    if (this.#steers) this.#y = event.courtY;
  }

  /** It leaves the window: a fast one was last seen well inside, and is taken to where its newest movement led. */
  leave(): void {
    if (this.#y !== undefined) this.#y += this.#stride;
    this.#stride = 0;
    this.#anchor = undefined;
  }

  /** Steers no longer until it is moved on purpose again. */
  rest(): void {
    this.#steers = false;
    this.#anchor = undefined;
    this.#y = undefined;
  }
}
