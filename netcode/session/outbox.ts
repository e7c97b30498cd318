import { Journal } from '../record/journal.ts';
import type { SavedMatch } from '../record/saved-match.ts';
import { assert } from '../rollback/assert.ts';
import { type Control, encodeControl, MAX_MESSAGE_BYTES } from '../wire/control.ts';
import type { ChatMessage, SessionEffect } from './events.ts';

/** What one step of a peer wants done: packets and messages, each to a peer, and records for its log. A session and the table around it share one. */
export class Outbox {
  readonly journal: Journal;
  readonly #sentBytes = new Map<number, number>();
  /** Effects of this step, and how many there are. An array that is emptied loses its store, so it is not emptied. */
  readonly #effects: SessionEffect[] = [];
  #count = 0;
  /** What {@link effects} returns, by length. */
  readonly #lists: SessionEffect[][] = [];
  /** Effects that are used again: a tick allocates nothing here. */
  readonly #packets: { readonly type: 'sendFast'; to: number; bytes: Uint8Array }[] = [];
  #packetsUsed = 0;

  /**
   * @param saved the peer's log as it was read, when it was restarted
   * @param keeps whether there is a log: the effects of a game that keeps nothing have no records
   */
  constructor(saved: SavedMatch | undefined, keeps = true) {
    this.journal = new Journal(saved, keeps ? (record) => this.push({ type: 'record', record }) : undefined);
  }

  /** Starts another step: its effects take the place of those before. */
  begin(): void {
    this.#count = 0;
    this.#packetsUsed = 0;
  }

  /** Adds an effect. */
  push(effect: SessionEffect): void {
    this.#effects[this.#count++] = effect;
  }

  /** What is to be done so far, in order. The array is used again. */
  get effects(): readonly SessionEffect[] {
    const list = this.#lists[this.#count] ?? [];
    this.#lists[this.#count] = list;
    for (let i = 0; i < this.#count; i++) {
      const effect = this.#effects[i];
      if (effect !== undefined) list[i] = effect;
    }
    return list;
  }

  /** Sends a packet on the unreliable channel; its bytes must last until the effects are carried out. */
  fast(to: number, bytes: Uint8Array): void {
    this.#countBytes(to, bytes.length);
    const effect = this.#packets[this.#packetsUsed] ?? { type: 'sendFast', to, bytes };
    this.#packets[this.#packetsUsed++] = effect;
    effect.to = to;
    effect.bytes = bytes;
    this.push(effect);
  }

  /** Sends a message that is encoded already on the reliable channel. */
  reliable(to: number, bytes: Uint8Array): void {
    this.#countBytes(to, bytes.length);
    this.push({ type: 'sendReliable', to, bytes });
  }

  /**
   * Sends a message on the reliable channel.
   * @returns its bytes
   */
  send(to: number, message: Control): Uint8Array {
    const bytes = encodeControl(message);
    this.reliable(to, bytes);
    return bytes;
  }

  /** Shows a line of chat, if there is one. */
  show(message: ChatMessage | undefined): void {
    if (message !== undefined) this.push({ type: 'chat', message });
  }

  /** Payload bytes that were sent to a peer so far. */
  sentBytes(to: number): number {
    return this.#sentBytes.get(to) ?? 0;
  }

  #countBytes(to: number, bytes: number): void {
    assert(bytes <= MAX_MESSAGE_BYTES, 'a packet is no longer than a message may be');
    this.#sentBytes.set(to, this.sentBytes(to) + bytes);
  }
}
