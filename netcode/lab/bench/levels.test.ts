import { expect, it } from 'vitest';
import { SKILLS } from '../../pong/computer-player.ts';
import { ONE, PADDLE_STEP, Word } from '../../pong/state.ts';
import { computer, duel, levelsSuite, type PlayerMaker } from './levels.ts';

it('each level wins most games against the next lower one, and does better against a person', () => {
  const { levels } = levelsSuite(60);
  for (const { level, againstLower } of levels.slice(1)) {
    expect(againstLower!.winsPercent, `level ${level}`).toBeGreaterThan(65);
    expect(againstLower!.winsPercent, `level ${level}`).toBeLessThan(85);
  }
  const wins = levels.map(({ againstPerson }) => againstPerson.winsPercent);
  expect(wins).toEqual([...wins].sort((a, b) => a - b));
  expect(wins[0]).toBeLessThan(10);
  expect(wins.at(-1)).toBeLessThan(75);
});

it('nobody is unbeatable: the best level loses to a player who is always there', () => {
  // Not with the middle each time, or the ball would fly the same line again and again.
  const always: PlayerMaker = (seat) => ({
    axis(state) {
      const aim = ((state[Word.hits] ?? 0) % 5) * 20 - 40;
      const distance = (state[Word.ballY] ?? 0) + aim * ONE - ((seat === 0 ? state[Word.paddle0Y] : state[Word.paddle1Y]) ?? 0);
      return Math.max(-7, Math.min(7, Math.trunc(distance / PADDLE_STEP)));
    },
  });
  expect(duel(computer(SKILLS[3]), always, 20).winsPercent).toBeLessThan(20);
});
