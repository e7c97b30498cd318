import { expect, it } from 'vitest';
import { PracticeMatch } from './practice-match.ts';

const TICK_MS = 1000 / 60;
const open = (inputDelayTicks: number): PracticeMatch =>
  new PracticeMatch({ names: ['Ada', 'Computer'], level: 2, seed: 5, kind: 'practice', nowMs: 0, inputDelayTicks });
function play(match: PracticeMatch, fromTick: number, ticks: number): void {
  for (let i = fromTick; i < fromTick + ticks; i++) match.poll(i * TICK_MS + 1, 3);
}

it('no time passes while it is paused, and none is made up for afterwards', () => {
  const match = open(0);
  play(match, 0, 10);
  expect(match.game.tick).toBe(10);
  match.setPaused(true);
  play(match, 10, 100);
  expect(match.game.tick).toBe(10);
  match.setPaused(false);
  play(match, 110, 5);
  expect(match.game.tick).toBe(15);
});

it('an input counts after the delay that was chosen, also when it is changed during the match', () => {
  const match = open(3);
  play(match, 0, 1);
  expect(match.game.inputAt(0, 2)).toBe(0);
  expect(match.game.inputAt(0, 3)).toBe(3);
  expect(match.game.knownTicks(0)).toBe(4);
  match.setInputDelay(0);
  play(match, 1, 10);
  expect(match.game.knownTicks(0)).toBe(match.game.tick);
});
