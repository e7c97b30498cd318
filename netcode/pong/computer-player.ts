import { mirrored } from './bot.ts';
import { nextRandom } from './pong.ts';
import {
  AXIS_MAX,
  COURT_HEIGHT,
  FACE_LEFT,
  FACE_RIGHT,
  ONE,
  PADDLE_HALF_HEIGHT,
  PADDLE_STEP,
  Phase,
  type PongWords,
  STATE_WORDS,
  TICKS_PER_SECOND,
  Word,
} from './state.ts';

/** How good a player is; lengths in court units. */
export interface Skill {
  /** From something on the screen to the hand that moves. */
  readonly reactionTicks: number;
  /** Between two looks at the ball. */
  readonly lookTicks: number;
  /** How far off the ball the hand is at the worst shot of a fresh player, however long the ball is watched. */
  readonly aimError: number;
  /** How much more for each second that the ball is still away, for each wall on its way, and for each unit per tick of its speed. */
  readonly errorPerSecond: number;
  readonly errorPerBounce: number;
  readonly errorPerSpeed: number;
  /** Fastest movement, as an axis value. */
  readonly hand: number;
  /** How far from the paddle's middle the ball is hit on purpose, to send it away from the other player. */
  readonly placing: number;
  /** How much the errors grow with each hit of a rally, and with each point of a game, in percent. */
  readonly tiresPerHit: number;
  readonly tiresPerPoint: number;
}

/**
 * The levels of practice, from the weakest. A person reacts to what moves in 200 to 300 ms. Each level wins about three of four games against the one
 * before it: `npm run bench -- --suite=levels`.
 */
export const SKILLS = [
  {
    reactionTicks: 18,
    lookTicks: 9,
    aimError: 62,
    errorPerSecond: 45,
    errorPerBounce: 20,
    errorPerSpeed: 1,
    hand: 6,
    placing: 0,
    tiresPerHit: 3,
    tiresPerPoint: 1,
  },
  {
    reactionTicks: 16,
    lookTicks: 8,
    aimError: 57,
    errorPerSecond: 38,
    errorPerBounce: 15,
    errorPerSpeed: 1,
    hand: 6,
    placing: 4,
    tiresPerHit: 3,
    tiresPerPoint: 1,
  },
  {
    reactionTicks: 14,
    lookTicks: 6,
    aimError: 54,
    errorPerSecond: 32,
    errorPerBounce: 12,
    errorPerSpeed: 1,
    hand: 7,
    placing: 6,
    tiresPerHit: 3,
    tiresPerPoint: 1,
  },
  {
    reactionTicks: 12,
    lookTicks: 5,
    aimError: 51,
    errorPerSecond: 27,
    errorPerBounce: 9,
    errorPerSpeed: 1,
    hand: 7,
    placing: 10,
    tiresPerHit: 2,
    tiresPerPoint: 1,
  },
] as const satisfies readonly Skill[];

/** States that are remembered: more than anybody's reaction takes. */
const MEMORY_TICKS = 32;
/** A hand rests when it is nearer than this to its goal, in court units. */
const CLOSE_ENOUGH = 10;
const MIDDLE_Y = (COURT_HEIGHT / 2) * ONE;
const HIGHEST = PADDLE_HALF_HEIGHT * ONE;
const LOWEST = (COURT_HEIGHT - PADDLE_HALF_HEIGHT) * ONE;
/** Errors are drawn as so many parts of the largest. */
const PARTS = 1024;

/**
 * A computer player that errs like a person. It knows what is drawn, and that late: the ball, how it moved between two pictures, the arrow of a serve
 * and the paddles. What it does follows from that and from its seed alone.
 */
export class ComputerPlayer {
  readonly #skill: Skill;
  readonly #seat: 0 | 1;
  readonly #memory = Array.from({ length: MEMORY_TICKS }, () => new Int32Array(STATE_WORDS) as PongWords); // It has them all.
  #random: number;
  #ticks = 0;
  #nextLook = 0;
  #goalY = MIDDLE_Y;
  #comes = false;
  /** Of this shot: how far off it is, −{@link PARTS}…{@link PARTS}. */
  #error = 0;

  /** @param seed any 32-bit integer; players with different seeds err differently */
  constructor(skill: Skill, seat: 0 | 1, seed: number) {
    this.#skill = skill;
    this.#seat = seat;
    this.#random = seed | 0 || 1;
  }

  /**
   * What it does with its paddle for one tick. To be asked once a tick.
   * @param state words of the newest state
   * @returns an axis value, −7…7
   */
  axis(state: Int32Array): number {
    const now = this.#at(this.#ticks);
    now.set(state);
    if (this.#ticks >= this.#nextLook) {
      const { reactionTicks, lookTicks } = this.#skill;
      this.#nextLook = this.#ticks + lookTicks;
      if (this.#ticks > reactionTicks) this.#look(this.#at(this.#ticks - reactionTicks - 1), this.#at(this.#ticks - reactionTicks));
    }
    this.#ticks++;
    // Where the own hand is, nobody has to see.
    const distance = this.#goalY - (this.#seat === 0 ? now[Word.paddle0Y] : now[Word.paddle1Y]);
    if (Math.abs(distance) < CLOSE_ENOUGH * ONE) return 0;
    const hand = Math.min(AXIS_MAX, this.#skill.hand);
    return Math.max(-hand, Math.min(hand, Math.trunc(distance / PADDLE_STEP)));
  }

  #at(tick: number): PongWords {
    // There is one for every remainder.
    return this.#memory[tick % MEMORY_TICKS] as PongWords;
  }

  #look(before: PongWords, seen: PongWords): void {
    const phase = seen[Word.phase];
    const x = seen[Word.ballX];
    const y = seen[Word.ballY];
    // The arrow tells where a serve will go; later only two pictures do.
    const vx = phase === Phase.serve ? seen[Word.ballVx] : x - before[Word.ballX];
    const vy = phase === Phase.serve ? seen[Word.ballVy] : y - before[Word.ballY];
    const comes = (phase === Phase.rally || phase === Phase.serve) && (this.#seat === 0 ? vx < 0 : vx > 0);
    if (comes && !this.#comes) this.#error = this.#drawError();
    this.#comes = comes;
    if (!comes) {
      this.#goalY = MIDDLE_Y;
      return;
    }
    const faceX = this.#seat === 0 ? FACE_LEFT : FACE_RIGHT;
    const ticksLeft = Math.trunc((faceX - x) / vx);
    const straight = y + ticksLeft * vy;
    const bounces = Math.abs(Math.trunc(straight / (COURT_HEIGHT * ONE))) + (straight < 0 ? 1 : 0);
    const goal = mirrored(straight) + this.#errorOf(seen, ticksLeft, bounces, Math.abs(vx)) + this.#placing(seen);
    this.#goalY = Math.max(HIGHEST, Math.min(LOWEST, goal));
  }

  /** How far off the goal is, fixed-point. */
  #errorOf(seen: PongWords, ticksLeft: number, bounces: number, speed: number): number {
    const { aimError, errorPerSecond, errorPerBounce, errorPerSpeed, tiresPerHit, tiresPerPoint } = this.#skill;
    const points = seen[Word.score0] + seen[Word.score1];
    const tired = 100 + tiresPerHit * seen[Word.hits] + tiresPerPoint * points;
    const ahead = Math.max(0, Math.trunc((errorPerSecond * ticksLeft) / TICKS_PER_SECOND)) + errorPerBounce * bounces;
    const largest = aimError + ahead + Math.trunc((errorPerSpeed * speed) / ONE);
    return Math.trunc((Math.trunc((largest * tired) / 100) * this.#error * ONE) / PARTS);
  }

  /** Where the paddle goes beside the ball, fixed-point, so that the ball leaves towards the half where the other player is not. */
  #placing(seen: PongWords): number {
    const other = this.#seat === 0 ? seen[Word.paddle1Y] : seen[Word.paddle0Y];
    return (other < MIDDLE_Y ? -1 : 1) * this.#skill.placing * ONE;
  }

  /** Small errors are likelier than large ones: the mean of two draws. */
  #drawError(): number {
    return Math.trunc((this.#draw() + this.#draw()) / 2);
  }

  /** A number −{@link PARTS}…{@link PARTS}. */
  #draw(): number {
    this.#random = nextRandom(this.#random);
    return ((this.#random >>> 0) % (2 * PARTS + 1)) - PARTS;
  }
}
