import { assert } from '../rollback/assert.ts';
import { encodeMatchRecord, KEEPS_ALL, type MatchRecord, RecordKind, type Term } from '../wire/match-record.ts';
import { type SavedMatch, withRecord } from './saved-match.ts';

type EpochRecord = Extract<MatchRecord, { readonly kind: typeof RecordKind.epoch }>;

/** A peer's match log: what was written to it, and how much of that is on the disk. Everything that waits for the disk asks here. */
export class Journal {
  /** What the log says, as far as it is on the disk; undefined before its head is. */
  durable: SavedMatch | undefined;
  /** What the log says with the records that are still on their way to the disk. */
  written: SavedMatch | undefined;
  readonly #write: ((record: Uint8Array) => void) | undefined;
  /** A term that has no log to stand in yet. */
  #early: MatchRecord | undefined;
  readonly #pending: { readonly leaves: SavedMatch | undefined; readonly onDurable: ((nowMs: number) => void) | undefined }[] = [];

  /**
   * @param saved the log as it was read, on a peer that was restarted
   * @param write gives an encoded record to the disk; without it nothing is kept, and nothing has to be waited for
   */
  constructor(saved: SavedMatch | undefined, write: ((record: Uint8Array) => void) | undefined) {
    this.durable = saved;
    this.written = saved;
    this.#write = write;
  }

  /** Writes a record, and calls back when it is on the disk. Records reach the disk in the order in which they were written. */
  append(record: MatchRecord, onDurable?: (nowMs: number) => void): void {
    assert(record.kind !== RecordKind.epoch || this.#mayFollow(record), 'an epoch is higher than all before it');
    this.written = withRecord(this.written, record) ?? this.written;
    this.#pending.push({ leaves: this.written, onDurable });
    this.#write?.(encodeMatchRecord(record));
    const early = this.#early;
    this.#early = undefined;
    if (early !== undefined) this.append(early);
  }

  /** A spectator writes the epoch that it is in once more when a state transfer strikes checkpoints of it. */
  #mayFollow({ number, keeps }: EpochRecord): boolean {
    const epoch = this.written?.epoch ?? 0;
    return number > epoch || (number === epoch && keeps !== KEEPS_ALL);
  }

  /**
   * Writes a term, and calls back when it is on the disk. A newcomer has no log before it knows the match: its word stands in memory until then,
   * and a newcomer that is started again is another one. So the term follows right on the head: nothing of the match is on the disk without it.
   */
  appendTerm(term: Term, onDurable: () => void): void {
    const record = { kind: RecordKind.term, ...term } as const;
    if (this.written !== undefined) this.append(record, onDurable);
    else {
      this.#early = record;
      onDurable();
    }
  }

  /** The oldest record that was not on the disk is there now. */
  stored(nowMs: number): void {
    const oldest = this.#pending.shift();
    if (oldest === undefined) return;
    this.durable = oldest.leaves;
    oldest.onDurable?.(nowMs);
  }

  /** True when nothing is kept, and the oldest record counts as stored from the next step on. */
  get isDue(): boolean {
    return this.#write === undefined && this.#pending.length > 0;
  }

  /** True when nothing is on its way to the disk. */
  get isDurable(): boolean {
    return this.#pending.length === 0;
  }

  /** Newest epoch that is on the disk; 0 before the first. */
  get durableEpoch(): number {
    return this.durable?.epoch ?? 0;
  }

  /** Number of the newest checkpoint that is on the disk and that no later record has taken back; 0 before the first. */
  get durableCheckpoint(): number {
    for (const checkpoint of this.written?.checkpoints ?? []) {
      // The same number may have been written anew, and the one before it counts no longer.
      if (this.durable?.checkpoints.includes(checkpoint)) return checkpoint.number;
    }
    return 0;
  }
}
