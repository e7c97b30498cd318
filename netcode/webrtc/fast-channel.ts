/** What is used of an `RTCDataChannel`, so that any implementation of WebRTC fits, and a test without one. */
export interface DataChannel {
  binaryType: string;
  readonly readyState: string;
  readonly bufferedAmount: number;
  send(bytes: Uint8Array<ArrayBuffer>): void;
  close(): void;
  addEventListener(type: 'open' | 'close' | 'message', listener: (event: { readonly data?: unknown }) => void): void;
}

/** What was sent this long ago and still waits is stale, in ms: longer than a browser takes to say that a packet has left, shorter than a tick. */
const STALE_MS = 12;

/** The unreliable channel: a packet is dropped while something older still waits to be sent, because the next packet says more. */
export class FastChannel {
  readonly #channel: DataChannel;
  /** What was sent since then, in ms and bytes: packets of the same moment don't wait for each other. */
  #freshSinceMs = 0;
  #freshBytes = 0;

  constructor(channel: DataChannel) {
    this.#channel = channel;
  }

  /** Bytes that wait to be sent: `queuedBytes` of a session's `poll`. */
  get queuedBytes(): number {
    return this.#channel.bufferedAmount;
  }

  /** Sends a packet now or never. The bytes are copied before this returns. `nowMs` is from any monotonic clock. */
  send(nowMs: number, bytes: Uint8Array): void {
    if (this.#channel.readyState !== 'open') return;
    if (nowMs - this.#freshSinceMs > STALE_MS) {
      this.#freshSinceMs = nowMs;
      this.#freshBytes = 0;
    }
    if (this.#channel.bufferedAmount > this.#freshBytes) return;
    this.#freshBytes += bytes.length;
    // The channel takes the view's bytes, not its buffer; the type would also allow shared memory, which nothing here uses.
    this.#channel.send(bytes as Uint8Array<ArrayBuffer>);
  }
}
