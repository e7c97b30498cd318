import { describe, expect, it } from 'vitest';
import type { Game } from './game.ts';
import { Rollback } from './rollback.ts';
import { syncTest } from './sync-test.ts';

/** Keeps the newest input of each player. */
function keeping(inputBits: number, signedInputs?: boolean): Game<number[]> {
  return {
    stateWords: 2,
    inputBits,
    ...(signedInputs === undefined ? {} : { signedInputs }),
    create: () => [0, 0],
    step: (state, inputs) => state.splice(0, 2, ...inputs),
    save: (state, words, at) => words.set(state, at),
    load: (state, words, at) => state.splice(0, 2, ...words.subarray(at, at + 2)),
  };
}

describe('an input', () => {
  it.each([
    [1, false, 0, 1],
    [4, false, 0, 15],
    [8, false, 0, 255],
    [31, false, 0, 2_147_483_647],
    [32, false, 0, 4_294_967_295],
    [1, true, -1, 0],
    [4, true, -8, 7],
    [8, true, -128, 127],
    [31, true, -1_073_741_824, 1_073_741_823],
    [32, true, -2_147_483_648, 2_147_483_647],
  ])('of %i bits, signed: %s, is %i to %i, and reaches the game as it was given', (bits, signed, least, greatest) => {
    const game = new Rollback(keeping(bits, signed));
    for (const [tick, input] of [least, greatest, least].entries()) {
      game.addLocal(0, input);
      game.addRemote(1, tick, least + greatest - input);
      game.advance();
      expect(game.state).toEqual([input, least + greatest - input]);
      expect([game.inputAt(0, tick), game.inputAt(1, tick)]).toEqual(game.state);
    }
    for (const bad of [least - 1, greatest + 1, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      const range = `an input must be a whole number from ${least} to ${greatest}, not ${bad}`;
      expect(() => game.addLocal(0, bad)).toThrow(new RangeError(range));
      expect(() => game.addRemote(1, 3, bad)).toThrow(new RangeError(range));
      expect(() => syncTest(keeping(bits, signed), 1, () => bad)).toThrow(new RangeError(range));
    }
    expect([game.knownTicks(0), game.knownTicks(1)]).toEqual([3, 3]);
  });

  it('is unsigned unless the game says otherwise', () => {
    const game = new Rollback(keeping(4));
    expect(() => game.addLocal(0, -1)).toThrow('0 to 15');
    game.addLocal(0, 15);
    game.advance();
    expect(game.state).toEqual([15, 0]);
  });

  it.each([
    [8, false, 200],
    [32, false, 4_000_000_000],
    [32, true, -2_000_000_000],
  ])('of %i bits, signed: %s, that stays %i is never a misprediction', (bits, signed, input) => {
    const game = new Rollback(keeping(bits, signed));
    for (let tick = 0; tick < 1000; tick++) {
      game.addLocal(0, input);
      if (tick >= 5) game.addRemote(1, tick - 5, input);
      game.advance();
    }
    // The first one differs from 0, which comes before all inputs.
    expect(game.rollbacks).toBe(1);
  });
});

describe('a prediction', () => {
  it('is what the option makes of the input before, and costs nothing when it was right', () => {
    const asked: number[][] = [];
    const predict = (previous: number, player: number) => {
      asked.push([previous, player]);
      return (previous + 1) % 256;
    };
    const game = new Rollback(keeping(8), { predict });
    game.addRemote(1, 0, 250);
    for (let tick = 0; tick < 10; tick++) {
      game.addLocal(0, 9);
      game.advance();
    }
    expect(game.state).toEqual([9, 3]);
    expect(asked).toEqual([250, 251, 252, 253, 254, 255, 0, 1, 2].map((previous) => [previous, 1]));
    for (let tick = 1; tick < 10; tick++) game.addRemote(1, tick, (250 + tick) % 256);
    game.settle();
    expect([game.rollbacks, game.confirmedTick]).toEqual([0, 10]);
  });

  it('gets an unsigned input as it was given', () => {
    const game = new Rollback(keeping(32), { predict: (previous) => Math.max(0, previous - 1) });
    game.addRemote(1, 0, 4_294_967_295);
    for (let tick = 0; tick < 3; tick++) {
      game.addLocal(0, 0);
      game.advance();
    }
    expect(game.state).toEqual([0, 4_294_967_293]);
  });

  it('must fit the inputs of the game', () => {
    const game = new Rollback(keeping(8), { predict: (previous) => previous - 1 });
    game.addLocal(0, 1);
    expect(() => game.advance()).toThrow(new RangeError('an input must be a whole number from 0 to 255, not -1'));
  });

  it('that was made for a local player is corrected like any other', () => {
    const game = new Rollback(keeping(8), { predict: () => 77 });
    game.addRemote(1, 0, 0);
    game.addRemote(1, 1, 0);
    game.addLocal(0, 5);
    game.advance();
    game.advance();
    expect([game.state[0], game.inputStatus(0)]).toEqual([77, 'predicted']);
    // The input that was left out repeats the one before it, as it does when the delay grows.
    expect(game.addLocal(0, 6)).toBe(2);
    game.settle();
    expect([game.state[0], game.inputStatus(0), game.confirmedTick]).toEqual([5, 'confirmed', 2]);
  });
});

describe('an option or a number of the game', () => {
  it.each([
    [{ delayTicks: 4 }, 'the input delay in ticks must be a whole number from 0 to 3, not 4'],
    [{ delayTicks: 1, maxDelayTicks: 0 }, 'the input delay in ticks must be a whole number from 0 to 0, not 1'],
    [{ delayTicks: Number.NaN }, 'the input delay in ticks must be a whole number from 0 to 3, not NaN'],
    [{ maxDelayTicks: 241 }, 'maxDelayTicks must be a whole number from 0 to 240, not 241'],
    [{ maxPredictionTicks: -1 }, 'maxPredictionTicks must be a whole number from 0 to 240, not -1'],
    [{ maxPredictionTicks: 7.5 }, 'maxPredictionTicks must be a whole number from 0 to 240, not 7.5'],
  ])('%j is refused in words', (options, message) => {
    expect(() => new Rollback(keeping(8), options)).toThrow(new RangeError(message));
  });

  it.each([
    [{ stateWords: 0 }, "a game's stateWords must be a whole number from 1 to 1024, not 0"],
    [{ stateWords: 1025 }, "a game's stateWords must be a whole number from 1 to 1024, not 1025"],
    [{ inputBits: 0 }, "a game's inputBits must be a whole number from 1 to 32, not 0"],
    [{ inputBits: 33 }, "a game's inputBits must be a whole number from 1 to 32, not 33"],
    [{ players: 1 }, "a game's players must be a whole number from 2 to 8, not 1"],
    [{ players: 9 }, "a game's players must be a whole number from 2 to 8, not 9"],
  ])('%j is refused in words, by the sync test as well', (part, message) => {
    const game = { ...keeping(8), ...part };
    expect(() => new Rollback(game)).toThrow(new RangeError(message));
    expect(() => syncTest(game, 1, () => 0)).toThrow(new RangeError(message));
  });

  it('is read when a longer delay is asked for than it allows', () => {
    const game = new Rollback(keeping(8), { maxDelayTicks: 20 });
    game.setDelay(20);
    expect(() => game.setDelay(21)).toThrow(new RangeError('the input delay in ticks must be a whole number from 0 to 20, not 21'));
    expect(game.delayTicks).toBe(20);
  });
});
