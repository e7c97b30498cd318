import { expect, it } from 'vitest';
import { SKILLS } from '../../netcode/pong/computer-player.ts';
import { STATE_WORDS, Word } from '../../netcode/pong/state.ts';
import type { Hands } from './match-view.ts';
import { PracticeMatch } from './practice-match.ts';

const TICK_MS = 1000 / 60;
const holding = (axis: number, rightAxis = 0): Hands => ({ axis: () => axis, rightAxis: () => rightAxis });
const open = (inputDelayTicks: number): PracticeMatch =>
  new PracticeMatch({ names: ['Ada', 'Computer'], skill: SKILLS[1], seed: 5, kind: 'practice', nowMs: 0, inputDelayTicks });
function play(match: PracticeMatch, fromTick: number, ticks: number): void {
  for (let i = fromTick; i < fromTick + ticks; i++) match.poll(i * TICK_MS + 1, holding(3));
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

it('ticks that a late timer makes up for are asked for one by one', () => {
  const match = open(0);
  let asked = 0;
  match.poll(4 * TICK_MS + 1, { axis: () => ++asked, rightAxis: () => 0 });
  expect(asked).toBe(5);
  expect([0, 1, 2, 3, 4].map((tick) => match.game.inputAt(0, tick))).toEqual([1, 2, 3, 4, 5]);
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

it('two people here have a paddle each, both without delay, and neither is "you"', () => {
  const match = new PracticeMatch({ names: ['Ada', 'Guest'], skill: SKILLS[3], seed: 5, kind: 'local', nowMs: 0, inputDelayTicks: 0 });
  const words = new Int32Array(STATE_WORDS);
  for (let i = 0; i < 20; i++) match.poll(i * TICK_MS + 1, holding(-7, i < 10 ? 7 : 0));
  match.game.read(20, words);
  expect(match.seat).toBeUndefined();
  expect(words[Word.paddle0Y]! / 256).toBeLessThan(150);
  expect(words[Word.paddle1Y]! / 256).toBeCloseTo(270 + (10 * 7 * 336) / 256, 0);
});

it('the computer can be given another level during a match, and is named by it', () => {
  const match = open(0);
  play(match, 0, 10);
  match.setSkill(SKILLS[3], 'Champion computer');
  expect(match.status.names).toEqual(['Ada', 'Champion computer']);
  play(match, 10, 10);
  expect(match.game.tick).toBe(20);
});

it('a match of two people here ends, waits for a rematch, and begins anew', () => {
  const match = new PracticeMatch({ names: ['Ada', 'Guest'], skill: SKILLS[0], seed: 5, kind: 'local', nowMs: 0, inputDelayTicks: 0 });
  let tick = 0;
  const playUntil = (phase: string): void => {
    // Both stay at the top, so that serves are missed.
    for (let last = tick + 20_000; tick < last && match.status.phase !== phase; tick++) match.poll(tick * TICK_MS + 1, holding(-7, -7));
    expect(match.status.phase).toBe(phase);
  };
  playUntil('over');
  expect(Math.max(...match.status.score)).toBe(11);
  for (let i = 0; i < 600; i++, tick++) match.poll(tick * TICK_MS + 1, holding(0));
  expect(match.status.phase).toBe('over');
  match.rematch();
  playUntil('countdown');
  expect(match.status.score).toEqual([0, 0]);
});
