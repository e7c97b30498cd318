import { type SavedMatch, withRecord } from '../record/saved-match.ts';
import { type Control, encodeControl } from '../wire/control.ts';
import { decodeMatchRecord, encodeMatchRecord, type MatchRecord, RecordKind, type Term, type TermRecord } from '../wire/match-record.ts';
import type { TableEffect } from './events.ts';

/** What leaves one peer of a table: messages, each to a peer, and records for its log. */
export class TableOutbox {
  readonly effects: TableEffect[] = [];
  /** Peers that messages to everybody go to; the other player hears those from the session. */
  readonly audience = new Set<number>();
  /** What the log says, as far as it is on the disk. */
  saved: SavedMatch | undefined;
  /** What the log says with the records that are still on their way. */
  written: SavedMatch | undefined;
  readonly #writes: { readonly leaves: SavedMatch | undefined; readonly stored: (nowMs: number) => void }[] = [];
  readonly #sentBytes = new Map<number, number>();
  /** Effects that are used again: a tick allocates nothing here. */
  readonly #packets: { readonly type: 'sendFast'; to: number; bytes: Uint8Array }[] = [];
  #packetsUsed = 0;
  #earlyTerm: TermRecord | undefined;

  constructor(saved: SavedMatch | undefined) {
    this.saved = saved;
    this.written = saved;
  }

  /** Starts another step: its effects take the place of those before. */
  begin(): void {
    this.effects.length = 0;
    this.#packetsUsed = 0;
  }

  /** Payload bytes that were sent to a peer so far. */
  sentBytes(to: number): number {
    return this.#sentBytes.get(to) ?? 0;
  }

  /** True when nothing is on its way to the disk. */
  get isStored(): boolean {
    return this.#writes.length === 0;
  }

  /** Sends a packet; its bytes must last until the effects are carried out. */
  fast(to: number, bytes: Uint8Array): void {
    this.#count(to, bytes.length);
    const effect = this.#packets[this.#packetsUsed] ?? { type: 'sendFast', to, bytes };
    this.#packets[this.#packetsUsed++] = effect;
    effect.to = to;
    effect.bytes = bytes;
    this.effects.push(effect);
  }

  /** Sends a message that is encoded already. */
  reliable(to: number, bytes: Uint8Array): void {
    this.#count(to, bytes.length);
    this.effects.push({ type: 'sendReliable', to, bytes });
  }

  /** Sends a message. */
  send(to: number, message: Control): void {
    this.reliable(to, encodeControl(message));
  }

  /** Sends a message to everybody but the other player. */
  toAudience(bytes: Uint8Array): void {
    for (const to of this.audience) this.reliable(to, bytes);
  }

  /** Writes a record, and calls back when it is on the disk. */
  record(record: MatchRecord, stored: (nowMs: number) => void): void {
    this.write(encodeMatchRecord(record), stored);
  }

  /**
   * Writes a term, and calls back when it is on the disk. A newcomer has no log before it knows the match: its word stands in memory until
   * then, and a newcomer that is started again is another one.
   */
  term(term: Term, stored: () => void): void {
    const record = { kind: RecordKind.term, ...term } as const;
    if (this.written !== undefined) this.record(record, stored);
    else {
      this.#earlyTerm = record;
      stored();
    }
  }

  /** Writes a record that is encoded already. */
  write(bytes: Uint8Array, stored: (nowMs: number) => void): void {
    const record = decodeMatchRecord(bytes);
    if (record.ok) this.written = withRecord(this.written, record.value);
    this.#writes.push({ leaves: this.written, stored });
    this.effects.push({ type: 'record', record: bytes });
    const early = this.#earlyTerm;
    this.#earlyTerm = undefined;
    if (early !== undefined) this.record(early, () => undefined);
  }

  /** The oldest record that was not on the disk yet is there now. */
  stored(nowMs: number): void {
    const write = this.#writes.shift();
    if (write === undefined) return;
    this.saved = write.leaves;
    write.stored(nowMs);
  }

  #count(to: number, bytes: number): void {
    this.#sentBytes.set(to, this.sentBytes(to) + bytes);
  }
}
