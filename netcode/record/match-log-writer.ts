import type { Checkpoint } from '../history/checkpoints.ts';
import type { Timeline } from '../history/timeline.ts';
import type { ControlKind } from '../wire/control.ts';
import {
  CHAIN_BYTES,
  type EpochRecord,
  encodeMatchRecord,
  type MatchHead,
  type MatchRecord,
  Outcome,
  RecordKind,
  type Result,
} from '../wire/match-record.ts';
import { type Agreement, type Facts, ResultAgreement } from './result-agreement.ts';
import type { SavedMatch } from './saved-match.ts';

/** The match's log as one side writes it: in order, with what is to be done when a record has reached the disk. */
export class MatchLogWriter {
  /** How the match ends. */
  readonly ending: ResultAgreement;
  /** An epoch is on the disk: the match has begun. */
  begun: boolean;
  /** The newest epoch is on the disk. */
  epochOnDisk = true;
  readonly #seat: 0 | 1;
  readonly #write: (record: Uint8Array) => void;
  readonly #waiting: ((() => void) | undefined)[] = [];
  /** Newest committed checkpoint of which the log says so. */
  #committed: number;
  #epoch = 0;

  /**
   * @param seat our seat
   * @param write appends an encoded record to the log
   * @param saved the log as it was read, on a side that was restarted
   * @param send tells the other side a result, if it can be reached
   */
  constructor(
    seat: 0 | 1,
    write: (record: Uint8Array) => void,
    saved: SavedMatch | undefined,
    send: (message: { readonly kind: typeof ControlKind.result } & Result) => void,
  ) {
    this.#seat = seat;
    this.#write = write;
    this.#committed = saved?.committed ?? 0;
    this.begun = saved !== undefined;
    const verdict = saved?.result && { ...saved.result, settled: saved.settled };
    this.ending = new ResultAgreement((record, stored) => this.#append(record, stored), verdict, send);
  }

  /** The oldest record that was not on the disk yet is there now. */
  stored(): void {
    this.#waiting.shift()?.();
  }

  /** Writes the head of a new log. */
  open(head: Omit<MatchHead, 'kind'>): void {
    this.#append({ kind: RecordKind.match, ...head });
  }

  /**
   * Writes an epoch. Nothing of it may leave before {@link epochOnDisk}.
   * @param stored called when it is on the disk, unless another one has begun by then
   */
  epoch(epoch: Omit<EpochRecord, 'kind'>, stored: () => void): void {
    this.#epoch = epoch.number;
    this.epochOnDisk = false;
    this.#append({ kind: RecordKind.epoch, ...epoch }, () => {
      if (this.#epoch !== epoch.number) return;
      this.begun = true;
      this.epochOnDisk = true;
      stored();
    });
  }

  /** Writes a checkpoint, which counts for the timeline as held once it is on the disk. */
  checkpoint<State>(reached: Checkpoint, epoch: number, leaderId: number, timeline: Timeline<State>): void {
    this.#append({ kind: RecordKind.checkpoint, ...reached, epoch, leaderId }, () => timeline.checkpointStored(reached.number));
  }

  /**
   * Looks at a newly confirmed state: notes what is on both disks now, and the result when the match is over.
   * @param over whether the match is over in it. What is in memory may be damaged and must not get into a result, so it only says when to
   *   look: who has won is what the logged inputs lead to
   */
  look<State>(timeline: Timeline<State>, over: boolean): Agreement {
    const { committedCheckpoint } = timeline;
    if (committedCheckpoint > this.#committed) {
      this.#committed = committedCheckpoint;
      this.#append({ kind: RecordKind.committed, number: committedCheckpoint });
    }
    const { verdict } = this.ending;
    const played = verdict?.outcome === Outcome.played;
    if (over === played || (verdict !== undefined && !played)) return 'waiting';
    const winner = timeline.winner();
    if (played && winner === undefined) this.ending.clear();
    if (played || winner === undefined) return 'waiting';
    return this.ending.reach(result(timeline, Outcome.played, winner), this.#facts(timeline, false));
  }

  /** Claims the match for our seat. */
  claim<State>(timeline: Timeline<State>): void {
    if (this.ending.verdict === undefined) this.ending.reach(result(timeline, Outcome.forfeit, this.#seat), this.#facts(timeline, true));
  }

  /** Writes that a seat has left on purpose, unless the match was over. */
  left<State>(timeline: Timeline<State>, seat: 0 | 1): void {
    if (this.ending.verdict === undefined) this.ending.close(result(timeline, Outcome.left, seat));
  }

  /**
   * Takes the other side's result.
   * @param waited our own grace time is over as well, or we can't tell
   */
  receive<State>(theirs: Result, timeline: Timeline<State>, waited: boolean): Agreement {
    return this.ending.receive(theirs, this.#facts(timeline, waited));
  }

  #facts<State>(timeline: Timeline<State>, waited: boolean): Facts {
    return {
      remoteSeat: this.#seat === 0 ? 1 : 0,
      chainOf: (checkpoint) => timeline.chainOf(checkpoint),
      mayHaveWaited: waited,
    };
  }

  #append(record: MatchRecord, stored?: () => void): void {
    this.#waiting.push(stored);
    this.#write(encodeMatchRecord(record));
  }
}

function result<State>(timeline: Timeline<State>, outcome: number, seat: 0 | 1): Result {
  const { committedCheckpoint: checkpoint } = timeline;
  return { outcome, seat, checkpoint, chain: timeline.chainOf(checkpoint) ?? new Uint8Array(CHAIN_BYTES) };
}
