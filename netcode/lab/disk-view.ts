import { nextChain } from '../history/chain.ts';
import { equalBytes } from '../wire/bytes.ts';
import { type CheckpointRecord, decodeMatchRecord, KEEPS_ALL, type MatchRecord, RecordKind, type Result } from '../wire/match-record.ts';
import { InvariantViolation } from './invariant-violation.ts';

/** What the safe part of a peer's log says, read as PROTOCOL.md describes it and not with the session's own reader. */
export class DiskView {
  /** Newest epoch; 0 before the first. */
  epoch = 0;
  /** Checkpoints that count, by number. */
  readonly checkpoints = new Map<number, CheckpointRecord>();
  /** Newest checkpoint that is noted as committed. */
  committed = 0;
  /** Newest term of a table that it has consented to; 0 before the first. */
  term = 0;
  result: Result | undefined;
  settled = false;
  readonly #log: readonly Uint8Array[];
  readonly #name: string;
  readonly #joinsLate: boolean;
  #read = 0;

  /**
   * @param name of the peer, for what is wrong
   * @param joinsLate whether it may begin with any checkpoint, as a spectator's
   */
  constructor(log: readonly Uint8Array[], name: string, joinsLate = false) {
    this.#log = log;
    this.#name = name;
    this.#joinsLate = joinsLate;
  }

  /**
   * Takes the records that have become safe since the last look.
   * @returns the checkpoints among them
   * @throws Broken when they can't follow on what stands before them
   */
  look(): readonly CheckpointRecord[] {
    if (this.#read === this.#log.length) return [];
    const reached: CheckpointRecord[] = [];
    for (; this.#read < this.#log.length; this.#read++) {
      const record = decodeMatchRecord(this.#log[this.#read] ?? new Uint8Array(0));
      if (!record.ok) throw new InvariantViolation('disk', `${this.#name}: record ${this.#read} can't be read`);
      this.#take(record.value);
      if (record.value.kind === RecordKind.checkpoint) reached.push(record.value);
    }
    return reached;
  }

  #take(record: MatchRecord): void {
    if ((record.kind === RecordKind.match) !== (this.#read === 0))
      throw new InvariantViolation('disk', `${this.#name}: a log of two matches`);
    switch (record.kind) {
      case RecordKind.match:
        break;
      case RecordKind.epoch:
        // A spectator strikes what a state transfer of the same epoch contradicts.
        if (record.number < this.epoch + (this.#joinsLate ? 0 : 1))
          throw new InvariantViolation('fencing', `${this.#name}: wrote epoch ${record.number} after ${this.epoch}`);
        this.epoch = record.number;
        if (record.keeps !== KEEPS_ALL) this.#strikeAbove(record.keeps);
        break;
      case RecordKind.checkpoint:
        this.#strikeAbove(record.number - 1);
        this.#checkChain(record);
        this.checkpoints.set(record.number, record);
        break;
      case RecordKind.committed:
        if (!this.checkpoints.has(record.number))
          throw new InvariantViolation('disk', `${this.#name}: committed ${record.number}, which it has not`);
        this.committed = Math.max(this.committed, record.number);
        break;
      case RecordKind.result: {
        const { kind: _, ...result } = record;
        this.result = result;
        this.settled = false;
        break;
      }
      case RecordKind.settled:
        this.settled = true;
        break;
      case RecordKind.term:
        if (record.number <= this.term) throw new InvariantViolation('fencing', `${this.#name}: consented twice to term ${record.number}`);
        this.term = record.number;
        break;
      case RecordKind.peer:
        break;
    }
  }

  #strikeAbove(number: number): void {
    for (const known of this.checkpoints.keys()) if (known > number) this.checkpoints.delete(known);
    if (number < this.committed) throw new InvariantViolation('disk', `${this.#name}: struck committed checkpoint ${this.committed}`);
  }

  /** Each checkpoint hangs on the one before; what the first hangs on is the start of the match. */
  #checkChain({ number, words, chain }: CheckpointRecord): void {
    const before = this.checkpoints.get(number - 1);
    if (before === undefined && number > 1 && !this.#joinsLate)
      throw new InvariantViolation('disk', `${this.#name}: wrote checkpoint ${number} without the one before`);
    if (before !== undefined && !equalBytes(chain, nextChain(before.chain, number, words)))
      throw new InvariantViolation('disk', `${this.#name}: checkpoint ${number} does not hang on the one before`);
  }
}
