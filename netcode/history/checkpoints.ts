import type { Match } from '../rollback/match.ts';
import { firstChain, nextChain } from './chain.ts';
import type { ConfirmedLog } from './confirmed-log.ts';

/** A state in which both sides stop until each has it on disk. */
export interface Checkpoint {
  /** 0 for the start of the match, then one more for each rally. */
  readonly number: number;
  readonly tick: number;
  readonly words: Int32Array;
  /** Hash over this and every checkpoint before. */
  readonly chain: Uint8Array;
}

/** The start of a match, which counts as a checkpoint that everybody holds. */
export function startCheckpoint(words: Int32Array): Checkpoint {
  return { number: 0, tick: 0, words: words.slice(), chain: firstChain(words) };
}

/** Whether two saved states are the same. */
export function sameWords(a: Int32Array, b: Int32Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** The checkpoints that confirmed play has come by: the newest and the one before, because the other side can be at most one behind. */
export class Checkpoints<State> {
  /** Newest first, two at most. */
  list: readonly Checkpoint[];
  readonly #match: Match<State>;
  readonly #log: ConfirmedLog<State>;

  /** @param log the inputs since the newest checkpoint that both sides hold; kept to start there */
  constructor(match: Match<State>, log: ConfirmedLog<State>, list: readonly Checkpoint[]) {
    this.#match = match;
    this.#log = log;
    this.list = list.slice(0, 2);
  }

  /**
   * Looks at the state that a newly confirmed tick led to.
   * @param words by the logged inputs: what is in the engine's memory may be damaged and must not get onto the disk
   * @returns a checkpoint that was reached, to be put on disk
   */
  look(words: Int32Array): Checkpoint | undefined {
    const [newest] = this.list;
    if (newest === undefined) return undefined;
    const number = this.#match.keeps?.checkpointNumber(words) ?? 0;
    if (number > newest.number) {
      const reached = { number, tick: this.#log.endTick, words: words.slice(), chain: nextChain(newest.chain, number, words) };
      this.list = [reached, newest];
      return reached;
    }
    // Not before both have said that they hold it: a snapshot must start from what the other side knows.
    if (newest.number > this.#log.checkpoint && !this.#isAwaited(words)) this.#log.rebase(newest.tick, newest.words, newest.number);
    return undefined;
  }

  #isAwaited(words: Int32Array): boolean {
    const { waits } = this.#match;
    return waits !== undefined && (waits.awaits(words, 0) === 'checkpoint' || waits.awaits(words, 1) === 'checkpoint');
  }
}
