import type { Decoded } from '../wire/bytes.ts';
import { type Control, ControlKind, encodeControl } from '../wire/control.ts';
import { decodeFullCopy, encodeFullCopy, type FullCopy } from '../wire/full-copy.ts';

type CopyChunk = Extract<Control, { kind: typeof ControlKind.copy }>;

/** The messages that carry a full copy, in order. */
export function copyMessages(copy: FullCopy, epoch: number, leaderId: number): Uint8Array[] {
  const chunks = encodeFullCopy(copy);
  return chunks.map((chunk, index) => encodeControl({ kind: ControlKind.copy, epoch, leaderId, index, count: chunks.length, chunk }));
}

/** Puts the chunks of a full copy together. They come in order, on a reliable channel; what does not fit starts over. */
export class CopyAssembly {
  readonly #stateWords: number;
  #epoch = -1;
  #chunks: Uint8Array[] = [];

  constructor(stateWords: number) {
    this.#stateWords = stateWords;
  }

  /** Takes a chunk; answers with the copy, or why it is none, once it is whole. */
  add(message: CopyChunk): Decoded<FullCopy> | undefined {
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
    return decodeFullCopy(whole, this.#stateWords);
  }
}
