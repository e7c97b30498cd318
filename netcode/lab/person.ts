import { Random } from '../local/random.ts';
import { COURT_HEIGHT, COURT_WIDTH, FACE_LEFT, FACE_RIGHT, ONE, Phase, STATE_WORDS, Word } from '../pong/state.ts';

/** A quarter of a second, give or take: simple visual reactions take 200 to 300 ms. */
const REACTION_TICKS = 15;
const REACTION_SPREAD_TICKS = 4;
/** One shot in so many is noticed late, by so many ticks more. */
const SHOTS_PER_LAPSE = 20;
const LAPSE_TICKS = 14;
/** A key that is let go comes up this many ticks too early or too late. */
const RELEASE_SPREAD_TICKS = 2;
/** A person looks where the ball is as long as it is beyond the net, and where it will be from there on. */
const NET_X = (COURT_WIDTH / 2) * ONE;
/** Nobody corrects less than this, in court units. */
const CLOSE_ENOUGH = 22;
const MEMORY_TICKS = 40;

/**
 * A model of somebody at a keyboard, made apart from the levels of practice to measure them by. The hand holds a key or holds none, and lets go a little
 * early or late. The eye follows the ball, leads it on its own half, and knows no wall before the ball has met it.
 */
export class Person {
  readonly #seat: 0 | 1;
  readonly #random: Random;
  readonly #memory = Array.from({ length: MEMORY_TICKS }, () => new Int32Array(STATE_WORDS));
  #ticks = 0;
  #lateTicks = REACTION_TICKS;
  #came = false;
  #key: -7 | 0 | 7 = 0;
  #heldTicks = 0;

  constructor(seat: 0 | 1, seed: number) {
    this.#seat = seat;
    this.#random = new Random(seed, 'person');
  }

  /** −7, 0 or 7. To be asked once a tick. */
  axis(state: Int32Array): number {
    this.#memory[this.#ticks % MEMORY_TICKS]?.set(state);
    this.#ticks++;
    if (this.#heldTicks > 0) {
      this.#heldTicks--;
      return this.#key;
    }
    if (this.#ticks <= this.#lateTicks + 1) return 0;
    const seen = this.#memory[(this.#ticks - 1 - this.#lateTicks) % MEMORY_TICKS] ?? state;
    const before = this.#memory[(this.#ticks - 2 - this.#lateTicks) % MEMORY_TICKS] ?? state;
    const distance = this.#goal(before, seen) - ((this.#seat === 0 ? state[Word.paddle0Y] : state[Word.paddle1Y]) ?? 0) / ONE;
    this.#key = Math.abs(distance) < CLOSE_ENOUGH ? 0 : distance < 0 ? -7 : 7;
    // A key goes down for as long as the way seems to take.
    if (this.#key !== 0) {
      const slip = this.#random.below(2 * RELEASE_SPREAD_TICKS + 1) - RELEASE_SPREAD_TICKS;
      this.#heldTicks = Math.max(1, Math.min(8, Math.trunc(Math.abs(distance) / 9) + slip));
    }
    return this.#key;
  }

  /** Court units. */
  #goal(before: Int32Array, seen: Int32Array): number {
    // Not destructured with defaults: V8 optimizes that for the wrong kind of number, deoptimizes, and starts over forever.
    const phase = seen[Word.phase] ?? 0;
    const x = seen[Word.ballX] ?? 0;
    const y = seen[Word.ballY] ?? 0;
    const vx = x - (before[Word.ballX] ?? 0);
    const vy = y - (before[Word.ballY] ?? 0);
    const comes = phase === Phase.rally && (this.#seat === 0 ? vx < 0 : vx > 0);
    if (comes && !this.#came) {
      const lapse = this.#random.below(SHOTS_PER_LAPSE) === 0 ? LAPSE_TICKS : 0;
      this.#lateTicks = REACTION_TICKS + this.#random.below(REACTION_SPREAD_TICKS + 1) + lapse;
    }
    this.#came = comes;
    if (!comes) return COURT_HEIGHT / 2;
    const own = this.#seat === 0 ? x < NET_X : x > NET_X;
    const lead = own ? Math.trunc(((this.#seat === 0 ? FACE_LEFT : FACE_RIGHT) - x) / vx) * vy : this.#lateTicks * vy;
    return Math.max(0, Math.min(COURT_HEIGHT, (y + lead) / ONE));
  }
}
