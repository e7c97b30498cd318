import { firstChain, nextChain } from './chain.ts';
import type { ConfirmedLog } from './confirmed-log.ts';
import type { Match } from './match.ts';

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

/** The checkpoints that confirmed play has come by: the newest and the one before, because the other side can be at most one behind. */
export class CheckpointTrail<State> {
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
   * @returns a checkpoint that was reached, to be put on disk
   */
  look(tick: number, confirmed: Int32Array): Checkpoint | undefined {
    const number = this.#match.checkpointNumber(confirmed);
    const [newest] = this.list;
    if (newest === undefined || number > newest.number) {
      const words = confirmed.slice();
      const reached = { number, tick, words, chain: nextChain(newest?.chain ?? firstChain(words), number, words) };
      this.list = [reached, ...this.list.slice(0, 1)];
      return reached;
    }
    // Not before both have said that they hold it: a copy must start from what the other side knows.
    const waits = this.#match.awaits(confirmed, 0) === 'checkpoint' || this.#match.awaits(confirmed, 1) === 'checkpoint';
    if (newest.number > this.#log.checkpoint && !waits) this.#log.rebase(newest.tick, newest.words, newest.number);
    return undefined;
  }
}
