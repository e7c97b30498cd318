import type { Decoded } from '../wire/bytes.ts';
import { type Chunk, ControlKind, encodeControl } from '../wire/control.ts';
import { encodeHandover, type Handover } from '../wire/handover.ts';
import type { Term } from '../wire/match-record.ts';

/** The messages that carry a handover, in order. */
export function handoverMessages(handover: Handover, { number: epoch, leaderId }: Term): Uint8Array[] {
  const chunks = encodeHandover(handover);
  return chunks.map((chunk, index) => encodeControl({ kind: ControlKind.handover, epoch, leaderId, index, count: chunks.length, chunk }));
}

/** Puts the chunks of a handover together. They come in order, on a reliable channel; what does not fit starts over. */
export class Assembly<T> {
  readonly #decode: (bytes: Uint8Array) => Decoded<T>;
  #epoch = -1;
  #chunks: Uint8Array[] = [];

  /** @param decode reads what was put together */
  constructor(decode: (bytes: Uint8Array) => Decoded<T>) {
    this.#decode = decode;
  }

  /** Takes a chunk; answers with the whole, or why it is none, once all are there. */
  add(message: Chunk): Decoded<T> | undefined {
    if (message.index === 0) {
      this.#epoch = message.epoch;
      this.#chunks = [];
    }
    if (message.epoch !== this.#epoch || message.index !== this.#chunks.length) return undefined;
    this.#chunks.push(message.chunk.slice());
    if (this.#chunks.length < message.count) return undefined;
    const whole = new Uint8Array(this.#chunks.reduce((length, chunk) => length + chunk.length, 0));
    let at = 0;
    for (const chunk of this.#chunks) {
      whole.set(chunk, at);
      at += chunk.length;
    }
    this.#chunks = [];
    return this.#decode(whole);
  }
}
