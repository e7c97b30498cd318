import { checkWhole } from './check-whole.ts';
import { checksumWords } from './checksum.ts';
import { checkGame, checkInput, type Game, inputRange, newInputs } from './game.ts';

/** Ticks re-simulated after each tick, unless told otherwise: a round trip of 250 ms at 60 ticks per second. */
const DEFAULT_DEPTH_TICKS = 15;

/** Far beyond any rollback, and no more than memory holds of the largest states. */
const MAX_DEPTH_TICKS = 1000;

/** What is in a buffer before a state is saved there: two values, so that a word that `save` leaves out differs. */
const UNSAVED = 0x5bd1e995;
const UNSAVED_AGAIN = 0x2c1b3c6d;

/** What a {@link syncTest} found: the first tick whose state came out differently when it was re-simulated. */
export interface SyncDifference {
  /** Number of the state that differs: it is the state after this many ticks. */
  readonly tick: number;
  /** Tick to which the game was rolled back before. */
  readonly from: number;
  readonly checksum: number;
  readonly checksumAgain: number;
  /** First word that differs, and both its values. */
  readonly word: number;
  readonly value: number;
  readonly valueAgain: number;
}

/**
 * Plays a game as a bad connection would: after every tick it rolls back and re-simulates the last ticks with the same inputs.
 * A deterministic game whose `save` and `load` keep everything gives the same states again. Run it in your tests before you
 * look for a bug in the network.
 * @param inputAt gives each input once more when asked for the same tick
 * @returns undefined when every state came out the same, or the first that did not
 * @throws RangeError when `depthTicks` is not 1 to 1000, a number of the game is out of range, or an input does not fit it
 */
export function syncTest<State>(
  game: Game<State>,
  ticks: number,
  inputAt: (player: number, tick: number) => number,
  depthTicks = DEFAULT_DEPTH_TICKS,
): SyncDifference | undefined {
  checkGame(game);
  checkWhole('depthTicks', depthTicks, 1, MAX_DEPTH_TICKS);
  /** Plays straight through, so that nothing that `load` loses is missing here, too. */
  const straight = game.create();
  const state = game.create();
  const slots = depthTicks + 1;
  const words = new Int32Array(slots * game.stateWords);
  const again = new Int32Array(game.stateWords);
  const inputs = newInputs(game);
  const range = inputRange(game);
  const step = (played: State, tick: number): void => {
    for (let player = 0; player < inputs.length; player++) {
      const input = inputAt(player, tick);
      checkInput(input, range);
      inputs[player] = input;
    }
    game.step(played, inputs);
  };
  words.fill(UNSAVED);
  game.save(straight, words, 0);
  for (let end = 1; end <= ticks; end++) {
    step(straight, end - 1);
    game.save(straight, words, (end % slots) * game.stateWords);
    const from = Math.max(0, end - depthTicks);
    game.load(state, words, (from % slots) * game.stateWords);
    for (let tick = from + 1; tick <= end; tick++) {
      step(state, tick - 1);
      again.fill(UNSAVED_AGAIN);
      game.save(state, again, 0);
      const difference = compare(words, (tick % slots) * game.stateWords, again, tick, from);
      if (difference !== undefined) return difference;
    }
  }
  return undefined;
}

function compare(words: Int32Array, at: number, again: Int32Array, tick: number, from: number): SyncDifference | undefined {
  const checksum = checksumWords(words, at, again.length);
  const checksumAgain = checksumWords(again, 0, again.length);
  if (checksum === checksumAgain) return undefined;
  const word = again.findIndex((value, i) => value !== words[at + i]);
  return { tick, from, checksum, checksumAgain, word, value: words[at + word] ?? 0, valueAgain: again[word] ?? 0 };
}
