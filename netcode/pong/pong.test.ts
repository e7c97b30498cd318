import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Bot } from './bot.ts';
import { awaits, clampAxis, commit, pong } from './pong.ts';
import {
  AXIS_MAX,
  BALL_RADIUS,
  COUNTDOWN_TICKS,
  COURT_HEIGHT,
  COURT_WIDTH,
  ONE,
  PADDLE_FACE,
  PADDLE_HALF_HEIGHT,
  Phase,
  POINT_TICKS,
  POINTS_TO_WIN,
  READY,
  SERVE_TICKS,
  Word,
} from './state.ts';

const game = pong(1);
const FACE_LEFT = (PADDLE_FACE + BALL_RADIUS) * ONE;
const TOP_SPEED = 3840;

/** Advances a state; seats that are awaited say that they are ready. */
function step(state: Int32Array, input0 = 0, input1 = 0): void {
  const ready = (seat: 0 | 1, input: number) => (awaits(state, seat) === 'checkpoint' ? READY : input);
  game.step(state, Int32Array.of(ready(0, input0), ready(1, input1)));
}

function until(state: Int32Array, phase: number): Int32Array {
  for (let i = 0; i < 5000 && state[Word.phase] !== phase; i++) step(state);
  expect(state[Word.phase]).toBe(phase);
  return state;
}

/** A state in a rally, with some words changed. */
function rally(words: Partial<Record<keyof typeof Word, number>> = {}): Int32Array {
  const state = until(game.create(), Phase.rally);
  for (const [name, value] of Object.entries(words)) state[Word[name as keyof typeof Word]] = value;
  return state;
}

/** Lets the ball cross the left face at an offset from the paddle's middle, in court units; returns the state after. */
function hitAt(offset: number, more: Parameters<typeof rally>[0] = {}): Int32Array {
  const middle = (COURT_HEIGHT / 2) * ONE;
  const state = rally({ ballX: FACE_LEFT + 10, ballY: middle + offset * ONE, ballVx: -1000, ballVy: 1, paddle0Y: middle, ...more });
  step(state);
  return state;
}

const speed = (state: Int32Array): number => Math.hypot(state[Word.ballVx]!, state[Word.ballVy]!);

/** Plays bots against each other from a state, looking at each tick. */
function play(
  state: Int32Array,
  ticks: number,
  input: (seat: 0 | 1, state: Int32Array) => number,
  look: (state: Int32Array) => void,
): void {
  for (let i = 0; i < ticks; i++) {
    step(state, input(0, state), input(1, state));
    look(state);
  }
}

describe('a match', () => {
  it('begins with a countdown, then a serve that shows where the ball will go', () => {
    const state = game.create();
    for (let i = 1; i < COUNTDOWN_TICKS; i++) step(state);
    expect(state[Word.phase]).toBe(Phase.countdown);
    step(state);
    expect(state[Word.phase]).toBe(Phase.serve);
    const aim = [state[Word.ballVx], state[Word.ballVy]];
    for (let i = 0; i < SERVE_TICKS; i++) {
      expect([state[Word.ballX], state[Word.ballY]]).toEqual([(COURT_WIDTH / 2) * ONE, (COURT_HEIGHT / 2) * ONE]);
      step(state);
    }
    expect(state[Word.phase]).toBe(Phase.rally);
    expect([state[Word.ballVx], state[Word.ballVy]]).toEqual(aim);
  });

  it('is won by the first to 11, and ends there', () => {
    const state = game.create();
    const scores: string[] = [];
    while (state[Word.phase] !== Phase.over) {
      // Seat 0 gets out of the way of every third serve; seat 1 of the others.
      until(state, Phase.rally);
      state[Word.ballVx] = state[Word.rallies]! % 3 === 0 ? -1664 : 1664;
      state[state[Word.rallies]! % 3 === 0 ? Word.paddle0Y : Word.paddle1Y] = PADDLE_HALF_HEIGHT * ONE;
      state[Word.ballY] = 400 * ONE;
      until(state, Phase.point);
      while (state[Word.phase] === Phase.point) step(state);
      scores.push(`${state[Word.score0]}:${state[Word.score1]}`);
    }
    expect(scores.at(-1)).toBe(`${POINTS_TO_WIN}:6`);
    expect(state[Word.winner]).toBe(0);
    const over = state.slice();
    for (let i = 0; i < 1000; i++) step(state);
    expect(state[Word.phase]).toBe(Phase.over);
    expect(state[Word.score0]).toBe(over[Word.score0]);
  });

  it('starts again at 0:0 when both are ready, not when one is', () => {
    const state = rally({ phase: Phase.over, score0: 11, score1: 3 });
    game.step(state, Int32Array.of(READY, 0));
    for (let i = 0; i < 100; i++) game.step(state, Int32Array.of(3, -3));
    expect(state[Word.phase]).toBe(Phase.over);
    expect([awaits(state, 0), awaits(state, 1)]).toEqual(['nothing', 'consent']);
    game.step(state, Int32Array.of(0, READY));
    expect([state[Word.phase], state[Word.score0], state[Word.score1]]).toEqual([Phase.countdown, 0, 0]);
  });

  it('alternates the serve after every two points, and the ball goes to the other seat', () => {
    const state = game.create();
    const servers: number[] = [];
    for (let i = 0; i < 12; i++) {
      until(state, Phase.serve);
      servers.push(state[Word.server]!);
      expect(Math.sign(state[Word.ballVx]!)).toBe(state[Word.server] === 0 ? 1 : -1);
      until(state, Phase.rally);
      state[Word.ballX] = (i % 2 === 0 ? -7 : COURT_WIDTH + 7) * ONE;
      state[Word.ballVx] = i % 2 === 0 ? -1664 : 1664;
      until(state, Phase.point);
    }
    expect(servers).toEqual([0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1]);
  });

  it('waits in phase point for both seats, and at least its time', () => {
    const state = rally({ phase: Phase.point, phaseTicks: 0, winner: 1 });
    for (let i = 1; i < POINT_TICKS; i++) game.step(state, Int32Array.of(READY, READY));
    expect(state[Word.phase]).toBe(Phase.point);
    game.step(state, Int32Array.of(0, 0));
    expect([state[Word.phase], state[Word.score1]]).toEqual([Phase.serve, 1]);
    const waiting = rally({ phase: Phase.point, phaseTicks: 0, winner: 1 });
    for (let i = 0; i < 1000; i++) game.step(waiting, Int32Array.of(READY, 5));
    expect([waiting[Word.phase], waiting[Word.score1]]).toEqual([Phase.point, 0]);
  });

  it('commits a checkpoint to the same state that play would have reached, but for the paddles', () => {
    const checkpoint = rally({ phase: Phase.point, phaseTicks: 0, winner: 1, ready: 0 });
    const committed = checkpoint.slice();
    commit(committed);
    const played = checkpoint.slice();
    for (let i = 0; i < POINT_TICKS; i++) game.step(played, Int32Array.of(READY, READY));
    expect(committed).toEqual(played);
    const again = committed.slice();
    commit(again);
    expect(again).toEqual(committed);
  });

  it('serves in all directions and to both sides of the middle, by seed', () => {
    const serves = new Set<string>();
    for (let seed = 1; seed < 200; seed++) {
      const state = pong(seed).create();
      serves.add(`${state[Word.ballVx]},${state[Word.ballVy]}`);
    }
    expect(serves.size).toBe(8);
  });

  it('is the same mirrored: neither player has the better serve', () => {
    const speeds = new Set<number>();
    for (let seed = 1; seed < 200; seed++) {
      const state = pong(seed).create();
      speeds.add(Math.abs(state[Word.ballVx]!));
      const other = pong(seed).create();
      other[Word.server] = 1;
    }
    const leftward = rally({ phase: Phase.point, phaseTicks: POINT_TICKS, score0: 1, score1: 0, ready: 3 });
    game.step(leftward, Int32Array.of(0, 0));
    expect(leftward[Word.server]).toBe(1);
    expect(speeds.has(-leftward[Word.ballVx]!)).toBe(true);
  });
});

describe('the ball', () => {
  it('leaves a paddle at an angle set by where it was hit: steeper further out, up above and down below the middle', () => {
    let before = 0;
    for (let offset = 0; offset <= 54; offset += 2) {
      const below = hitAt(offset);
      const above = hitAt(-offset, { ballVy: -1 });
      const slope = below[Word.ballVy]! / below[Word.ballVx]!;
      expect(slope).toBeGreaterThanOrEqual(before);
      expect(above[Word.ballVy]! / above[Word.ballVx]!).toBeCloseTo(-slope);
      before = slope;
    }
    expect(before).toBeGreaterThan(1.6);
    expect(before, 'none steeper than 60°').toBeLessThan(1.75);
  });

  it('gets faster with each hit, up to a cap', () => {
    let before = 0;
    for (let hits = 0; hits < 40; hits++) {
      const now = speed(hitAt(10, { hits }));
      expect(now).toBeGreaterThanOrEqual(before - 4);
      expect(now).toBeLessThanOrEqual(TOP_SPEED + 4);
      before = now;
    }
    expect(before).toBeGreaterThan(TOP_SPEED * 0.99);
    expect(speed(hitAt(10, { hits: 0 }))).toBeLessThan(TOP_SPEED / 2);
  });

  it('never flies along a flat line, wherever and however it is hit', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -54, max: 54 }),
        fc.integer({ min: 0, max: 500 }),
        fc.integer({ min: -3, max: 3 }),
        (offset, hits, vy) => {
          const state = hitAt(offset, { hits, ballVy: vy });
          expect(state[Word.hits]).toBe(hits + 1);
          expect(Math.abs(state[Word.ballVy]!)).toBeGreaterThan(100);
        },
      ),
    );
  });

  it('of perfect players, who hit it with the very middle, gets steeper until the rally is no longer a line', () => {
    const state = rally();
    const slopes: number[] = [];
    const heights = new Set<number>();
    play(
      state,
      6000,
      (seat, now) => clampAxis(Math.trunc((now[Word.ballY]! - now[seat === 0 ? Word.paddle0Y : Word.paddle1Y]!) / 336)),
      (now) => {
        slopes.push(Math.abs(now[Word.ballVy]! / now[Word.ballVx]!));
        heights.add(now[Word.ballY]! >> 12);
      },
    );
    expect(state[Word.rallies]! > 0 || Math.max(...slopes) > 1).toBe(true);
    expect(heights.size).toBeGreaterThan(25);
  });

  it('at full speed never tunnels through a paddle in its way', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: TOP_SPEED * 2 }),
        fc.integer({ min: -53, max: 53 }),
        fc.integer({ min: 1, max: TOP_SPEED }),
        (back, offset, vx) => {
          const middle = (COURT_HEIGHT / 2) * ONE;
          const state = rally({ ballX: FACE_LEFT + back, ballY: middle + offset * ONE, ballVx: -vx, ballVy: 0, paddle0Y: middle });
          for (let i = 0; i * vx <= back; i++) step(state);
          expect(state[Word.ballVx]).toBeGreaterThan(0);
          expect(state[Word.ballX]).toBe(FACE_LEFT);
        },
      ),
    );
  });

  it('that is past the face can’t be saved by the end of a paddle', () => {
    const state = rally({ ballX: FACE_LEFT - 1, ballY: 300 * ONE, ballVx: -1000, ballVy: 100, paddle0Y: 300 * ONE });
    for (let i = 0; i < 200 && state[Word.phase] === Phase.rally; i++) step(state);
    expect([state[Word.phase], state[Word.winner], state[Word.hits]]).toEqual([Phase.point, 1, 0]);
  });

  it('in a corner is within reach', () => {
    for (const [ballY, paddleY] of [
      [BALL_RADIUS, PADDLE_HALF_HEIGHT],
      [COURT_HEIGHT - BALL_RADIUS, COURT_HEIGHT - PADDLE_HALF_HEIGHT],
    ] as const) {
      const state = rally({ ballX: FACE_LEFT + 5, ballY: ballY * ONE, ballVx: -500, ballVy: 0, paddle0Y: paddleY * ONE });
      step(state);
      expect(state[Word.ballVx]).toBeGreaterThan(0);
    }
  });

  it('that reaches wall and face in the same tick is hit where it comes off the wall', () => {
    const state = rally({ ballX: FACE_LEFT + 1000, ballY: 9 * ONE, ballVx: -2000, ballVy: -2000, paddle0Y: PADDLE_HALF_HEIGHT * ONE });
    step(state);
    expect(state[Word.ballVx]).toBeGreaterThan(0);
    expect(state[Word.ballY]).toBeGreaterThanOrEqual(BALL_RADIUS * ONE);
  });
});

describe('whatever the inputs are', () => {
  it('ball and paddles stay in the court, and a score moves only by one, at a commit', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.array(fc.tuple(fc.integer({ min: -8, max: 7 }), fc.integer({ min: -8, max: 7 }), fc.nat(120)), { maxLength: 40 }),
        (seed, moves) => {
          const any = pong(seed);
          const state = any.create();
          for (const [input0, input1, ticks] of moves) {
            for (let i = 0; i < ticks; i++) {
              const before = state.slice();
              any.step(state, Int32Array.of(input0, input1));
              const points = state[Word.score0]! + state[Word.score1]! - before[Word.score0]! - before[Word.score1]!;
              const counted = before[Word.phase] === Phase.point && state[Word.phase] !== Phase.point;
              const paddles = [state[Word.paddle0Y]!, state[Word.paddle1Y]!];
              const inside =
                state[Word.ballY]! >= BALL_RADIUS * ONE &&
                state[Word.ballY]! <= (COURT_HEIGHT - BALL_RADIUS) * ONE &&
                state[Word.ballX]! >= -30 * ONE &&
                state[Word.ballX]! <= (COURT_WIDTH + 30) * ONE &&
                paddles.every((y) => y >= PADDLE_HALF_HEIGHT * ONE && y <= (COURT_HEIGHT - PADDLE_HALF_HEIGHT) * ONE);
              expect(inside && points === (counted ? 1 : 0), state.join()).toBe(true);
            }
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('saving and loading at any tick changes nothing that follows', () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(900), (seed, at) => {
        const any = pong(seed);
        const state = any.create();
        const bots = [new Bot(2, 0, seed), new Bot(2, 1, seed + 1)] as const;
        for (let i = 0; i < at; i++) any.step(state, Int32Array.of(bots[0].axis(state), bots[1].axis(state)));
        const words = new Int32Array(20);
        any.save(state, words, 3);
        const other = pong(seed + 1).create();
        any.load(other, words, 3);
        for (let i = 0; i < 200; i++) {
          any.step(state, Int32Array.of(i % 8, -(i % 7)));
          any.step(other, Int32Array.of(i % 8, -(i % 7)));
        }
        expect(other).toEqual(state);
      }),
      { numRuns: 30 },
    );
  });

  it('an axis is whole and within its limits', () => {
    expect([9, -8, -1000, 3.7, -3.7, Number.NaN, Number.POSITIVE_INFINITY].map(clampAxis)).toEqual([
      AXIS_MAX,
      -AXIS_MAX,
      -AXIS_MAX,
      3,
      -3,
      0,
      0,
    ]);
  });
});

describe('bots', () => {
  const rallies = (level: 1 | 2 | 3): number => {
    let hits = 0;
    let points = 0;
    for (let seed = 1; seed <= 4; seed++) {
      const state = pong(seed).create();
      const bots = [new Bot(level, 0, seed), new Bot(level, 1, seed * 7)] as const;
      play(
        state,
        9000,
        (seat, now) => bots[seat].axis(now),
        (now) => {
          if (now[Word.phase] === Phase.point && now[Word.phaseTicks] === 0) {
            hits += now[Word.hits]!;
            points++;
          }
        },
      );
    }
    return hits / points;
  };

  it('of a higher level rally longer, and all of them end their rallies', () => {
    const [one, two, three] = [rallies(1), rallies(2), rallies(3)];
    expect(one).toBeLessThan(two);
    expect(two).toBeLessThan(three);
    expect(three).toBeLessThan(60);
  });

  it('stay within the axis and play alike from one seed', () => {
    const state = rally();
    const [a, b] = [new Bot(3, 1, 5), new Bot(3, 1, 5)];
    play(
      state,
      2000,
      (seat, now) => (seat === 0 ? 0 : a.axis(now)),
      (now) => {
        const axis = b.axis(now);
        if (!Number.isInteger(axis) || Math.abs(axis) > AXIS_MAX) throw new Error(`axis ${axis}`);
      },
    );
    const again = new Bot(2, 0, 9);
    const twin = new Bot(2, 0, 9);
    for (let i = 0; i < 500; i++) {
      step(state);
      expect(again.axis(state)).toBe(twin.axis(state));
    }
  });
});
