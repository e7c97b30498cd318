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
function lockstep(players: number, inputs: readonly (readonly number[])[]): number[][] {
  const game = hashing(players);
  const state = game.create();
  return [
    [...state],
    ...inputs.map((tick) => {
      game.step(state, Uint32Array.from(tick));
      return [...state];
    }),
  ];
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
  readonly rounds: number;
}

const plan: fc.Arbitrary<Plan> = fc.integer({ min: 2, max: 8 }).chain((players) =>
  fc.record({
    seats: fc.array(fc.nat(players - 1), { minLength: players, maxLength: players }),
    delays: fc.array(fc.nat(3), { minLength: players, maxLength: players }),
    maxPredictionTicks: fc.constantFrom(0, 1, 2, 8, 30, 120),
    seed: fc.integer(),
    rounds: fc.integer({ min: 1, max: 150 }),
  }),
);

/** Plays a plan; `look` sees every peer after each of its ticks. Returns the peers, and who sits where. */
function play({ seats, delays, maxPredictionTicks, seed, rounds }: Plan, look: (peer: Peer, advanced: boolean) => void): readonly Peer[] {
  let random = seed;
  const below = (end: number): number => {
    random = (Math.imul(random, 1664525) + 1013904223) | 0;
    return (random >>> 8) % end;
  };
  const machines = [...new Set(seats)];
  const peers = machines.map((machine, i): Peer => {
    const locals = seats.flatMap((at, player) => (at === machine ? [player] : []));
    const game = new Rollback(hashing(seats.length), { delayTicks: delays[i]!, maxPredictionTicks });
    return { game, locals };
  });
  for (let round = 0; round < rounds; round++) {
    for (const peer of peers) {
      const { game, locals } = peer;
      if (below(20) === 0) game.setDelay(below(4));
      // Some machines stand still for a tick, others run two.
      for (let ticks = below(8) === 0 ? below(3) : 1; ticks > 0; ticks--) {
        for (const player of locals) game.addLocal(player, below(4) === 0 ? below(65_536) : 7);
        look(peer, game.advance());
      }
    }
    for (const [from, peer] of peers.entries()) {
      for (const [to, other] of peers.entries()) {
        // Nothing is acknowledged unless it arrived; packets come in any order, twice, or not at all.
        if (from === to || below(3) === 0) continue;
        for (const player of peer.locals) {
          const end = peer.game.knownTicks(player);
          const start = Math.max(0, other.game.knownTicks(player) - below(3), end - 100);
          const ticks = Array.from({ length: Math.max(0, end - start) }, (_, i) => start + i);
          if (below(4) === 0) ticks.reverse();
          for (const tick of ticks) other.game.addRemote(player, tick, peer.game.inputAt(player, tick));
        }
      }
    }
  }
  return peers;
}

describe('two to eight players, on as many machines or fewer', () => {
  it('reach the states that lockstep reaches, whatever is late, lost, repeated or out of order', () => {
    fc.assert(
      fc.property(plan, (drawn) => {
        const confirmed = drawn.seats.map(() => [] as number[]);
        const seen: { tick: number; state: number[] }[] = [];
        const ends = new Map<Peer, number>();
        play(drawn, (peer) => {
          for (const player of peer.locals) {
            // A known input never changes, and is the same at every peer: take it from the machine where it was given.
            const { game } = peer;
            for (let tick = confirmed[player]!.length; tick < game.knownTicks(player); tick++)
              confirmed[player]!.push(game.inputAt(player, tick));
          }
          for (let tick = ends.get(peer) ?? 0; tick <= peer.game.confirmedTick; tick++) seen.push({ tick, state: read(peer.game, tick)! });
          ends.set(peer, peer.game.confirmedTick + 1);
        });
        const end = Math.max(0, ...seen.map(({ tick }) => tick));
        const inputs = Array.from({ length: end }, (_, tick) => confirmed.map((known) => known[tick]!));
        const states = lockstep(drawn.seats.length, inputs);
        for (const { tick, state } of seen) expect(state).toEqual(states[tick]);
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
          for (let player = 0; player < game.players; player++) expect(game.inputStatus(player)).toBe('confirmed');
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
