import { type Chunk, FAST, type Message } from './packet.ts';

/** Makes messages of chunks again, in order where the stream has one. */
export class Reassembly {
  /** Whole messages, for whoever takes them. */
  readonly whole: Message[] = [];
  #nextSequence = 0;
  /** Ordered messages that wait for others before them. */
  readonly #early = new Map<number, Message>();

  /** Takes a chunk that has not come before. */
  add({ message, length }: Chunk): void {
    message.heldBytes += length;
    if (message.heldBytes < message.bytes.length) return;
    if (message.stream === FAST) {
      this.whole.push(message);
      return;
    }
    this.#early.set(message.sequence, message);
    for (let next = this.#early.get(this.#nextSequence); next !== undefined; next = this.#early.get(this.#nextSequence)) {
      this.#early.delete(this.#nextSequence++);
      this.whole.push(next);
    }
  }
}
