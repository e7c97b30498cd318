import { Container, Graphics, Sprite, type Texture } from 'pixi.js';
import { COURT_WIDTH, PADDLE_FACE, PADDLE_HALF_HEIGHT, PADDLE_THICKNESS } from '../../netcode/pong/state.ts';
import { SEAT_COLORS } from './palette.ts';

const HEIGHT = PADDLE_HALF_HEIGHT * 2;
const CORNER = 3;
/** Slots in the right paddle, their height and the solid face that they leave, in court units. */
const SLOTS = 5;
const SLOT_HEIGHT = 5;
const FACE = 5;
/** How far a paddle gives way when it hits, in court units, and how fast it comes back. */
const RECOIL = 4;
const RECOIL_MS = 70;
const FLASH_MS = 110;

/** A paddle: solid on the left, slotted like a comb on the right, so that shape tells the seats apart as colour does. */
export class PaddleFigure {
  readonly node = new Container({ visible: false });
  readonly #towards: 1 | -1;
  readonly #x: number;
  readonly #halo: Sprite;
  readonly #flash = new Graphics({ alpha: 0 });
  readonly #mark = new Graphics({ visible: false });
  #recoil = 0;

  constructor(seat: 0 | 1, glow: Texture) {
    const color = SEAT_COLORS[seat];
    this.#towards = seat === 0 ? 1 : -1;
    this.#x = seat === 0 ? PADDLE_FACE : COURT_WIDTH - PADDLE_FACE;
    this.#halo = new Sprite({ texture: glow, anchor: 0.5, blendMode: 'add', tint: color, alpha: 0.3, x: -PADDLE_THICKNESS / 2 });
    this.#halo.setSize(90, HEIGHT * 1.9);
    const body = shape(new Graphics(), seat, color);
    shape(this.#flash, seat, 0xffffff);
    this.#mark.poly([-PADDLE_THICKNESS - 8, 0, -PADDLE_THICKNESS - 15, -5, -PADDLE_THICKNESS - 15, 5]).fill({ color, alpha: 0.85 });
    this.node.scale.x = this.#towards;
    this.node.addChild(this.#halo, body, this.#flash, this.#mark);
  }

  /** The little triangle behind the paddle that we steer. */
  setOwn(own: boolean): void {
    this.#mark.visible = own;
  }

  hit(recoils: boolean): void {
    this.#flash.alpha = 0.8;
    if (recoils) this.#recoil = RECOIL;
  }

  /** @param y centre, in court units */
  frame(y: number, passedMs: number, bloom: boolean): void {
    this.#recoil *= Math.exp(-passedMs / RECOIL_MS);
    this.#flash.alpha *= Math.exp(-passedMs / FLASH_MS);
    this.#flash.visible = this.#flash.alpha > 0.02;
    this.#halo.visible = bloom;
    this.node.visible = true;
    this.node.position.set(this.#x - this.#recoil * this.#towards, y);
  }

  hide(): void {
    this.node.visible = false;
  }
}

/** Drawn for the left, its face at 0 and its body behind it; the right one is shown mirrored. */
function shape(into: Graphics, seat: 0 | 1, color: number): Graphics {
  if (seat === 0) return into.roundRect(-PADDLE_THICKNESS, -PADDLE_HALF_HEIGHT, PADDLE_THICKNESS, HEIGHT, CORNER).fill(color);
  into.roundRect(-FACE, -PADDLE_HALF_HEIGHT, FACE, HEIGHT, 2).fill(color);
  const tooth = (HEIGHT - SLOTS * SLOT_HEIGHT) / (SLOTS + 1);
  for (let i = 0; i <= SLOTS; i++) {
    into.roundRect(-PADDLE_THICKNESS, -PADDLE_HALF_HEIGHT + i * (tooth + SLOT_HEIGHT), PADDLE_THICKNESS - 1, tooth, 2).fill(color);
  }
  return into;
}
