import { Container, Sprite, Texture } from 'pixi.js';

/** Enough for a goal and two hits at once; older ones are reused. */
const SPARKS = 48;
const LIFE_MS = 420;
/** Court units a second that a spark starts with, at most; it then loses most of it. */
const SPEED = 420;
/** Share of its speed that a spark loses, by the e-fold, in a second. */
const DRAG = 5;

/** Short-lived splinters of light from hits and points. */
export class Sparks {
  readonly node = new Container();
  readonly #sparks: Sprite[] = [];
  readonly #vx = new Float32Array(SPARKS);
  readonly #vy = new Float32Array(SPARKS);
  readonly #leftMs = new Float32Array(SPARKS);
  #next = 0;

  constructor() {
    for (let i = 0; i < SPARKS; i++) {
      const spark = new Sprite({ texture: Texture.WHITE, anchor: 0.5, blendMode: 'add', visible: false });
      this.#sparks.push(spark);
      this.node.addChild(spark);
    }
  }

  /**
   * @param towards 1 to the right, −1 to the left
   * @param strength 0…1
   */
  burst(x: number, y: number, towards: 1 | -1, color: number, count: number, strength: number): void {
    for (let i = 0; i < count; i++) {
      const at = this.#next;
      this.#next = (at + 1) % SPARKS;
      const spark = this.#sparks[at];
      if (spark === undefined) return;
      const angle = (Math.random() - 0.5) * 2.6;
      const speed = SPEED * (0.25 + 0.75 * Math.random()) * (0.5 + 0.5 * strength);
      this.#vx[at] = Math.cos(angle) * speed * towards;
      this.#vy[at] = Math.sin(angle) * speed;
      this.#leftMs[at] = LIFE_MS * (0.4 + 0.6 * Math.random());
      spark.position.set(x, y);
      spark.tint = color;
    }
  }

  frame(passedMs: number): void {
    const seconds = passedMs / 1000;
    const kept = Math.exp(-DRAG * seconds);
    for (let i = 0; i < SPARKS; i++) {
      const spark = this.#sparks[i];
      if (spark === undefined) continue;
      const left = (this.#leftMs[i] ?? 0) - passedMs;
      this.#leftMs[i] = Math.max(0, left);
      spark.visible = left > 0;
      if (left <= 0) continue;
      const vx = (this.#vx[i] ?? 0) * kept;
      const vy = (this.#vy[i] ?? 0) * kept;
      this.#vx[i] = vx;
      this.#vy[i] = vy;
      spark.position.set(spark.x + vx * seconds, spark.y + vy * seconds);
      spark.rotation = Math.atan2(vy, vx);
      // Stretched along its way, so that it reads as movement and not as dust.
      spark.setSize(3 + Math.sqrt(vx * vx + vy * vy) * 0.03, 2);
      spark.alpha = 0.9 * (left / LIFE_MS);
    }
  }

  clear(): void {
    this.#leftMs.fill(0);
  }
}
