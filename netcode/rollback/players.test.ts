import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Game } from './game.ts';
import { Rollback } from './rollback.ts';

/** State: a hash of everything that ever was an input, so that no wrong input can hide. */
function hashing(players: number): Game<Int32Array> {
  return {
    stateWords: 2,
    inputBits: 16,
    players,
    create: () => new Int32Array(2),
    step(state, inputs) {
      state[0]!++;
      for (const input of inputs) state[1] = (Math.imul(state[1]!, 31) + input + 1) | 0;
    },
    save: (state, words, at) => words.set(state, at),
    load: (state, words, at) => state.set(words.subarray(at, at + 2)),
  };
}

/** Lockstep without an engine: the states that known inputs lead to, one for each tick from 0 on. */
function lockstep(players: number, ticks: number, inputAt: (tick: number, player: number) => number): number[][] {
  const game = hashing(players);
  const state = game.create();
  const states = [[...state]];
  for (let tick = 0; tick < ticks; tick++) {
    game.step(
      state,
      Uint32Array.from({ length: players }, (_, player) => inputAt(tick, player)),
    );
    states.push([...state]);
  }
  return states;
}

function read(game: Rollback<Int32Array>, tick: number): number[] | undefined {
  const words = new Int32Array(2);
  return game.read(tick, words) ? [...words] : undefined;
}

/** One machine: its engine and its local players. */
interface Peer {
  readonly game: Rollback<Int32Array>;
  readonly locals: readonly number[];
}

/** A network's whims: drawn once, then the same in each run. */
interface Plan {
  /** On which peer each player sits. */
  readonly seats: readonly number[];
  readonly delays: readonly number[];
  readonly maxPredictionTicks: number;
  readonly seed: number;
  /** When the first player's machine is gone, without a word. */
  readonly leavesAtRound: number;
  readonly rounds: number;
}

const plan: fc.Arbitrary<Plan> = fc.integer({ min: 2, max: 8 }).chain((players) =>
  fc.record({
    seats: fc.array(fc.nat(players - 1), { minLength: players, maxLength: players }),
    delays: fc.array(fc.nat(3), { minLength: players, maxLength: players }),
    maxPredictionTicks: fc.constantFrom(0, 1, 2, 8, 30, 120),
    seed: fc.integer(),
    leavesAtRound: fc.option(fc.nat(100), { nil: Number.POSITIVE_INFINITY }),
    rounds: fc.integer({ min: 1, max: 150 }),
  }),
);

/** How a plan went. */
interface Play {
  /** Those who were there to the end. */
  readonly stayed: readonly Peer[];
  /** Inputs by tick and player; 0 from where a player was gone. */
  inputAt(tick: number, player: number): number;
}

/** Plays a plan; `look` sees every peer after each of its ticks. */
function play({ seats, delays, maxPredictionTicks, seed, leavesAtRound, rounds }: Plan, look: (peer: Peer) => void): Play {
  let random = seed;
  const below = (end: number): number => {
    random = (Math.imul(random, 1664525) + 1013904223) | 0;
    return (random >>> 8) % end;
  };
  const machines = [...new Set(seats)];
  let peers = machines.map((machine, i): Peer => {
    const locals = seats.flatMap((at, player) => (at === machine ? [player] : []));
    return { game: new Rollback(hashing(seats.length), { delayTicks: delays[i]!, maxPredictionTicks }), locals };
  });
  const given = seats.map(() => [] as number[]);
  const goneFrom = seats.map(() => Number.POSITIVE_INFINITY);
  for (let round = 0; round < rounds; round++) {
    if (round === leavesAtRound && peers.length > 1) {
      const [gone, ...others] = peers;
      peers = others;
      for (const player of gone!.locals) goneFrom[player] = Math.max(...others.map(({ game }) => game.knownTicks(player)));
    }
    for (const peer of peers) {
      const { game, locals } = peer;
      if (below(20) === 0) game.setDelay(below(4));
      // Some machines stand still for a tick, others run two.
      for (let ticks = below(8) === 0 ? below(3) : 1; ticks > 0; ticks--) {
        for (const player of locals) {
          const added = game.addLocal(player, below(4) === 0 ? below(65_536) : 7);
          for (let i = 0; i < added; i++) given[player]!.push(game.inputAt(player, given[player]!.length));
        }
        game.advance();
        look(peer);
      }
    }
    for (const from of peers) {
      for (const { game } of peers) {
        // Packets come in any order, twice, or not at all. One brings the sender's inputs, and all that anybody had of those who left.
        if (game === from.game || below(3) === 0) continue;
        for (const [player, inputs] of given.entries()) {
          const end = from.locals.includes(player) ? inputs.length : goneFrom[player]!;
          if (end === Number.POSITIVE_INFINITY) continue;
          const start = Math.max(0, game.knownTicks(player) - below(3));
          const ticks = Array.from({ length: Math.max(0, end - start) }, (_, i) => start + i);
          if (below(4) === 0) ticks.reverse();
          for (const tick of ticks) game.addRemote(player, tick, inputs[tick]!);
          if (game.knownTicks(player) === goneFrom[player]) game.disconnect(player, end);
        }
      }
    }
  }
  return { stayed: peers, inputAt: (tick, player) => (tick < goneFrom[player]! ? given[player]![tick]! : 0) };
}

describe('two to eight players, on as many machines or fewer', () => {
  it('reach the states that lockstep reaches, whatever is late, lost, repeated or out of order, and whoever leaves', () => {
    fc.assert(
      fc.property(plan, (drawn) => {
        const seen = new Map<Peer, number[][]>();
        const { stayed, inputAt } = play(drawn, (peer) => {
          const states = seen.get(peer) ?? [];
          seen.set(peer, states);
          while (states.length <= peer.game.confirmedTick) states.push(read(peer.game, states.length)!);
        });
        const end = Math.max(0, ...stayed.map((peer) => seen.get(peer)?.length ?? 0));
        const states = lockstep(drawn.seats.length, end, inputAt);
        for (const peer of stayed) for (const [tick, state] of (seen.get(peer) ?? []).entries()) expect(state).toEqual(states[tick]);
      }),
      { numRuns: 200 },
    );
  });

  it('never see a prediction in lockstep', () => {
    fc.assert(
      fc.property(plan, (drawn) => {
        play({ ...drawn, maxPredictionTicks: 0 }, ({ game }) => {
          expect(game.confirmedTick).toBe(game.tick);
          expect(game.rollbacks).toBe(0);
          for (let player = 0; player < game.players; player++) expect(game.inputStatus(player)).not.toBe('predicted');
        });
      }),
      { numRuns: 100 },
    );
  });

  it('are never predicted beyond the limit', () => {
    fc.assert(
      fc.property(plan, (drawn) => {
        play(drawn, ({ game }) => expect(game.tick - game.confirmedTick).toBeLessThanOrEqual(drawn.maxPredictionTicks));
      }),
      { numRuns: 100 },
    );
  });
});

describe('a player who leaves', () => {
  it('gives 0 from the tick that was named, also where something else was predicted', () => {
    const game = new Rollback(hashing(3));
    for (let tick = 0; tick < 10; tick++) {
      game.addLocal(0, 1);
      game.addRemote(1, tick, 2);
      if (tick < 4) game.addRemote(2, tick, 3);
      game.advance();
    }
    expect([game.confirmedTick, game.inputAt(2, 9), game.inputStatus(2)]).toEqual([4, 3, 'predicted']);
    game.disconnect(2, 4);
    expect(game.confirmedTick).toBe(10);
    const states = lockstep(3, 12, (tick, player) => (player < 2 || tick < 4 ? player + 1 : 0));
    expect(read(game, 10)).toEqual(states[10]);
    for (let tick = 10; tick < 12; tick++) {
      game.addLocal(0, 1);
      game.addRemote(1, tick, 2);
      game.advance();
    }
    expect(read(game, 12)).toEqual(states[12]);
    expect([game.confirmedTick, game.rollbacks, game.inputAt(2, 11), game.inputAt(2, 3)]).toEqual([12, 1, 0, 3]);
    expect([0, 2].map((player) => game.inputStatus(player))).toEqual(['confirmed', 'disconnected']);
    expect([3, 4].map((tick) => game.inputStatus(2, tick))).toEqual(['confirmed', 'disconnected']);
  });

  it('may leave before inputs that have arrived are used', () => {
    const game = new Rollback(hashing(2));
    for (let tick = 0; tick < 8; tick++) game.addRemote(1, tick, 9);
    game.disconnect(1, 2);
    for (let tick = 0; tick < 8; tick++) {
      game.addLocal(0, 1);
      game.advance();
    }
    expect([game.inputAt(1, 1), game.inputAt(1, 2), game.inputAt(1, 7)]).toEqual([9, 0, 0]);
    expect(read(game, 8)).toEqual(lockstep(2, 8, (tick, player) => (player === 0 ? 1 : tick < 2 ? 9 : 0))[8]);
  });

  it('is not asked for anything, and what still arrives is ignored', () => {
    const game = new Rollback(hashing(2), { maxPredictionTicks: 0 });
    game.disconnect(1, 0);
    expect([game.addRemote(1, 0, 5), game.addRemote(1, 7, 5), game.addLocal(1, 5)]).toEqual([true, true, 0]);
    game.addLocal(0, 1);
    expect([game.advance(), game.inputAt(1, 0), game.confirmedTick]).toEqual([true, 0, 1]);
    game.disconnect(1, 0);
    expect(game.confirmedTick).toBe(1);
  });

  it('can leave neither in confirmed play nor behind a gap', () => {
    const game = new Rollback(hashing(2));
    for (let tick = 0; tick < 10; tick++) {
      game.addLocal(0, 1);
      if (tick < 6) game.addRemote(1, tick, 2);
      game.advance();
    }
    const message = 'the tick from which player 1 is gone must be a whole number from 6 to 6, not';
    for (const tick of [5, 7, 6.5]) expect(() => game.disconnect(1, tick)).toThrow(new RangeError(`${message} ${tick}`));
    expect([game.inputStatus(1), game.knownTicks(1)]).toEqual(['predicted', 6]);
  });

  it('is there again after the engine was restored', () => {
    const game = new Rollback(hashing(2));
    game.disconnect(1, 0);
    game.restore(5, Int32Array.of(5, 5));
    expect(game.addRemote(1, 5, 4)).toBe(true);
    expect([game.inputStatus(1, 5), game.inputStatus(1, 6)]).toEqual(['confirmed', 'predicted']);
  });
});

it('names a player that the game does not have', () => {
  const game = new Rollback(hashing(3));
  for (const player of [-1, 3, 0.5, Number.NaN]) {
    const error = new RangeError(`a player must be 0 to 2, not ${player}`);
    expect(() => game.addLocal(player, 0)).toThrow(error);
    expect(() => game.addRemote(player, 0, 0)).toThrow(error);
    expect(() => game.inputAt(player, 0)).toThrow(error);
    expect(() => game.inputStatus(player)).toThrow(error);
    expect(() => game.disconnect(player, 0)).toThrow(error);
  }
});
