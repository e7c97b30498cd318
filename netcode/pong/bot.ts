import {
  AXIS_MAX,
  BALL_RADIUS,
  COURT_HEIGHT,
  FACE_LEFT,
  FACE_RIGHT,
  ONE,
  PADDLE_HALF_HEIGHT,
  PADDLE_STEP,
  Phase,
  type PongWords,
  Word,
} from './state.ts';

/** How well a bot plays: 1 misses often, 2 is a fair opponent, 3 seldom misses. */
export type BotLevel = 1 | 2 | 3;

/** Largest error of aim, in court units from the paddle's middle: beyond the paddle's half height it misses. */
const AIM_ERROR: Record<BotLevel, number> = { 1: 130, 2: 80, 3: 62 };
/** Ticks between two looks at the ball: a person needs 200 to 300 ms to see a change of direction and to act on it. */
const REACTION_TICKS: Record<BotLevel, number> = { 1: 18, 2: 14, 3: 8 };
/** A bot rests when it is nearer than this to its goal, as a person's hand does; in court units. */
const CLOSE_ENOUGH = 10;

/** A computer player. It depends on what it sees and on its seed alone, so a match of bots can be replayed. */
export class Bot {
  readonly #level: BotLevel;
  readonly #seat: 0 | 1;
  #random: number;
  #nextLook = 0;
  #ticks = 0;
  #goalY = (COURT_HEIGHT / 2) * ONE;
  #aimedAtHits = -1;
  #error = 0;

  /** @param seed any 32-bit integer; bots with different seeds err differently */
  constructor(level: BotLevel, seat: 0 | 1, seed: number) {
    this.#level = level;
    this.#seat = seat;
    this.#random = seed | 0 || 1;
  }

  /**
   * What the bot does with its paddle for one tick.
   * @param words of the newest state
   * @returns an axis value, −7…7
   */
  axis(words: Int32Array): number {
    // A state has them all.
    const state = words as PongWords;
    this.#ticks++;
    if (this.#ticks >= this.#nextLook) {
      this.#nextLook = this.#ticks + REACTION_TICKS[this.#level];
      this.#look(state);
    }
    const paddleY = this.#seat === 0 ? state[Word.paddle0Y] : state[Word.paddle1Y];
    const distance = this.#goalY - paddleY;
    if (Math.abs(distance) < CLOSE_ENOUGH * ONE) return 0;
    const steps = Math.trunc(distance / PADDLE_STEP);
    return Math.max(-AXIS_MAX, Math.min(AXIS_MAX, steps));
  }

  #look(state: PongWords): void {
    // Not destructured with defaults: V8 optimizes that for the wrong kind of number, deoptimizes, and starts over forever.
    const phase = state[Word.phase];
    const x = state[Word.ballX];
    const y = state[Word.ballY];
    const vx = state[Word.ballVx];
    const vy = state[Word.ballVy];
    const towardsUs = this.#seat === 0 ? vx < 0 : vx > 0;
    if ((phase !== Phase.rally && phase !== Phase.serve) || !towardsUs) {
      this.#goalY = (COURT_HEIGHT / 2) * ONE;
      this.#aimedAtHits = -1;
      return;
    }
    const hits = state[Word.hits];
    if (this.#aimedAtHits !== hits) {
      this.#aimedAtHits = hits;
      this.#error = this.#between(-AIM_ERROR[this.#level], AIM_ERROR[this.#level]) * ONE;
    }
    const faceX = this.#seat === 0 ? FACE_LEFT : FACE_RIGHT;
    const goal = mirrored(y + Math.trunc(((faceX - x) * vy) / (vx || 1))) + this.#error;
    this.#goalY = Math.max(PADDLE_HALF_HEIGHT * ONE, Math.min((COURT_HEIGHT - PADDLE_HALF_HEIGHT) * ONE, goal));
  }

  #between(low: number, high: number): number {
    let x = this.#random;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.#random = x;
    return low + ((x >>> 0) % (high - low + 1));
  }
}

/** Where a ball that flew straight through the walls really is, after any number of bounces. */
export function mirrored(y: number): number {
  const low = BALL_RADIUS * ONE;
  const span = (COURT_HEIGHT - 2 * BALL_RADIUS) * ONE;
  const folded = Math.abs(y - low) % (2 * span);
  return low + (folded > span ? 2 * span - folded : folded);
}
