import type { Game } from './game.ts';

/** What a confirmed state waits for from a seat before play continues: its checkpoint on disk, its consent to a rematch, or nothing. */
export type Awaits = 'nothing' | 'checkpoint' | 'consent';

/**
 * A game as a session plays it: the rules, and where they wait for the outside world. They wait through inputs alone: a
 * waiting state continues once both seats have given {@link Match.ready}, so a replay of the inputs waits in the same places.
 */
export interface Match<State> {
  /** The game for a match; both peers call it with the leader's 32-bit seed. */
  readonly game: (seed: number) => Game<State>;
  /** 32-bit name of the rules: builds that simulate differently must differ here. */
  readonly rules: number;
  /** 1 to 255. */
  readonly ticksPerSecond: number;
  /** The input that says "ready"; no axis has this value. */
  readonly ready: number;
  /** What a saved state waits for from a seat. */
  awaits(words: Int32Array, seat: 0 | 1): Awaits;
  /** Number of the checkpoint that a saved state is or follows, 0 to 65,535; it never falls. */
  checkpointNumber(words: Int32Array): number;
  /** True while nothing moves in a saved state whose speed a person would notice: pacing may then change it more. */
  rests(words: Int32Array): boolean;
  /** Seat that has won in a saved state, once the match is over and its last checkpoint is on both disks; undefined before. */
  winner(words: Int32Array): 0 | 1 | undefined;
  /** Turns a saved checkpoint, in place, into the state from which play continues once both hold it. */
  commit(words: Int32Array): void;
}
