import { equalBytes } from '../wire/bytes.ts';
import { ByeReason, ControlKind } from '../wire/control.ts';
import { CHAIN_BYTES, Outcome, RecordKind, type Result } from '../wire/match-record.ts';
import type { Journal } from './journal.ts';
import type { DisputeCause, MatchEnd } from './match-end.ts';

/** A result on its way to be the same on both sides. */
export interface MatchResult extends Result {
  /** The other side holds it too. Until then it is pending. */
  readonly settled: boolean;
}

/** What a result is made from and checked against: confirmed play, by the logged inputs alone. */
export interface ConfirmedPlay {
  /** Newest checkpoint for which both sides have said, in confirmed inputs, that they hold it. */
  readonly committedCheckpoint: number;
  /** Chain of a checkpoint that we hold. */
  chainOf(checkpoint: number): Uint8Array | undefined;
  /** Player index of the winner in the state that the logged inputs lead to; undefined before. */
  winner(): 0 | 1 | undefined;
}

/** What came of a result of the other side: nothing yet, both hold the same now, or why it can't be true. */
export type Agreement = 'waiting' | 'settled' | { readonly refused: DisputeCause };

/** The end of a match: writes its result, and sees to it that both sides hold the same one. */
export class ResultAgreement {
  /** What this side holds; undefined while the match continues. */
  verdict: MatchResult | undefined;
  readonly #seat: 0 | 1;
  readonly #journal: Journal;
  readonly #send: (message: { readonly kind: typeof ControlKind.result } & Result) => void;
  /** A result that the other side has reached and we have not yet. */
  #theirs: Result | undefined;
  /** Our result of the match before. */
  #past: Result | undefined;
  #isDurable = true;

  /**
   * @param seat our player index
   * @param journal takes the records; on a peer that was restarted it holds the result from before
   * @param send tells the remote peer a result, if it can be reached
   */
  constructor(seat: 0 | 1, journal: Journal, send: (message: { readonly kind: typeof ControlKind.result } & Result) => void) {
    const { result, settled = false } = journal.durable ?? {};
    this.#seat = seat;
    this.#journal = journal;
    this.verdict = result && { ...result, settled };
    this.#send = send;
  }

  /** True when one side has claimed the match and the other has not answered: nobody plays on then. */
  get claimed(): boolean {
    return this.verdict !== undefined && this.verdict.outcome !== Outcome.played && !this.verdict.settled;
  }

  /**
   * Looks at a newly confirmed state.
   * @param over whether the match is over in it. What is in memory may be damaged and must not get into a result, so it only says when to
   *   look: who has won is what the logged inputs lead to
   */
  look(play: ConfirmedPlay, over: boolean): Agreement {
    const played = this.verdict?.outcome === Outcome.played;
    if (over === played || (this.verdict !== undefined && !played)) return 'waiting';
    const winner = play.winner();
    if (played && winner === undefined) {
      // A new match of the same two has begun.
      this.#past = this.verdict;
      this.verdict = undefined;
      this.#theirs = undefined;
    }
    if (played || winner === undefined) return 'waiting';
    const theirs = this.#theirs;
    this.#write(resultOf(play, Outcome.played, winner));
    return theirs === undefined ? 'waiting' : this.receive(theirs, play, false);
  }

  /** Claims the match for our side, and tells the other one once that is on the disk. */
  claim(play: ConfirmedPlay): void {
    if (this.verdict === undefined) this.#write(resultOf(play, Outcome.forfeit, this.#seat));
  }

  /** Writes that a player has left on purpose, unless the match was over. It needs no answer: both know it. */
  left(play: ConfirmedPlay, seat: 0 | 1): void {
    if (this.verdict !== undefined) return;
    const result = resultOf(play, Outcome.left, seat);
    this.#write(result);
    this.#settle(result.checkpoint);
  }

  /** Tells the other side our result again, as after it came back. */
  resend(): void {
    if (this.verdict !== undefined && this.#isDurable) this.#tell(this.verdict);
  }

  /**
   * Takes the other side's result.
   * @param waited our own grace time is over as well, or we were restarted and can't tell
   */
  receive(theirs: Result, play: ConfirmedPlay, waited: boolean): Agreement {
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
    const chain = play.chainOf(theirs.checkpoint);
    if (chain === undefined || !equalBytes(chain, theirs.chain)) return { refused: 'result-of-no-checkpoint' };
    if (own === undefined) return this.#answerClaim(theirs, waited);
    if (own.outcome === Outcome.played) return { refused: 'results-differ' };
    // Each has waited for the other: nobody wins by that. The older checkpoint is the one that both surely hold.
    const older = own.checkpoint <= theirs.checkpoint ? own : theirs;
    if (own.outcome !== Outcome.void) this.#write({ outcome: Outcome.void, seat: 0, checkpoint: older.checkpoint, chain: older.chain });
    this.#settle(older.checkpoint);
    return 'settled';
  }

  #answerClaim(theirs: Result, waited: boolean): Agreement {
    const ours = theirs.seat === this.#seat;
    if (theirs.outcome !== Outcome.forfeit || ours) return { refused: 'result-not-seen' };
    if (!waited) return { refused: 'claimed-too-early' };
    this.#write(theirs);
    this.#settle(theirs.checkpoint);
    return 'settled';
  }

  #write({ outcome, seat, checkpoint, chain }: Result): void {
    const result: Result = { outcome, seat, checkpoint, chain: chain.slice() };
    this.verdict = { ...result, settled: false };
    this.#theirs = undefined;
    this.#isDurable = false;
    this.#journal.append({ kind: RecordKind.result, ...result }, () => {
      this.#isDurable = true;
      this.#tell(result);
    });
  }

  #settle(checkpoint: number): void {
    if (this.verdict !== undefined) this.verdict = { ...this.verdict, settled: true };
    this.#journal.append({ kind: RecordKind.settled, checkpoint });
  }

  #tell({ outcome, seat, checkpoint, chain }: Result): void {
    this.#send({ kind: ControlKind.result, outcome, seat, checkpoint, chain });
  }
}

function resultOf(play: ConfirmedPlay, outcome: number, seat: 0 | 1): Result {
  const { committedCheckpoint: checkpoint } = play;
  return { outcome, seat, checkpoint, chain: play.chainOf(checkpoint) ?? new Uint8Array(CHAIN_BYTES) };
}

/** Whether two results say the same. */
export function sameResult(a: Result, b: Result): boolean {
  return a.outcome === b.outcome && a.seat === b.seat && a.checkpoint === b.checkpoint && equalBytes(a.chain, b.chain);
}

/** How a result ends a match that nobody plays on after; undefined for one that was played to its end. */
export function endOfResult({ outcome, seat }: Result): MatchEnd | undefined {
  if (outcome === Outcome.left) return { reason: 'left', by: seat + 1 };
  if (outcome === Outcome.void) return { reason: 'forfeit', winner: undefined };
  return outcome === Outcome.forfeit ? { reason: 'forfeit', winner: seat === 0 ? 0 : 1 } : undefined;
}

/** How a match ends when a peer says bye. */
export function endOfBye(reason: number, from: number): MatchEnd {
  switch (reason) {
    case ByeReason.version:
      return { reason: 'version', from };
    case ByeReason.otherMatch:
      return { reason: 'dispute', from, cause: 'other-match' };
    case ByeReason.disagreement:
      return { reason: 'dispute', from, cause: 'told' };
    default:
      return { reason: 'left', by: from };
  }
}
