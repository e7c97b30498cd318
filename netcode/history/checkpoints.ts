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
   * Looks at the state that a newly confirmed tick led to. What is in memory may be damaged and must not get onto the disk, so it only
   * says when to look: a checkpoint is what the logged inputs lead to.
   * @returns a checkpoint that was reached, to be put on disk
   */
  look(confirmed: Int32Array): Checkpoint | undefined {
    const [newest] = this.list;
    if (newest === undefined) return undefined;
    if (this.#match.checkpointNumber(confirmed) > newest.number) return this.#reach(newest);
    // Not before both have said that they hold it: a snapshot must start from what the other side knows.
    const commits = newest.number > this.#log.checkpoint && !this.#isAwaited(confirmed);
    if (commits && !this.#isAwaited(this.#log.end())) this.#log.rebase(newest.tick, newest.words, newest.number);
    return undefined;
  }

  #reach(newest: Checkpoint): Checkpoint | undefined {
    const number = newest.number + 1;
    const found = this.#log.first((words) => this.#match.checkpointNumber(words) === number);
    if (found === undefined) return undefined;
    const reached = { number, ...found, chain: nextChain(newest.chain, number, found.words) };
    this.list = [reached, newest];
    return reached;
  }

  #isAwaited(words: Int32Array): boolean {
    return this.#match.awaits(words, 0) === 'checkpoint' || this.#match.awaits(words, 1) === 'checkpoint';
  }
}
