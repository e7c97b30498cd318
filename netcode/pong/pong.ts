import type { Game, Inputs } from '../rollback/game.ts';
import type { Awaits } from '../rollback/match.ts';
import {
  AXIS_MAX,
  BALL_RADIUS,
  COUNTDOWN_TICKS,
  COURT_HEIGHT,
  COURT_WIDTH,
  FACE_LEFT,
  FACE_RIGHT,
  ONE,
  PADDLE_HALF_HEIGHT,
  PADDLE_STEP,
  Phase,
  POINT_TICKS,
  POINTS_TO_WIN,
  type PongWords,
  READY,
  SERVE_TICKS,
  STATE_WORDS,
  Word,
} from './state.ts';

const MIDDLE_X = (COURT_WIDTH / 2) * ONE;
const MIDDLE_Y = (COURT_HEIGHT / 2) * ONE;
const WALL_TOP = BALL_RADIUS * ONE;
const WALL_BOTTOM = (COURT_HEIGHT - BALL_RADIUS) * ONE;
const OUT_LEFT = -BALL_RADIUS * ONE;
const OUT_RIGHT = (COURT_WIDTH + BALL_RADIUS) * ONE;
const PADDLE_TOP = PADDLE_HALF_HEIGHT * ONE;
const PADDLE_BOTTOM = (COURT_HEIGHT - PADDLE_HALF_HEIGHT) * ONE;
/** A ball whose centre is this far from the paddle's centre is still hit. */
const REACH = (PADDLE_HALF_HEIGHT + BALL_RADIUS) * ONE;

/** 6.5 units per tick: a served ball reaches the receiver in just over a second. */
const SPEED_START = 1664;
/** Half a unit per tick more after every hit. */
const SPEED_PER_HIT = 128;
/** 15 units per tick, reached after 17 hits: face to face in just under a second, which people still return. */
const SPEED_MAX = 3840;

/**
 * Directions that a ball can leave a paddle in: 4° to 60° from the horizontal in steps of 8°, as 1024ths of the speed.
 * None is 0°, so no rally is flat; none is steeper than 60°, so no ball dawdles between the walls.
 */
const DIRECTION_X = Int32Array.of(1022, 1002, 962, 904, 828, 737, 630, 512);
const DIRECTION_Y = Int32Array.of(71, 213, 350, 481, 602, 711, 807, 887);
const STEEPEST = 7;
/** A serve leaves at one of the four flattest directions. */
const SERVE_DIRECTIONS = 3;
/** Every 8 hits the flattest direction allowed becomes a step steeper, so two perfect players can't rally along a line forever. */
const HITS_PER_STEEPER_STEP_LOG2 = 3;

/** Bits of both seats in the `ready` word. */
const BOTH_READY = 3;

/** The next number of xorshift32 after another one, which must not be 0. */
export function nextRandom(random: number): number {
  // xorshift32 (Marsaglia 2003, triple 13, 17, 5): never 0 when it starts elsewhere.
  let x = random ^ (random << 13);
  x ^= x >>> 17;
  return x ^ (x << 5);
}

function reflect(y: number): number {
  if (y < WALL_TOP) return 2 * WALL_TOP - y;
  if (y > WALL_BOTTOM) return 2 * WALL_BOTTOM - y;
  return y;
}

function movePaddle(y: number, input: number): number {
  if (input === READY) return y;
  const moved = y + input * PADDLE_STEP;
  return moved < PADDLE_TOP ? PADDLE_TOP : Math.min(moved, PADDLE_BOTTOM);
}

/** Puts the ball in the middle and picks where it will go; `server` and `random` must be up to date. */
function prepareServe(state: PongWords): void {
  const random = nextRandom(state[Word.random]);
  const direction = random & SERVE_DIRECTIONS;
  const towards = state[Word.server] === 0 ? 1 : -1;
  const slope = (random & 16) === 0 ? 1 : -1;
  state[Word.random] = random;
  state[Word.ballX] = MIDDLE_X;
  state[Word.ballY] = MIDDLE_Y;
  state[Word.ballVx] = towards * (((DIRECTION_X[direction] ?? 0) * SPEED_START) >> 10);
  state[Word.ballVy] = slope * (((DIRECTION_Y[direction] ?? 0) * SPEED_START) >> 10);
  state[Word.hits] = 0;
}

function enter(state: PongWords, phase: number): void {
  state[Word.phase] = phase;
  state[Word.phaseTicks] = 0;
  state[Word.ready] = 0;
}

/** Counts the rally of phase `point` and continues with the next serve, or with `over`. */
function commitRally(state: PongWords): void {
  const score = state[Word.winner] === 0 ? Word.score0 : Word.score1;
  state[score] += 1;
  state[Word.rallies] += 1;
  if (state[score] >= POINTS_TO_WIN) {
    enter(state, Phase.over);
    return;
  }
  // The serve changes sides after every two points.
  state[Word.server] = ((state[Word.score0] + state[Word.score1]) >> 1) & 1;
  prepareServe(state);
  enter(state, Phase.serve);
}

function startMatch(state: PongWords): void {
  state[Word.score0] = 0;
  state[Word.score1] = 0;
  state[Word.server] = 0;
  prepareServe(state);
  enter(state, Phase.countdown);
}

function stepRally(state: PongWords): void {
  // Not destructured with defaults: V8 optimizes that for the wrong kind of number, deoptimizes, and starts over forever.
  const x = state[Word.ballX];
  const y = state[Word.ballY];
  const vx = state[Word.ballVx];
  const vy = state[Word.ballVy];
  const nextX = x + vx;
  const nextY = y + vy;
  // The faces are planes that the ball crosses or not, so no speed tunnels through a paddle, and a ball
  // that is past one can't be caught by the paddle's end.
  if (vx < 0 ? x >= FACE_LEFT && nextX < FACE_LEFT : x <= FACE_RIGHT && nextX > FACE_RIGHT) {
    const face = vx < 0 ? FACE_LEFT : FACE_RIGHT;
    const crossY = reflect(y + ((((face - x) * vy) / vx) | 0));
    const paddleY = vx < 0 ? state[Word.paddle0Y] : state[Word.paddle1Y];
    const offset = crossY - paddleY;
    if (offset >= -REACH && offset <= REACH) {
      const hits = state[Word.hits] + 1;
      const distance = offset < 0 ? -offset : offset;
      const byOffset = ((distance * (STEEPEST + 1)) / (REACH + 1)) | 0;
      const flattest = hits >> HITS_PER_STEEPER_STEP_LOG2;
      const direction = byOffset > flattest ? byOffset : Math.min(flattest, STEEPEST);
      const down = byOffset === 0 ? vy > 0 : offset > 0;
      const faster = SPEED_START + hits * SPEED_PER_HIT;
      const speed = Math.min(faster, SPEED_MAX);
      const dx = ((DIRECTION_X[direction] ?? 0) * speed) >> 10;
      const dy = ((DIRECTION_Y[direction] ?? 0) * speed) >> 10;
      state[Word.ballX] = face;
      state[Word.ballY] = crossY;
      state[Word.ballVx] = vx < 0 ? dx : -dx;
      state[Word.ballVy] = down ? dy : -dy;
      state[Word.hits] = hits;
      return;
    }
  }
  state[Word.ballX] = nextX;
  state[Word.ballY] = reflect(nextY);
  if (nextY < WALL_TOP || nextY > WALL_BOTTOM) state[Word.ballVy] = -vy;
  if (nextX < OUT_LEFT || nextX > OUT_RIGHT) {
    state[Word.winner] = nextX < OUT_LEFT ? 1 : 0;
    enter(state, Phase.point);
  }
}

function step(state: PongWords, inputs: Inputs): void {
  const { 0: input0 = 0, 1: input1 = 0 } = inputs;
  state[Word.paddle0Y] = movePaddle(state[Word.paddle0Y], input0);
  state[Word.paddle1Y] = movePaddle(state[Word.paddle1Y], input1);
  const phaseTicks = state[Word.phaseTicks] + 1;
  state[Word.phaseTicks] = phaseTicks;
  const phase = state[Word.phase];
  if (phase === Phase.rally) {
    stepRally(state);
    return;
  }
  if (phase === Phase.serve) {
    if (phaseTicks >= SERVE_TICKS) enter(state, Phase.rally);
    return;
  }
  if (phase === Phase.countdown) {
    if (phaseTicks >= COUNTDOWN_TICKS) enter(state, Phase.serve);
    return;
  }
  const ready = state[Word.ready] | (input0 === READY ? 1 : 0) | (input1 === READY ? 2 : 0);
  state[Word.ready] = ready;
  if (ready !== BOTH_READY) return;
  if (phase === Phase.over) startMatch(state);
  else if (phaseTicks >= POINT_TICKS) commitRally(state);
}

/**
 * The rules of Pong as a game for the rollback engine.
 * @param seed any 32-bit integer, the same one for both peers. It decides where serves go.
 */
export function pong(seed: number): Game<Int32Array> {
  return {
    stateWords: STATE_WORDS,
    inputBits: 4,
    signedInputs: true,
    create() {
      // It has them all.
      const state = new Int32Array(STATE_WORDS) as PongWords;
      state[Word.paddle0Y] = MIDDLE_Y;
      state[Word.paddle1Y] = MIDDLE_Y;
      // xorshift stays at 0 forever when it starts there.
      state[Word.random] = seed | 0 || 1;
      startMatch(state);
      return state;
    },
    step,
    save(state, words, at) {
      for (let i = 0; i < STATE_WORDS; i++) words[at + i] = state[i] ?? 0;
    },
    load(state, words, at) {
      for (let i = 0; i < STATE_WORDS; i++) state[i] = words[at + i] ?? 0;
    },
  };
}

/**
 * What a saved state waits for from a seat.
 * @param words a saved state
 * @param seat 0 or 1
 */
export function awaits(words: Int32Array, seat: number): Awaits {
  if (((words[Word.ready] ?? 0) >> seat) & 1) return 'nothing';
  const phase = words[Word.phase];
  return phase === Phase.point ? 'checkpoint' : phase === Phase.over ? 'consent' : 'nothing';
}

/** Counts the rally of a checkpoint (a saved state in phase `point`), in place, so that play can continue with the next serve. */
export function commit(words: Int32Array): void {
  // A saved state has them all.
  if (words[Word.phase] === Phase.point) commitRally(words as PongWords);
}

/** An axis value from anything: whole, and within −{@link AXIS_MAX}…{@link AXIS_MAX}. */
export function clampAxis(axis: number): number {
  const whole = axis | 0;
  return whole > AXIS_MAX ? AXIS_MAX : Math.max(whole, -AXIS_MAX);
}
