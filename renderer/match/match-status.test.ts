import { expect, it } from 'vitest';
import { Phase, STATE_WORDS, Word } from '../../netcode/pong/state.ts';
import { agreesToRematch } from './match-status.ts';

it('a seat agrees to a rematch with its own bit, and only once the match is over', () => {
  const words = new Int32Array(STATE_WORDS);
  words[Word.ready] = 2;
  words[Word.phase] = Phase.point;
  expect(agreesToRematch(words, 1)).toBe(false);
  words[Word.phase] = Phase.over;
  expect(agreesToRematch(words, 1)).toBe(true);
  expect(agreesToRematch(words, 0)).toBe(false);
});
