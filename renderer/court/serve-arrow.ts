import { Container, Graphics } from 'pixi.js';
import { COURT_HEIGHT, COURT_WIDTH, SERVE_TICKS } from '../../netcode/pong/state.ts';
import { BALL } from './palette.ts';

/** Radius of the ring when the serve begins and when the ball leaves, in court units. */
const RING_FROM = 46;
const RING_TO = 15;
/** Where the chevrons are along the arrow, in court units from the ball. */
const CHEVRONS = [34, 50, 66, 82] as const;

/** Tells where and when the ball will leave: chevrons that run along its way, and a ring that closes on it. */
export class ServeArrow {
  readonly node = new Container({ visible: false, x: COURT_WIDTH / 2, y: COURT_HEIGHT / 2 });
  readonly #ring = new Graphics();
  readonly #arrow = new Container();
  readonly #chevrons: Graphics[] = [];

  constructor() {
    this.#ring.circle(0, 0, RING_FROM).stroke({ width: 1.5, color: BALL });
    for (const x of CHEVRONS) {
      const chevron = new Graphics()
        .moveTo(-4, -7)
        .lineTo(3, 0)
        .lineTo(-4, 7)
        .stroke({ width: 2.5, color: 0xffffff, cap: 'round', join: 'round' });
      chevron.x = x;
      this.#chevrons.push(chevron);
      this.#arrow.addChild(chevron);
    }
    this.node.addChild(this.#ring, this.#arrow);
  }

  /**
   * @param phaseTicks since the serve began, 0…{@link SERVE_TICKS}, fractions allowed
   * @param color of the seat that serves
   */
  show(phaseTicks: number, vx: number, vy: number, color: number): void {
    const part = Math.min(1, Math.max(0, phaseTicks / SERVE_TICKS));
    this.node.visible = true;
    this.#ring.scale.set(1 + (RING_TO / RING_FROM - 1) * part);
    this.#ring.alpha = 0.12 + 0.45 * part;
    this.#arrow.rotation = Math.atan2(vy, vx);
    for (let i = 0; i < this.#chevrons.length; i++) {
      const chevron = this.#chevrons[i];
      if (chevron === undefined) continue;
      // A wave of light runs outwards twice before the ball leaves.
      const wave = (part * 2 * (this.#chevrons.length + 1) - i) % (this.#chevrons.length + 1);
      chevron.tint = color;
      chevron.alpha = 0.4 + 0.6 * Math.max(0, 1 - Math.abs(wave - 1) / 1.5);
    }
  }

  hide(): void {
    this.node.visible = false;
  }
}
