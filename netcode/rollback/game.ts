import { checkWhole } from './check-whole.ts';

/** Most players of a game: beyond eight, a full mesh of peers costs each of them more than a home connection has. */
const MAX_PLAYERS = 8;

/** Most words of a saved state: it is saved every tick, and whole in one message when a peer needs it. */
const MAX_STATE_WORDS = 1024;

/**
 * One tick's inputs, by player: an `Int32Array` where the game's inputs are signed, otherwise a `Uint32Array`. The engine reuses it:
 * read it inside `step` and do not keep it.
 */
export type Inputs = Int32Array | Uint32Array;

/**
 * A deterministic game of two to eight players. `step` must compute the same on every machine, so it may use only integer
 * arithmetic, `+ - * /` and square roots.
 */
export interface Game<State> {
  /** 32-bit words that `save` writes, 1 to 1024. */
  readonly stateWords: number;
  /** Bits of one player's input for a tick, 1 to 32. */
  readonly inputBits: number;
  /** Whether inputs are signed; default false. Four bits are −8…7 with it and 0…15 without. */
  readonly signedInputs?: boolean;
  /** 2 to 8; default 2. */
  readonly players?: number;
  /** A new state at tick 0. */
  create(): State;
  /** Advances the state in place by one tick. Before a player's first input, that input is 0. */
  step(state: State, inputs: Inputs): void;
  /** Writes the whole state into `words`, from `at` on. */
  save(state: State, words: Int32Array, at: number): void;
  /** Reads back exactly what `save` wrote. */
  load(state: State, words: Int32Array, at: number): void;
}

/** What a game declares about its inputs. */
type InputFormat = Pick<Game<never>, 'inputBits' | 'signedInputs' | 'players'>;

/** The inputs that a game can be given. */
export interface InputRange {
  readonly least: number;
  readonly greatest: number;
}

/** @throws RangeError when a number that the game declares is out of range */
export function checkGame({ stateWords, inputBits, players = 2 }: InputFormat & { readonly stateWords: number }): void {
  checkWhole("a game's stateWords", stateWords, 1, MAX_STATE_WORDS);
  checkWhole("a game's inputBits", inputBits, 1, 32);
  checkWhole("a game's players", players, 2, MAX_PLAYERS);
}

/** The range of a game's inputs, which its `inputBits` and `signedInputs` decide. */
export function inputRange({ inputBits, signedInputs = false }: InputFormat): InputRange {
  const greatest = (signedInputs ? 0x7fffffff : 0xffffffff) >>> (32 - inputBits);
  return { least: signedInputs ? -greatest - 1 : 0, greatest };
}

/** @throws RangeError, with the range and the value, when an input does not fit */
export function checkInput(input: number, { least, greatest }: InputRange): void {
  if (!Number.isInteger(input) || input < least || input > greatest) checkWhole('an input', input, least, greatest);
}

/** An array for the inputs of some ticks of a game, all 0. */
export function newInputs({ signedInputs = false, players = 2 }: InputFormat, ticks = 1): Inputs {
  return signedInputs ? new Int32Array(ticks * players) : new Uint32Array(ticks * players);
}
