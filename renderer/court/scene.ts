import { Container, Graphics, Sprite } from 'pixi.js';
import { COURT_HEIGHT, COURT_WIDTH } from '../../netcode/pong/state.ts';
import { Flashes } from './flashes.ts';
import { PaddleFigure } from './paddle-figure.ts';
import { BALL, LINE, SEAT_COLORS, VOID } from './palette.ts';
import { ServeArrow } from './serve-arrow.ts';
import { Sparks } from './sparks.ts';
import { BALL_TEXTURE_UNITS, drawTextures } from './textures.ts';
import { Trail } from './trail.ts';

/** Dashes of the centre line, and the gaps between them, in court units: they fit the court's height evenly. */
const DASH = 6;
const GAP = 12;
/** The centre line leaves the middle free for the serve. */
const CLEARING = 58;
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
  for (let y = GAP / 2; y + DASH < COURT_HEIGHT; y += DASH + GAP) {
    if (Math.abs(y + DASH / 2 - COURT_HEIGHT / 2) > CLEARING) lines.rect(middle - 0.75, y, 1.5, DASH);
  }
  lines.fill({ color: LINE, alpha: 0.3 });
  lines.circle(middle, COURT_HEIGHT / 2, CLEARING).stroke({ width: 1, color: LINE, alpha: 0.1 });
  lines.rect(0, 0, COURT_WIDTH, COURT_HEIGHT).stroke({ width: 1, color: LINE, alpha: 0.22, alignment: 1 });
  // Each side's goal line is in its seat's colour.
  lines.rect(0, 0, 2, COURT_HEIGHT).fill({ color: SEAT_COLORS[0], alpha: 0.45 });
  lines.rect(COURT_WIDTH - 2, 0, 2, COURT_HEIGHT).fill({ color: SEAT_COLORS[1], alpha: 0.45 });
  return lines;
}
