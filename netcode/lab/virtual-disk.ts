import { concatBytes } from '@noble/hashes/utils.js';
import type { Random } from '../local/random.ts';
import { frameRecord, readRecords } from '../wire/log-record.ts';

/** A write on its way to the platter. */
interface Write {
  readonly atMs: number;
  readonly record: Uint8Array;
}

/** What a crash leaves in a file behind the last byte that was written: file systems extend a file before they fill it. */
const Rest = { nothing: 0, zeros: 1, garbage: 2 } as const;
/** Largest rest, in bytes: more than the largest record that a match writes. */
const MOST_REST_BYTES = 256;

/** An append-only log on a virtual disk. A record is safe once its sync has ended; what was not safe may be lost or torn by a crash. */
export class VirtualDisk {
  /** Every record that no crash can take away, in order. */
  readonly log: Uint8Array[] = [];
  readonly #writes: Write[] = [];

  /** Records that are not safe yet. */
  get pending(): number {
    return this.#writes.length;
  }

  /**
   * Appends a record, which must not change any more, and begins to sync it.
   * @param syncMs how long that takes; infinite for a disk that hangs. Syncs end in the order in which they began
   */
  append(nowMs: number, record: Uint8Array, syncMs: number): void {
    this.#writes.push({ atMs: Math.max(this.#writes.at(-1)?.atMs ?? 0, nowMs + syncMs), record });
  }

  /** When the next sync ends, in ms; infinite when none will. */
  nextMs(): number {
    return this.#writes[0]?.atMs ?? Number.POSITIVE_INFINITY;
  }

  /**
   * Ends the oldest sync if it is due.
   * @returns true when a record became safe
   */
  endSync(nowMs: number): boolean {
    if (this.nextMs() > nowMs) return false;
    const write = this.#writes.shift();
    if (write !== undefined) this.log.push(write.record);
    return write !== undefined;
  }

  /**
   * Stops the machine. Of the records that were not safe, in order, some may be whole all the same, the next one may be torn, and the rest
   * is gone: a file system keeps no promise about what was not synced, except that a log has no holes. The log is then what the app's own
   * reader finds.
   * @param random decides what is left; without it nothing is
   */
  crash(nowMs: number, random?: Random): void {
    while (this.endSync(nowMs));
    const unsafe = this.#writes.splice(0);
    if (random === undefined || unsafe.length === 0) return;
    const written = concatBytes(...unsafe.map(({ record }) => frameRecord(record)));
    const kept = written.slice(0, random.between(0, written.length));
    this.log.push(...readRecords(concatBytes(kept, drawRest(random))).records);
  }
}

function drawRest(random: Random): Uint8Array {
  const kind = random.below(3);
  const rest = new Uint8Array(kind === Rest.nothing ? 0 : random.below(MOST_REST_BYTES));
  return kind === Rest.garbage ? rest.map(() => random.below(256)) : rest;
}
