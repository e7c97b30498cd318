import { Container, Sprite, type Texture } from 'pixi.js';

/** How long a spot of the trail glows, in ms. */
const LIFE_MS = 320;
/** Distance between spots, in court units: a quarter of the ball, so that they melt into a band. */
const SPACING = 4;
/** The fastest ball leaves 15 units a tick behind for {@link LIFE_MS}. */
const SPOTS = 80;
/** A ball that came farther than this between two frames, in court units, did not come in a straight line. */
const LONGEST_STEP = 90;
/** Width of the newest spot in court units, and how opaque it is. */
const WIDTH = 24;
const ALPHA = 0.32;

/** The band of light behind the ball, in the colour of who hit it last. */
export class Trail {
  readonly node = new Container();
  readonly #spots: Sprite[] = [];
  readonly #bornMs = new Float64Array(SPOTS).fill(Number.NEGATIVE_INFINITY);
  #next = 0;
  #x = Number.NaN;
  #y = 0;

  constructor(glow: Texture) {
    for (let i = 0; i < SPOTS; i++) {
      const spot = new Sprite({ texture: glow, anchor: 0.5, blendMode: 'add', visible: false });
      this.#spots.push(spot);
      this.node.addChild(spot);
    }
  }

  /** The ball is at `x`, `y` now, in court units. */
  follow(x: number, y: number, color: number, nowMs: number): void {
    const dx = x - this.#x;
    const dy = y - this.#y;
    const distance = Math.sqrt(dx * dx + dy * dy);
    if (!(distance <= LONGEST_STEP)) {
      this.#x = x;
      this.#y = y;
      return;
    }
    const steps = Math.floor(distance / SPACING);
    if (steps === 0) return;
    for (let i = 1; i <= steps; i++) {
      const spot = this.#spots[this.#next];
      if (spot === undefined) return;
      spot.position.set(this.#x + (dx * i) / steps, this.#y + (dy * i) / steps);
      spot.tint = color;
      this.#bornMs[this.#next] = nowMs;
      this.#next = (this.#next + 1) % SPOTS;
    }
    this.#x = x;
    this.#y = y;
  }

  /** The ball is out of sight; what glows fades, and the next place is not joined to the last. */
  lift(): void {
    this.#x = Number.NaN;
  }

  frame(nowMs: number): void {
    for (let i = 0; i < SPOTS; i++) {
      const spot = this.#spots[i];
      if (spot === undefined) continue;
      const left = 1 - (nowMs - (this.#bornMs[i] ?? 0)) / LIFE_MS;
      spot.visible = left > 0;
      if (left <= 0) continue;
      spot.alpha = ALPHA * left * left;
      spot.setSize(WIDTH * (0.35 + 0.65 * left));
    }
  }

  clear(): void {
    this.#bornMs.fill(Number.NEGATIVE_INFINITY);
    this.lift();
  }
}
