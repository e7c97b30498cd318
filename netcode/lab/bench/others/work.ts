import type { Game } from '../../../rollback/game.ts';

/** Depth of the rollback that the engine suite forces, in ticks: 117 ms, what a player across an ocean has. */
export const ROLLBACK_TICKS = 7;

/** What the engines play: a game, and inputs that are all known beforehand. */
export interface Work {
  readonly game: () => Game<Int32Array>;
  /** Player 0 is the local one. */
  readonly players: number;
  /** A remote player's input differs from the one before, which every library takes for its prediction: each is a wrong guess. */
  readonly inputAt: (player: number, tick: number) => number;
}

/** Words that a tick of {@link mixing} changes: more than Pong's, as a game with larger states has more to do. */
const CHANGED_WORDS = 32;

/** A game that mixes every input into its state, as large and with inputs as wide as is wanted. */
export function mixing(words: number, inputBits: number, players: number): Work {
  const game: Game<Int32Array> = {
    stateWords: words,
    inputBits,
    players,
    create: () => new Int32Array(words),
    step(state, inputs) {
      const tick = (state[0] ?? 0) + 1;
      state[0] = tick;
      let mixed = tick;
      for (let player = 0; player < players; player++) mixed = Math.imul(mixed ^ (inputs[player] ?? 0), 0x01000193);
      let at = 1 + ((tick * CHANGED_WORDS) % (words - 1));
      for (let i = 0; i < CHANGED_WORDS; i++) {
        mixed = (Math.imul(mixed, 1664525) + (state[at] ?? 0)) | 0;
        state[at] = mixed;
        at = at === words - 1 ? 1 : at + 1;
      }
    },
    save(state, to, at) {
      for (let i = 0; i < words; i++) to[at + i] = state[i] ?? 0;
    },
    load(state, from, at) {
      for (let i = 0; i < words; i++) state[i] = from[at + i] ?? 0;
    },
  };
  // An odd stride never gives the same value twice in a row.
  return { game: () => game, players, inputAt: (player, tick) => ((tick + 1) * (2 * player + 37)) % (1 << inputBits) };
}
