import { MAX_SEALED_BYTES } from 'paddlewire-netcode/rendezvous';
import { encodeSignals, type Signal } from './signal.ts';

/** How long signals are gathered before they are sent together, in ms: candidates of one machine come within a few. */
const GATHER_MS = 4;
/** Most signals in one message. */
const MAX_BATCH = 32;

/** Gathers signals that come close together and hands them over as bytes, once somebody can take them. */
export class SignalBatch {
  readonly #maxBytes: number;
  readonly #waiting: Signal[] = [];
  #send: ((bytes: Uint8Array) => void) | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param maxBytes of one message */
  constructor(maxBytes = MAX_SEALED_BYTES) {
    this.#maxBytes = maxBytes;
  }

  /** Signals that were not handed over yet. */
  get waiting(): readonly Signal[] {
    return this.#waiting;
  }

  add(signal: Signal): void {
    this.#waiting.push(signal);
    if (this.#send === undefined) return;
    // Nothing comes after the last word, and whoever says it is about to leave.
    if (signal.type === 'gave-up') this.#flush();
    else this.#timer ??= setTimeout(() => this.#flush(), GATHER_MS);
  }

  /** From now on signals are sent; those that waited go immediately. */
  start(send: (bytes: Uint8Array) => void): void {
    this.#send = send;
    this.#flush();
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    while (this.#waiting.length > 0) {
      let count = MAX_BATCH;
      let bytes = encodeSignals(this.#waiting.slice(0, count));
      while (bytes.length > this.#maxBytes && count > 1) {
        count >>= 1;
        bytes = encodeSignals(this.#waiting.slice(0, count));
      }
      this.#waiting.splice(0, count);
      // A single one that is too long is none that a browser makes; without it another may still do.
      if (bytes.length <= this.#maxBytes) this.#send?.(bytes);
    }
  }
}
