import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checksumWords } from './checksum.ts';
import type { Game } from './game.ts';
import { Rollback } from './rollback.ts';
import { MAX_DELAY_TICKS, MAX_PREDICTION_TICKS, WINDOW_TICKS } from './rollback-options.ts';

/** State: a hash of everything that ever was an input, so that no wrong input can hide. */
const hashing: Game<Int32Array> = {
  stateWords: 2,
  inputBits: 4,
  signedInputs: true,
  create: () => new Int32Array(2),
  step(state, inputs) {
    state[0]!++;
    state[1] = (Math.imul(state[1]!, 31) + (inputs[0]! & 15) * 16 + (inputs[1]! & 15)) | 0;
  },
  save: (state, words, at) => words.set(state, at),
  load: (state, words, at) => state.set(words.subarray(at, at + 2)),
};

/** The state that known inputs lead to. */
function straight(inputs0: readonly number[], inputs1: readonly number[], ticks: number): number[] {
  const state = hashing.create();
  for (let i = 0; i < ticks; i++) hashing.step(state, Int32Array.of(inputs0[i]!, inputs1[i]!));
  return [...state];
}

function read(game: Rollback<Int32Array>, tick: number): number[] | undefined {
  const words = new Int32Array(2);
  return game.read(tick, words) ? [...words] : undefined;
}

describe('rollback', () => {
  it('predicts by repeating the last input, and costs nothing when that was right', () => {
    const game = new Rollback(hashing);
    game.addRemote(1, 0, 5);
    for (let tick = 0; tick < 10; tick++) {
      game.addLocal(0, 1);
      game.advance();
    }
    expect(game.inputAt(1, 9)).toBe(5);
    for (let tick = 1; tick < 10; tick++) game.addRemote(1, tick, 5);
    game.addLocal(0, 1);
    game.advance();
    expect([game.rollbacks, game.lastRollbackTicks, game.confirmedTick]).toEqual([0, 0, 10]);
  });

  it('rolls back to the first misprediction and re-simulates from there', () => {
    const game = new Rollback(hashing);
    for (let tick = 0; tick < 10; tick++) {
      game.addLocal(0, 1);
      game.advance();
    }
    for (const [tick, input] of [0, 0, 0, -7, -7].entries()) game.addRemote(1, tick, input);
    game.addLocal(0, 1);
    game.advance();
    expect(game.lastRollbackTicks).toBe(7);
    expect([...game.state]).toEqual(straight(new Array(11).fill(1), [0, 0, 0, ...new Array(8).fill(-7)], 11));
    game.addLocal(0, 1);
    game.advance();
    expect([game.lastRollbackTicks, game.rollbacks]).toEqual([0, 1]);
  });

  it('reaches the same states whenever inputs arrive, with any delay and any changes of it', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<0 | 1>(0, 1),
        fc.array(
          fc.record({
            local: fc.integer({ min: -8, max: 7 }),
            remote: fc.integer({ min: -8, max: 7 }),
            arrive: fc.nat(4),
            delay: fc.option(fc.nat(3)),
          }),
          {
            minLength: 1,
            maxLength: 300,
          },
        ),
        (localSeat, plan) => {
          const game = new Rollback(hashing);
          const remoteSeat = localSeat === 0 ? 1 : 0;
          let sent = 0;
          const locals: number[] = [];
          for (const { local, arrive, delay } of plan) {
            if (delay !== null) game.setDelay(delay);
            const before = game.knownTicks(localSeat);
            const added = game.addLocal(localSeat, local);
            for (let i = 0; i < added; i++) locals.push(game.inputAt(localSeat, before + i));
            // Arrives late, immediately, or a little early.
            for (let i = 0; i < arrive && sent < plan.length && sent < game.tick + 8; i++)
              game.addRemote(remoteSeat, sent, plan[sent++]!.remote);
            game.advance();
          }
          const { confirmedTick } = game;
          expect(game.knownTicks(localSeat)).toBe(locals.length);
          const remotes = plan.map(({ remote }) => remote);
          const expected = localSeat === 0 ? straight(locals, remotes, confirmedTick) : straight(remotes, locals, confirmedTick);
          expect(read(game, confirmedTick)).toEqual(expected);
          expect(game.knownTicks(remoteSeat)).toBe(sent);
          expect(game.checksumAt(confirmedTick)).toBe(checksumWords(Int32Array.from(expected), 0, 2));
        },
      ),
      { numRuns: 300 },
    );
  });

  it(`predicts ${MAX_PREDICTION_TICKS} ticks, at least 120, and then refuses without losing anything`, () => {
    expect(MAX_PREDICTION_TICKS).toBeGreaterThanOrEqual(120);
    const game = new Rollback(hashing, { delayTicks: MAX_DELAY_TICKS });
    for (let tick = 0; tick < MAX_PREDICTION_TICKS; tick++) {
      game.addLocal(0, (tick % 15) - 7);
      expect(game.advance()).toBe(true);
    }
    for (let i = 0; i < 5; i++) {
      expect(game.addLocal(0, 1)).toBe(i === 0 ? 1 : 0);
      expect(game.advance()).toBe(false);
    }
    expect(game.tick).toBe(MAX_PREDICTION_TICKS);
    for (let tick = 0; tick < MAX_PREDICTION_TICKS; tick++) expect(game.addRemote(1, tick, tick % 8)).toBe(true);
    game.addLocal(0, 1);
    expect(game.advance()).toBe(true);
    expect(game.lastRollbackTicks).toBe(MAX_PREDICTION_TICKS - 1);
    const locals = Array.from({ length: MAX_PREDICTION_TICKS }, (_, i) => game.inputAt(0, i));
    expect(read(game, MAX_PREDICTION_TICKS)).toEqual(
      straight(
        locals,
        Array.from({ length: MAX_PREDICTION_TICKS }, (_, i) => i % 8),
        MAX_PREDICTION_TICKS,
      ),
    );
  });

  it('takes remote inputs ahead of its own tick as far as the window goes, and no further', () => {
    const game = new Rollback(hashing);
    let taken = 0;
    while (game.addRemote(0, taken, taken % 8)) taken++;
    expect(taken).toBe(WINDOW_TICKS - 1);
    for (let tick = 0; tick < taken; tick++) {
      game.addLocal(1, 3);
      game.advance();
    }
    expect([...game.state]).toEqual(
      straight(
        Array.from({ length: taken }, (_, i) => i % 8),
        new Array(taken).fill(3),
        taken,
      ),
    );
    expect(game.addRemote(0, taken, 0)).toBe(true);
  });

  it('ignores an input that it has, and refuses one that leaves a gap', () => {
    const game = new Rollback(hashing);
    expect(game.addRemote(1, 0, 4)).toBe(true);
    expect(game.addRemote(1, 0, -4)).toBe(true);
    expect(game.addRemote(1, 2, 1)).toBe(false);
    expect([game.inputAt(1, 0), game.knownTicks(1)]).toEqual([4, 1]);
  });

  it('reads only states of the window', () => {
    const game = new Rollback(hashing);
    for (let tick = 0; tick < 300; tick++) {
      game.addLocal(0, 0);
      game.addRemote(1, tick, 0);
      game.advance();
    }
    expect(read(game, 300)).toEqual([300, 0]);
    expect(read(game, 300 - WINDOW_TICKS + 1)).toEqual([173, 0]);
    expect(read(game, 300 - WINDOW_TICKS)).toBeUndefined();
    expect(read(game, 301)).toBeUndefined();
    expect(game.checksumAt(10)).toBe(0);
  });

  it('re-simulates before it returns a state: no state rests on a known misprediction', () => {
    const game = new Rollback(hashing);
    for (let tick = 0; tick < 5; tick++) {
      game.addLocal(0, 0);
      game.advance();
    }
    game.addRemote(1, 0, 7);
    expect(read(game, 5)).toEqual(straight([0, 0, 0, 0, 0], [7, 7, 7, 7, 7], 5));
    game.addLocal(0, 0);
    game.advance();
    expect([game.lastRollbackTicks, game.rollbacks]).toEqual([5, 1]);
  });

  it('continues from a restored state: older states and all inputs are forgotten', () => {
    const game = new Rollback(hashing, { delayTicks: 2 });
    for (let tick = 0; tick < 30; tick++) {
      game.addLocal(0, 5);
      game.addRemote(1, tick, 6);
      game.advance();
    }
    game.restore(20, Int32Array.of(20, 99));
    expect([game.tick, game.confirmedTick, game.knownTicks(0), game.knownTicks(1), game.delayTicks]).toEqual([20, 20, 20, 20, 2]);
    expect(game.holds(19)).toBe(false);
    game.addLocal(0, 1);
    game.advance();
    const after = Int32Array.of(20, 99);
    hashing.step(after, Int32Array.of(0, 0));
    expect([...game.state]).toEqual([...after]);
    expect([game.inputAt(0, 20), game.inputAt(0, 21), game.inputAt(0, 22)]).toEqual([0, 0, 1]);
  });

  it('forgets a rollback that was due when it is restored', () => {
    const game = new Rollback(hashing);
    for (let tick = 0; tick < 5; tick++) {
      game.addLocal(0, 0);
      game.advance();
    }
    game.addRemote(1, 0, 7);
    game.restore(100, Int32Array.of(100, 1));
    game.addLocal(0, 0);
    game.advance();
    expect([game.rollbacks, game.state[0]]).toEqual([0, 101]);
  });

  it('repeats the last input over the gap that a longer delay leaves', () => {
    const game = new Rollback(hashing);
    game.addLocal(0, 3);
    game.advance();
    game.setDelay(3);
    expect(game.addLocal(0, -5)).toBe(4);
    expect([1, 2, 3, 4].map((tick) => game.inputAt(0, tick))).toEqual([3, 3, 3, -5]);
  });

  it('drops inputs after the delay was shortened, until the queue has shrunk', () => {
    const game = new Rollback(hashing, { delayTicks: 3 });
    for (let tick = 0; tick < 4; tick++) {
      game.addLocal(0, tick);
      game.advance();
    }
    game.setDelay(1);
    const added = [0, 0, 0].map((_, i) => {
      const count = game.addLocal(0, 7 - i);
      game.advance();
      return count;
    });
    expect(added).toEqual([0, 0, 1]);
    expect(game.inputAt(0, 7)).toBe(5);
  });

  it('refuses options that are out of range', () => {
    expect(() => new Rollback({ ...hashing, stateWords: 0 })).toThrow(RangeError);
    expect(() => new Rollback({ ...hashing, stateWords: 1025 })).toThrow(RangeError);
    expect(() => new Rollback(hashing, { delayTicks: 4 })).toThrow(RangeError);
    expect(() => new Rollback(hashing).setDelay(-1)).toThrow(RangeError);
  });
});

describe('the checksum', () => {
  it('is MurmurHash3', () => {
    // Reference value: MurmurHash3_x86_32 of "test", seed 0.
    expect(checksumWords(Int32Array.of(0x74736574), 0, 1) >>> 0).toBe(0xba6bd213);
    expect(checksumWords(new Int32Array(0), 0, 0)).toBe(0);
  });

  it('changes with each word', () => {
    const words = Int32Array.from({ length: 16 }, (_, i) => i * 77);
    const sums = new Set(words.map((_, i) => checksumWords(words.with(i, -1), 0, 16)));
    expect(sums.size).toBe(16);
  });
});
