import { Rollback } from 'paddlewire-netcode';
import { describe, expect, it } from 'vitest';
import { Bot } from '../../netcode/pong/bot.ts';
import { awaits, pong } from '../../netcode/pong/pong.ts';
import { BALL_RADIUS, COURT_WIDTH, ONE, PADDLE_FACE, Phase, READY, STATE_WORDS, Word } from '../../netcode/pong/state.ts';
import { DrawnBall, type GameEvent, perceptionWeight } from './drawn-ball.ts';

const FACE_LEFT = (PADDLE_FACE + BALL_RADIUS) * ONE;
const FACE_RIGHT = (COURT_WIDTH - PADDLE_FACE - BALL_RADIUS) * ONE;
const LAG_TICKS = 15;

/** Plays two bots; the right one's inputs come late by a lag in ticks, and each frame draws one tick. */
function play(ticks: number, lag: (tick: number) => number, frame: (drawnBall: DrawnBall, game: Rollback<Int32Array>) => void) {
  const game = new Rollback(pong(7));
  const truth = new Rollback(pong(7));
  const bots = [new Bot(3, 0, 1), new Bot(3, 1, 2)] as const;
  const drawnBall = new DrawnBall(0);
  const words = new Int32Array(STATE_WORDS);
  const late: number[] = [];
  for (let tick = 0; tick < ticks; tick++) {
    truth.read(tick, words);
    const left = awaits(words, 0) === 'nothing' ? bots[0].axis(words) : READY;
    const right = awaits(words, 1) === 'nothing' ? bots[1].axis(words) : READY;
    truth.addLocal(0, left);
    truth.addRemote(1, tick, right);
    truth.advance();
    late.push(right);
    game.addLocal(0, left);
    for (let at = game.knownTicks(1); at <= tick - lag(tick); at++) game.addRemote(1, at, late[at] ?? 0);
    game.advance();
    drawnBall.frame(game, Math.min(game.confirmedTick, game.tick), game.tick);
    frame(drawnBall, game);
  }
  return drawnBall;
}

describe('perceptionWeight', () => {
  it("draws the ball at the confirmed time at the opponent's face and at the newest time at ours, for both seats", () => {
    expect(perceptionWeight(FACE_RIGHT, 0)).toBe(0);
    expect(perceptionWeight(FACE_LEFT, 0)).toBe(1);
    expect(perceptionWeight(FACE_LEFT, 1)).toBe(0);
    expect(perceptionWeight(FACE_RIGHT, 1)).toBe(1);
  });

  it('goes no further behind the faces', () => {
    expect(perceptionWeight(-100 * ONE, 0)).toBe(1);
    expect(perceptionWeight((COURT_WIDTH + 100) * ONE, 0)).toBe(0);
  });
});

describe('the drawn ball', () => {
  it('never goes back in time, never passes the newest state, and shows no jump, with confirmations 15 ticks late', () => {
    let last = 0;
    let rolledBack = 0;
    let hits = 0;
    const drawnBall = play(
      6000,
      () => LAG_TICKS,
      (drawn, game) => {
        expect(drawn.ballTick).toBeGreaterThanOrEqual(last);
        expect(drawn.ballTick).toBeLessThanOrEqual(game.tick);
        last = drawn.ballTick;
        rolledBack = game.rollbacks;
        hits += drawn.gameEvents.filter(({ type }) => type === 'hit').length;
      },
    );
    expect(rolledBack).toBeGreaterThan(50);
    expect(hits).toBeGreaterThan(20);
    expect(drawnBall.snaps).toBe(0);
  });

  it('tells only of hits by the opponent that really happened, each once', () => {
    const opponents: GameEvent[] = [];
    let hits = 0;
    play(
      4000,
      () => LAG_TICKS,
      (drawn) => {
        for (const gameEvent of drawn.gameEvents) {
          if (gameEvent.type === 'phase') hits = 0;
          if (gameEvent.type !== 'hit') continue;
          expect(gameEvent.hits).toBe(++hits);
          if (gameEvent.seat === 1) opponents.push(gameEvent);
        }
      },
    );
    expect(opponents.length).toBeGreaterThan(10);
  });

  it('starts over without counting what lies between', () => {
    const drawnBall = play(
      600,
      (tick) => (tick % 40 < 20 ? 4 : 12),
      (drawn, game) => {
        if (game.tick === 300) drawn.restart();
      },
    );
    expect(drawnBall.snaps).toBe(0);
  });
});

it('counts a jump when the recorded path changes behind its back', () => {
  const drawnBall = new DrawnBall(0);
  const words = new Int32Array(STATE_WORDS);
  const game = {
    tick: 11,
    holds: () => true,
    read(_tick: number, into: Int32Array) {
      into.set(words);
      return true;
    },
  };
  words[Word.phase] = Phase.rally;
  words[Word.ballX] = 300 * ONE;
  drawnBall.frame(game, 10, 10);
  words[Word.ballX] = 500 * ONE;
  drawnBall.frame(game, 11, 11);
  expect(drawnBall.snaps).toBe(1);
});
