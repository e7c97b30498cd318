import { Container, Graphics, Sprite } from 'pixi.js';
import { COURT_HEIGHT, COURT_WIDTH } from '../../netcode/pong/state.ts';
import { Flashes } from './flashes.ts';
import { PaddleFigure } from './paddle-figure.ts';
import { BALL, LINE, SEAT_COLORS, VOID } from './palette.ts';
import { ServeArrow } from './serve-arrow.ts';
import { Sparks } from './sparks.ts';
import { BALL_TEXTURE_UNITS, drawTextures } from './textures.ts';
import { Trail } from './trail.ts';
import { CLEARING, Wire } from './wire.ts';

/** Radius of the wire's ends at the circle in the middle, in court units. */
const TERMINAL = 2.5;
/** Farther than any glow reaches. */
const SURROUND = 400;

/** Everything that stands on the court, in drawing order. Made once; frames only move, tint and hide it. */
export class Scene {
  /** In window pixels. */
  readonly root = new Container();
  /** In court units. */
  readonly court = new Container();
  readonly paddles: readonly [PaddleFigure, PaddleFigure];
  readonly trail: Trail;
  readonly sparks = new Sparks();
  readonly flashes: Flashes;
  readonly wire: Wire;
  readonly arrow = new ServeArrow();
  readonly ball = new Container({ visible: false });
  readonly ballHalo: Sprite;

  /** @param plain leaves out the floor's gradient, which covers every pixel: drawing in software is three times as fast without it */
  constructor(plain: boolean) {
    const textures = drawTextures();
    const floor = new Sprite(textures.floor);
    floor.setSize(COURT_WIDTH, COURT_HEIGHT);
    floor.visible = !plain;
    this.paddles = [new PaddleFigure(0, textures.glow), new PaddleFigure(1, textures.glow)];
    this.wire = new Wire(textures.line);
    this.trail = new Trail(textures.glow);
    this.flashes = new Flashes(textures.glow);
    this.ballHalo = new Sprite({ texture: textures.glow, anchor: 0.5, blendMode: 'add', tint: BALL, alpha: 0.42 });
    this.ballHalo.setSize(76);
    const ball = new Sprite({ texture: textures.ball, anchor: 0.5, tint: BALL });
    ball.setSize(BALL_TEXTURE_UNITS);
    this.ball.addChild(this.ballHalo, ball);
    this.court.addChild(
      floor,
      drawLines(),
      this.wire.node,
      this.flashes.node,
      this.trail.node,
      this.arrow.node,
      this.paddles[0].node,
      this.paddles[1].node,
    );
    this.court.addChild(this.ball, this.sparks.node, drawSurround());
    this.root.addChild(this.court);
  }
}

/** Hides light that spills over the court's edge; cheaper than a mask. */
function drawSurround(): Graphics {
  const surround = new Graphics();
  surround
    .rect(-SURROUND, -SURROUND, SURROUND, COURT_HEIGHT + 2 * SURROUND)
    .rect(COURT_WIDTH, -SURROUND, SURROUND, COURT_HEIGHT + 2 * SURROUND);
  surround.rect(0, -SURROUND, COURT_WIDTH, SURROUND).rect(0, COURT_HEIGHT, COURT_WIDTH, SURROUND);
  return surround.fill(VOID);
}

function drawLines(): Graphics {
  const lines = new Graphics();
  const middle = COURT_WIDTH / 2;
  for (const end of [-CLEARING, CLEARING]) lines.circle(middle, COURT_HEIGHT / 2 + end, TERMINAL);
  lines.fill({ color: LINE, alpha: 0.5 });
  lines.circle(middle, COURT_HEIGHT / 2, CLEARING).stroke({ width: 1, color: LINE, alpha: 0.1 });
  lines.rect(0, 0, COURT_WIDTH, COURT_HEIGHT).stroke({ width: 1, color: LINE, alpha: 0.22, alignment: 1 });
  // Each side's goal line is in its seat's colour.
  lines.rect(0, 0, 2, COURT_HEIGHT).fill({ color: SEAT_COLORS[0], alpha: 0.45 });
  lines.rect(COURT_WIDTH - 2, 0, 2, COURT_HEIGHT).fill({ color: SEAT_COLORS[1], alpha: 0.45 });
  return lines;
}
