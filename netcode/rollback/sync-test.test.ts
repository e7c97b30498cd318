import { describe, expect, it } from 'vitest';
import { pong } from '../pong/pong.ts';
import type { Game } from './game.ts';
import { syncTest } from './sync-test.ts';

const inputAt = (seat: number, tick: number): number => ((tick >> (3 + seat)) % 16) - 8;

/** A counter with the bug that a test chooses. */
function counter(bug: 'none' | 'outside' | 'unsaved' | 'unloaded', atTick: number): Game<{ ticks: number; sum: number; hidden: number }> {
  let calls = 0;
  return {
    stateWords: 2,
    inputBits: 4,
    signedInputs: true,
    create: () => ({ ticks: 0, sum: 0, hidden: 0 }),
    step(state, inputs) {
      calls++;
      state.ticks++;
      state.sum += inputs[0]! * 3 + inputs[1]!;
      if (bug === 'outside' && state.ticks >= atTick) state.sum += calls;
      if (bug === 'unsaved' && state.ticks === atTick) state.hidden = 1;
      if (bug === 'unsaved' && state.ticks === atTick - 2) state.sum += state.hidden;
    },
    save(state, words, at) {
      words[at] = state.ticks;
      words[at + 1] = state.sum;
    },
    load(state, words, at) {
      state.ticks = words[at]!;
      if (bug !== 'unloaded' || state.ticks < atTick) state.sum = words[at + 1]!;
    },
  };
}

describe('the sync test', () => {
  it('finds nothing in Pong', () => {
    expect(syncTest(pong(1), 3000, inputAt)).toBeUndefined();
    expect(syncTest(pong(2), 1000, inputAt, 120)).toBeUndefined();
  });

  it('finds nothing in a game without a bug', () => {
    expect(syncTest(counter('none', 0), 300, inputAt)).toBeUndefined();
  });

  it('names the first tick that takes something from outside the state', () => {
    expect(syncTest(counter('outside', 100), 300, inputAt)).toMatchObject({ tick: 100, from: 85, word: 1 });
  });

  it('names the first tick that depends on something that save leaves out', () => {
    expect(syncTest(counter('unsaved', 50), 300, inputAt)).toMatchObject({ tick: 48, word: 1 });
  });

  it('names a word that save never writes, at once', () => {
    const forgetful: Game<Int32Array> = {
      stateWords: 3,
      inputBits: 4,
      signedInputs: true,
      create: () => Int32Array.of(0, 5, 0),
      step(state) {
        state[0]!++;
        if (state[0]! > 10) state[2]! += state[1]!;
      },
      save(state, words, at) {
        words[at] = state[0]!;
        words[at + 2] = state[2]!;
      },
      load: (state, words, at) => state.set(words.subarray(at, at + 3)),
    };
    expect(syncTest(forgetful, 300, inputAt)).toMatchObject({ tick: 1, word: 1 });
  });

  it('finds a load that leaves something out', () => {
    expect(syncTest(counter('unloaded', 20), 300, inputAt)?.from).toBeGreaterThanOrEqual(20);
  });

  it('refuses a depth that is not a whole number of at least 1', () => {
    for (const depth of [0, -1, 1.5, Number.NaN]) expect(() => syncTest(pong(1), 1, inputAt, depth)).toThrow(RangeError);
  });
});
