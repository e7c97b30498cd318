import { Container, Sprite, type Texture } from 'pixi.js';
import { COURT_HEIGHT, COURT_WIDTH } from '../../netcode/pong/state.ts';
import type { MatchStatus, MatchView } from '../match/match-view.ts';
import { LINE } from './palette.ts';

/** What is read of a match: a court that is drawn from less shows a calm wire. */
export interface WireSource extends Pick<MatchView, 'stats'> {
  readonly status?: Pick<MatchStatus, 'phase'>;
}

/** What the link is like, as the wire shows it. */
export interface WireSign {
  /** By jitter, 0…1. */
  readonly ripple: number;
  /** By loss, 0…1. */
  readonly broken: number;
  /** The players have lost each other. */
  readonly dead: boolean;
}

const CALM: WireSign = { ripple: 0, broken: 0, dead: false };

/** Jitter up to the first is what any network and timer has; at the second, in ms, play feels it in every rally. */
const CALM_JITTER_MS = 5;
const WORST_JITTER_MS = 45;
/** One lost packet in a second can't be felt; a fifth of all is the worst that a match is made for. */
const CALM_LOSS_PERCENT = 0.8;
const WORST_LOSS_PERCENT = 20;

/** What the wire says of a link. */
export function wireSign({ stats, status }: WireSource): WireSign {
  const phase = status?.phase;
  if (phase === 'suspended' || (phase === 'ended' && stats !== undefined)) return { ...CALM, dead: true };
  if (stats === undefined) return CALM;
  const { jitterMs, lossPercent } = stats;
  const ripple = Math.min(1, Math.max(0, (jitterMs - CALM_JITTER_MS) / (WORST_JITTER_MS - CALM_JITTER_MS)));
  // By its root: the first percents are felt most.
  const broken = lossPercent < CALM_LOSS_PERCENT ? 0 : Math.min(1, Math.sqrt(lossPercent / WORST_LOSS_PERCENT));
  return { ripple, broken, dead: false };
}

/** The wire leaves the middle free for the serve, in court units from there. */
export const CLEARING = 58;
/** Pieces of each half: short enough for the finest wave to look round. */
const HALF_PIECES = 24;
const PIECE = (COURT_HEIGHT / 2 - CLEARING) / HALF_PIECES;
/** Width of a piece's texture, in court units; a third of it is wire, the rest its soft edges. */
const WIDTH = 4.5;
/** How far the widest ripple leads aside, in court units: less than the ball is wide. */
const RIPPLE = 7;
/** Share of the pieces that are gone from the worst wire: what is left still reads as one line. */
const MOST_GONE = 0.6;
/** Pieces that a gap mostly has, and how far its ends stand aside, in court units. */
const GAP_PIECES = 3;
const FRAY = 3.5;
/** Pieces of each half that are left of a dead wire. */
const STUB = 9;
/** How opaque a calm wire is, one in trouble, which should be noticed, and a dead one. */
const ALPHA = 0.34;
const TROUBLED_ALPHA = 0.62;
const DEAD_ALPHA = 0.3;
/** How fast the wire follows the link, in ms, so that it does not twitch with every measurement. */
const EASE_MS = 350;
/** Levels of a still wire. */
const STEPS = 3;
/** Time between two looks at the link, in ms, as its numbers on the screen have. */
const LOOK_MS = 250;

/** The centre line: the wire between the two players. Calm while the link is, rippled by jitter, broken by loss, dead when cut. */
export class Wire {
  readonly node = new Container({ x: COURT_WIDTH / 2 });
  readonly #pieces: Sprite[] = [];
  #sign = CALM;
  #ripple = 0;
  #broken = 0;
  #lookAtMs = 0;
  /** What is drawn, while that stands still. */
  #drawn = '';

  constructor(soft: Texture) {
    for (let i = 0; i < 2 * HALF_PIECES; i++) {
      const piece = new Sprite({ texture: soft, anchor: { x: 0.5, y: 0 }, tint: LINE, y: topOf(i) });
      this.#pieces.push(piece);
      this.node.addChild(piece);
    }
  }

  /** What it shows, in a word. */
  get word(): 'calm' | 'rippled' | 'broken' | 'dead' {
    const { ripple, broken, dead } = this.#sign;
    return dead ? 'dead' : broken > 0 ? 'broken' : ripple > 0 ? 'rippled' : 'calm';
  }

  /** @param still draws the same signs without movement */
  frame(nowMs: number, passedMs: number, source: WireSource | undefined, still: boolean): void {
    if (nowMs >= this.#lookAtMs || source === undefined) {
      this.#lookAtMs = nowMs + LOOK_MS;
      this.#sign = source === undefined ? CALM : wireSign(source);
    }
    const part = 1 - Math.exp(-passedMs / EASE_MS);
    this.#ripple = near(this.#ripple + (this.#sign.ripple - this.#ripple) * part, this.#sign.ripple);
    this.#broken = near(this.#broken + (this.#sign.broken - this.#broken) * part, this.#sign.broken);
    const { dead } = this.#sign;
    if (dead) this.#draw('dead', 0, 0, 0, true);
    else if (still) this.#drawStill(stepped(this.#ripple), stepped(this.#broken));
    else if (this.#ripple === 0 && this.#broken === 0) this.#draw('calm', 0, 0, 0, false);
    else this.#draw('', nowMs, this.#ripple, this.#broken, false);
  }

  #drawStill(ripple: number, broken: number): void {
    this.#draw(`still ${ripple} ${broken}`, 0, ripple, broken, false);
  }

  /** @param name of what does not change until another is drawn; empty for what moves */
  #draw(name: string, nowMs: number, ripple: number, broken: number, dead: boolean): void {
    if (name !== '' && name === this.#drawn) return;
    this.#drawn = name;
    const alpha = dead ? DEAD_ALPHA : ALPHA + (TROUBLED_ALPHA - ALPHA) * Math.max(ripple, broken);
    for (let i = 0; i < this.#pieces.length; i++) {
      const piece = this.#pieces[i];
      if (piece === undefined) continue;
      const left = dead ? stubOf(i) : 1 - goneOf(i, nowMs, broken);
      piece.visible = left > 0;
      if (left <= 0) continue;
      const from = dead ? bendOf(i) : rippleAt(i, nowMs) * ripple + frayAt(i, i - 1, nowMs, broken);
      const to = dead ? bendOf(i + 1) : rippleAt(i + 1, nowMs) * ripple + frayAt(i, i + 1, nowMs, broken);
      piece.alpha = alpha * left;
      piece.x = from;
      piece.rotation = Math.atan2(from - to, PIECE);
      piece.setSize(WIDTH, Math.sqrt(PIECE * PIECE + (to - from) * (to - from)));
    }
  }
}

function topOf(i: number): number {
  return i < HALF_PIECES ? i * PIECE : COURT_HEIGHT / 2 + CLEARING + (i - HALF_PIECES) * PIECE;
}

/** Where along its half the upper end of a piece is, 0…1; the lower end of the last is 1. */
function along(i: number, half: number): number {
  return (i - half * HALF_PIECES) / HALF_PIECES;
}

/** How far aside the end above piece `i` is led by the widest ripple, in court units: both ends of each half are held. */
function rippleAt(i: number, nowMs: number): number {
  const v = i <= HALF_PIECES ? along(i, 0) : along(i, 1);
  const wave = 0.6 * Math.sin(i * 0.62 + nowMs * 0.0062) + 0.4 * Math.sin(i * 1.37 - nowMs * 0.0097);
  return RIPPLE * wave * Math.sin(Math.PI * v);
}

/** How much of a piece is gone, 0…1: a few neighbours come and go together, each in about 8 s. Gaps that are alike would look like a dashed line. */
function goneOf(i: number, nowMs: number, broken: number): number {
  if (broken === 0) return 0;
  const turn = (mixed(Math.floor(i / GAP_PIECES)) + 0.2 * mixed(i + 100) + nowMs * 0.000_12) % 1;
  return Math.min(1, Math.max(0, (broken * MOST_GONE - turn) / 0.03));
}

/** How far aside the end of a piece stands beside which the wire is broken, in court units. */
function frayAt(i: number, neighbour: number, nowMs: number, broken: number): number {
  if (neighbour < 0 || neighbour >= 2 * HALF_PIECES) return 0;
  return FRAY * goneOf(neighbour, nowMs, broken) * (mixed(i) < 0.5 ? -1 : 1);
}

/** A number 0…1 that looks random, the same one each time. */
function mixed(i: number): number {
  return (Math.abs(Math.sin(i * 12.9898)) * 43_758.545) % 1;
}

/** How much is left of a piece of a dead wire: stubs at the walls. */
function stubOf(i: number): number {
  const fromWall = i < HALF_PIECES ? i : 2 * HALF_PIECES - 1 - i;
  return fromWall < STUB ? 1 : 0;
}

/** How far a dead wire's stubs hang aside, in court units: one to each side, as cut ends do. */
function bendOf(i: number): number {
  const fromWall = (i <= HALF_PIECES ? i : 2 * HALF_PIECES - i) / STUB;
  return (i <= HALF_PIECES ? 1 : -1) * 14 * Math.max(0, fromWall - 0.4) ** 2;
}

function stepped(part: number): number {
  return Math.ceil(part * STEPS - 0.2) / STEPS;
}

function near(value: number, goal: number): number {
  return Math.abs(value - goal) < 0.004 ? goal : value;
}
