import type { Game } from './game.ts';

/** What a confirmed state waits for from a seat before play continues: its checkpoint on disk, its consent to a rematch, or nothing. */
export type Awaits = 'nothing' | 'checkpoint' | 'consent';

/**
 * Where a game waits for the outside world. It waits through inputs alone: a waiting state continues once both seats have given
 * {@link Waits.ready}, so a replay of the inputs waits in the same places.
 */
export interface Waits {
  /** The input that says "ready", which no player can give. A game whose players need every value of its bits declares one bit more. */
  readonly ready: number;
  /** What a saved state waits for from a seat. */
  awaits(words: Int32Array, seat: 0 | 1): Awaits;
}

/** What a game keeps: states that wait until both players have them on disk, so that play resumes from there after a crash. */
export interface Keeps {
  /** Number of the checkpoint that a saved state is or follows, 0 to 65,535. It never falls, and rises by one where a state waits for it. */
  checkpointNumber(words: Int32Array): number;
  /** Turns a saved checkpoint, in place, into the state from which play continues once both hold it. */
  commit(words: Int32Array): void;
}

/** A game as a session plays it. Only what a game has is there: one that never waits and keeps nothing is its first three members. */
export interface Match<State> {
  /** The game for a match, of two players; both peers call it with the leader's 32-bit seed. */
  readonly game: (seed: number) => Game<State>;
  /** 32-bit name of the rules: builds that simulate differently must differ here. */
  readonly rules: number;
  /** 1 to 255. */
  readonly ticksPerSecond: number;
  readonly waits?: Waits;
  /** Needs {@link waits}. */
  readonly keeps?: Keeps;
  /** True while nothing moves in a saved state whose speed a person would notice: pacing may then change it more. */
  rests?(words: Int32Array): boolean;
  /** Seat that has won in a saved state, once the match is over and its last checkpoint is on both disks; undefined before. */
  winner?(words: Int32Array): 0 | 1 | undefined;
}
