import { isolated } from '../text/alike.ts';
import { equalBytes } from '../wire/bytes.ts';
import { ByeReason, ControlKind } from '../wire/control.ts';
import { type MatchRecord, Outcome, RecordKind, type Result } from '../wire/match-record.ts';

/** Why a session ended; `detail` says it in plain words. */
export type EndReason = 'left' | 'lost' | 'version' | 'dispute' | 'forfeit';

/** A result on its way to be the same on both sides. */
export interface MatchResult extends Result {
  /** The other side holds it too. Until then it is pending. */
  readonly settled: boolean;
}

/** What a side knows when the other's result comes. */
export interface Facts {
  readonly remoteSeat: 0 | 1;
  /** Chain of a checkpoint that we hold. */
  chainOf(checkpoint: number): Uint8Array | undefined;
  /** Our own grace time is over as well, or we were restarted and can't tell. */
  readonly mayHaveWaited: boolean;
}

/** What came of a result of the other side: nothing yet, both hold the same now, or why it can't be true. */
export type Agreement = 'waiting' | 'settled' | { readonly refused: string };

/** The end of a match: writes its result, and sees to it that both sides hold the same one. */
export class ResultAgreement {
  /** What this side holds; undefined while the match goes on. */
  verdict: MatchResult | undefined;
  readonly #append: (record: MatchRecord, stored?: () => void) => void;
  readonly #send: (message: { readonly kind: typeof ControlKind.result } & Result) => void;
  /** A result that the other side has reached and we have not yet. */
  #theirs: Result | undefined;
  /** Our result of the match before. */
  #past: Result | undefined;
  #onDisk = true;

  /**
   * @param append writes a record, and calls back when it is on the disk
   * @param verdict from the disk, on a side that was restarted
   * @param send tells the other side a result, if it can be reached
   */
  constructor(
    append: (record: MatchRecord, stored?: () => void) => void,
    verdict: MatchResult | undefined,
    send: (message: { readonly kind: typeof ControlKind.result } & Result) => void,
  ) {
    this.#append = append;
    this.verdict = verdict;
    this.#send = send;
  }

  /** True when one side has claimed the match and the other has not answered: nobody plays on then. */
  get claimed(): boolean {
    return this.verdict !== undefined && this.verdict.outcome !== Outcome.played && !this.verdict.settled;
  }

  /** A new match of the same two has begun. */
  clear(): void {
    this.#past = this.verdict;
    this.verdict = undefined;
    this.#theirs = undefined;
  }

  /** Writes a result that this side has reached, and tells the other once it is on the disk. */
  reach(result: Result, facts: Facts): Agreement {
    const theirs = this.#theirs;
    this.#write(result);
    return theirs === undefined ? 'waiting' : this.receive(theirs, facts);
  }

  /** Writes a result that needs no answer: somebody has left, and both know it. */
  close(result: Result): void {
    this.#write(result);
    this.#settle(result.checkpoint);
  }

  /** Tells the other side our result again, as after it came back. */
  resend(): void {
    if (this.verdict !== undefined && this.#onDisk) this.#tell(this.verdict);
  }

  /** Takes the other side's result. */
  receive(theirs: Result, facts: Facts): Agreement {
    const own = this.verdict;
    if (own !== undefined && sameResult(own, theirs)) {
      // It may not know yet that we hold it, if our word was lost.
      if (own.settled) this.resend();
      else this.#settle(own.checkpoint);
      return 'settled';
    }
    // A rematch can begin before the other side's word about the match before has come: packets overtake messages.
    if (own === undefined && this.#past !== undefined && sameResult(this.#past, theirs)) return 'waiting';
    if (own === undefined && theirs.outcome === Outcome.played) {
      this.#theirs = theirs;
      return 'waiting';
    }
    const chain = facts.chainOf(theirs.checkpoint);
    if (chain === undefined || !equalBytes(chain, theirs.chain))
      return { refused: 'a result came that belongs to no checkpoint of this match' };
    if (own === undefined) return this.#answerClaim(theirs, facts);
    if (own.outcome === Outcome.played) return { refused: 'the two sides hold different results' };
    // Each has waited for the other: nobody wins by that. The older checkpoint is the one that both surely hold.
    const older = own.checkpoint <= theirs.checkpoint ? own : theirs;
    if (own.outcome !== Outcome.void) this.#write({ outcome: Outcome.void, seat: 0, checkpoint: older.checkpoint, chain: older.chain });
    this.#settle(older.checkpoint);
    return 'settled';
  }

  #answerClaim(theirs: Result, { remoteSeat, mayHaveWaited }: Facts): Agreement {
    if (theirs.outcome !== Outcome.forfeit || theirs.seat !== remoteSeat)
      return { refused: 'a result came that nobody here has seen happen' };
    if (!mayHaveWaited) return { refused: 'the match was claimed before the time to come back was over' };
    this.#write(theirs);
    this.#settle(theirs.checkpoint);
    return 'settled';
  }

  #write({ outcome, seat, checkpoint, chain }: Result): void {
    const result: Result = { outcome, seat, checkpoint, chain: chain.slice() };
    this.verdict = { ...result, settled: false };
    this.#theirs = undefined;
    this.#onDisk = false;
    this.#append({ kind: RecordKind.result, ...result }, () => {
      this.#onDisk = true;
      this.#tell(result);
    });
  }

  #settle(checkpoint: number): void {
    if (this.verdict !== undefined) this.verdict = { ...this.verdict, settled: true };
    this.#append({ kind: RecordKind.settled, checkpoint });
  }

  #tell({ outcome, seat, checkpoint, chain }: Result): void {
    this.#send({ kind: ControlKind.result, outcome, seat, checkpoint, chain });
  }
}

/** Whether two results say the same. */
export function sameResult(a: Result, b: Result): boolean {
  return a.outcome === b.outcome && a.seat === b.seat && a.checkpoint === b.checkpoint && equalBytes(a.chain, b.chain);
}

/**
 * Why a match is over that nobody plays on after, in plain words; undefined for one that was played to its end or goes on.
 * @param seat our seat
 */
export function endingText(verdict: MatchResult | undefined, seat: 0 | 1, remoteName: string): string | undefined {
  if (verdict?.outcome === Outcome.void) return 'Both players had claimed this match, so it is nobody’s.';
  if (verdict?.outcome !== Outcome.forfeit) return undefined;
  const name = isolated(remoteName);
  return verdict.seat === seat
    ? `${name} was away for too long; the match is yours by forfeit.`
    : `You were away for too long; ${name} has claimed the match by forfeit.`;
}

/** Why a match is over when another peer says bye, and in plain words. */
export function byeEnding(reason: number, remoteName: string): { readonly reason: EndReason; readonly detail: string } {
  const name = isolated(remoteName);
  switch (reason) {
    case ByeReason.version:
      return { reason: 'version', detail: `${name} has another version of the game. Both need the same one.` };
    case ByeReason.otherMatch:
      return { reason: 'dispute', detail: `${name} has come back to another match than this one.` };
    case ByeReason.disagreement:
      return { reason: 'dispute', detail: `${name} has stopped, because the two players’ games do not agree. No score was changed.` };
    default:
      return { reason: 'left', detail: `${name} left the match.` };
  }
}

/** Why two can't play whose greetings differ, in plain words. */
export function differenceText(remoteName: string, difference: string): string {
  return `${isolated(remoteName)} has another version of the game: ${difference}. Both need the same one.`;
}

/** Why a match that has not begun is over when its connection is, in plain words. */
export function lostText(remoteName: string): string {
  return `The connection to ${isolated(remoteName)} is gone.`;
}
