import type { Conditions, Direction } from '../../../local/network.ts';

/** One virtual direction between two peers of another library, as bytes. */
export interface Wire {
  /** Payload bytes and messages sent. */
  bytes: number;
  messages: number;
  send(nowMs: number, reliable: boolean, bytes: Uint8Array): void;
  deliver(nowMs: number, take: (bytes: Uint8Array) => void): void;
}

/** Hands everything to the network as it is. */
export class PlainWire implements Wire {
  bytes = 0;
  messages = 0;
  readonly #direction: Direction;

  constructor(direction: Direction) {
    this.#direction = direction;
  }

  send(nowMs: number, reliable: boolean, bytes: Uint8Array): void {
    this.bytes += bytes.length;
    this.messages++;
    this.#direction.send(nowMs, reliable, bytes);
  }

  deliver(nowMs: number, take: (bytes: Uint8Array) => void): void {
    this.#direction.deliver(nowMs, (_reliable, bytes) => take(bytes));
  }
}

/**
 * A reliable, ordered channel over a network that loses packets, for libraries that ask for one. A lost packet goes out again when
 * the sender can know of the loss at the earliest (a round trip and one frame later), and what came after it waits: kinder than a
 * browser's data channel, which needs three later acknowledgements or a time-out.
 */
export class OrderedWire implements Wire {
  bytes = 0;
  messages = 0;
  readonly #direction: Direction;
  readonly #retryMs: number;
  readonly #retries: { readonly atMs: number; readonly framed: Uint8Array }[] = [];
  readonly #waiting = new Map<number, Uint8Array>();
  #sent = 0;
  #delivered = 0;

  constructor(direction: Direction, conditions: Conditions) {
    this.#direction = direction;
    this.#retryMs = 2 * conditions.delayMs + conditions.jitterMs + 1000 / 60;
  }

  send(nowMs: number, _reliable: boolean, bytes: Uint8Array): void {
    this.bytes += bytes.length;
    this.messages++;
    const framed = new Uint8Array(4 + bytes.length);
    new DataView(framed.buffer).setUint32(0, this.#sent++);
    framed.set(bytes, 4);
    this.#transmit(nowMs, framed);
  }

  deliver(nowMs: number, take: (bytes: Uint8Array) => void): void {
    for (let first = this.#retries[0]; first !== undefined && first.atMs <= nowMs; first = this.#retries[0]) {
      this.#retries.shift();
      this.#transmit(nowMs, first.framed);
    }
    this.#direction.deliver(nowMs, (_reliable, framed) => {
      this.#waiting.set(new DataView(framed.buffer, framed.byteOffset).getUint32(0), framed.subarray(4));
    });
    for (let next = this.#waiting.get(this.#delivered); next !== undefined; next = this.#waiting.get(this.#delivered)) {
      this.#waiting.delete(this.#delivered++);
      take(next);
    }
  }

  #transmit(nowMs: number, framed: Uint8Array): void {
    const lost = this.#direction.lost;
    this.#direction.send(nowMs, false, framed);
    if (this.#direction.lost > lost) this.#retries.push({ atMs: nowMs + this.#retryMs, framed });
  }
}
