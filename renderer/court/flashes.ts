import { Container, Sprite, type Texture } from 'pixi.js';

/** A hit, a bounce and a point rarely meet within one's life. */
const FLASHES = 6;

/** Blooms of light that open and fade: round where a paddle hits, flat along a wall, tall where a point was lost. */
export class Flashes {
  readonly node = new Container();
  readonly #flashes: Sprite[] = [];
  readonly #leftMs = new Float32Array(FLASHES);
  readonly #lifeMs = new Float32Array(FLASHES);
  readonly #width = new Float32Array(FLASHES);
  readonly #height = new Float32Array(FLASHES);
  readonly #alpha = new Float32Array(FLASHES);
  #next = 0;

  constructor(glow: Texture) {
    for (let i = 0; i < FLASHES; i++) {
      const flash = new Sprite({ texture: glow, anchor: 0.5, blendMode: 'add', visible: false });
      this.#flashes.push(flash);
      this.node.addChild(flash);
    }
  }

  /** Width and height in court units, at the end of its life. */
  add(x: number, y: number, width: number, height: number, color: number, alpha: number, lifeMs: number): void {
    const at = this.#next;
    this.#next = (at + 1) % FLASHES;
    const flash = this.#flashes[at];
    if (flash === undefined) return;
    flash.position.set(x, y);
    flash.tint = color;
    this.#width[at] = width;
    this.#height[at] = height;
    this.#alpha[at] = alpha;
    this.#lifeMs[at] = lifeMs;
    this.#leftMs[at] = lifeMs;
  }

  frame(passedMs: number): void {
    for (let i = 0; i < FLASHES; i++) {
      const flash = this.#flashes[i];
      if (flash === undefined) continue;
      const left = Math.max(0, (this.#leftMs[i] ?? 0) - passedMs);
      this.#leftMs[i] = left;
      flash.visible = left > 0;
      if (left === 0) continue;
      const part = left / (this.#lifeMs[i] ?? 1);
      const opened = 1 - 0.55 * part * part;
      flash.alpha = (this.#alpha[i] ?? 0) * part * part;
      flash.setSize((this.#width[i] ?? 0) * opened, this.#height[i] ?? 0);
    }
  }

  clear(): void {
    this.#leftMs.fill(0);
  }
}
