import { describe, expect, it } from 'vitest';
import { ComputerPlayer, SKILLS } from './computer-player.ts';
import { pong } from './pong.ts';
import { ONE, PADDLE_STEP, Phase, STATE_WORDS, Word } from './state.ts';

describe('a computer player', () => {
  it.each(SKILLS.map((skill, index) => [index + 1, skill] as const))(
    'of level %i sees a serve no sooner than it reacts, and nothing that is not drawn',
    (_, skill) => {
      // The ball flies low towards the right seat from one tick on; before that it has rested in the middle.
      const actsAfter = (change: (state: Int32Array) => void): number => {
        const player = new ComputerPlayer(skill, 1, 3);
        const state = pong(1).create();
        state[Word.phase] = Phase.rally;
        state.fill(0, Word.ballVx, Word.ballVy + 1);
        for (let tick = 0; tick < 60; tick++) expect(player.axis(state)).toBe(0);
        for (let tick = 0; tick < 60; tick++) {
          change(state);
          if (player.axis(state) !== 0) return tick;
        }
        return Number.POSITIVE_INFINITY;
      };
      const flies = (state: Int32Array): void => {
        state[Word.ballX] = (state[Word.ballX] ?? 0) + 1000;
        state[Word.ballY] = (state[Word.ballY] ?? 0) + 900;
      };
      expect(actsAfter(flies)).toBeGreaterThanOrEqual(skill.reactionTicks);
      expect(actsAfter(flies)).toBeLessThanOrEqual(skill.reactionTicks + skill.lookTicks + 1);
      // Speed and random numbers of the state are not on the screen.
      const isSecret = (state: Int32Array): void => {
        state[Word.ballVx] = 1500;
        state[Word.ballVy] = 1200;
        state[Word.random] = (state[Word.random] ?? 0) + 1;
      };
      expect(actsAfter(isSecret)).toBe(Number.POSITIVE_INFINITY);
    },
  );

  it('does the same from the same seed, in whole numbers that a paddle takes, and errs differently from another', () => {
    const axes = (seed: number): number[] => {
      const player = new ComputerPlayer(SKILLS[1], 1, seed);
      const game = pong(4);
      const state = game.create();
      const inputs = new Int32Array(2);
      return Array.from({ length: 1200 }, () => {
        inputs[1] = player.axis(state);
        game.step(state, inputs);
        return inputs[1];
      });
    };
    expect(axes(5)).toEqual(axes(5));
    expect(axes(5)).not.toEqual(axes(6));
    for (const axis of axes(5)) expect(Math.abs(axis)).toBeLessThanOrEqual(SKILLS[1].hand);
  });

  it('errs more when it is tired', () => {
    const missesOf = (hits: number, points: number): number => {
      let farthest = 0;
      for (let seed = 1; seed < 200; seed++) {
        const player = new ComputerPlayer(SKILLS[0], 1, seed * 7919);
        const state = new Int32Array(STATE_WORDS);
        state.set(pong(1).create());
        state[Word.phase] = Phase.rally;
        state[Word.hits] = hits;
        state[Word.score0] = points;
        for (let x = 600; x < 880; x += 6) {
          state[Word.ballX] = x * ONE;
          state[Word.paddle1Y] = (state[Word.paddle1Y] ?? 0) + player.axis(state) * PADDLE_STEP;
        }
        farthest += Math.abs((state[Word.paddle1Y] ?? 0) - (state[Word.ballY] ?? 0));
      }
      return farthest / 200 / ONE;
    };
    expect(missesOf(0, 0)).toBeGreaterThan(5);
    expect(missesOf(30, 20)).toBeGreaterThan(1.3 * missesOf(0, 0));
  });
});
