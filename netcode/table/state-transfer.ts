import type { Decoded } from '../wire/bytes.ts';
import { CHUNK_BYTES, type Chunk, ControlKind, encodeControl } from '../wire/control.ts';
import type { Term } from '../wire/match-record.ts';
import type { SnapshotSize } from '../wire/snapshot.ts';
import { decodeStateTransfer, encodeStateTransfer, type StateTransfer } from '../wire/state-transfer.ts';

/** The messages that carry a state transfer, in order. */
export function stateTransferMessages(transfer: StateTransfer, { number: epoch, leaderId }: Term): Uint8Array[] {
  const bytes = encodeStateTransfer(transfer);
  const count = Math.ceil(bytes.length / CHUNK_BYTES);
  return Array.from({ length: count }, (_, index) => {
    const chunk = bytes.subarray(index * CHUNK_BYTES, (index + 1) * CHUNK_BYTES);
    return encodeControl({ kind: ControlKind.stateTransfer, epoch, leaderId, index, count, chunk });
  });
}

/** Puts the chunks of a state transfer together. They come in order, on a reliable channel; what does not fit starts over. */
export class Assembly {
  readonly #size: SnapshotSize;
  #epoch = -1;
  #chunks: Uint8Array[] = [];

  /** @param size what a snapshot must fit */
  constructor(size: SnapshotSize) {
    this.#size = size;
  }

  /** Takes a chunk. Returns the whole, or why it is none, once all chunks are there. */
  add(message: Chunk): Decoded<StateTransfer> | undefined {
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
    return decodeStateTransfer(whole, this.#size);
  }
}
