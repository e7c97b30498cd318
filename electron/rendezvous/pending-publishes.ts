import { stageLimitMs } from '../contract/limits.ts';

/** Messages that are kept; a meeting of two players takes some 40 on each side. */
const maxKept = 64;

/** A message that was published just now. */
export interface Sent {
  readonly topic: string;
  readonly payload: Uint8Array;
  /** To be called when a broker has acknowledged it. */
  acknowledged(): void;
}

/**
 * What was published just now, for brokers that are reached or come back a little later: there it is published again, because a broker that dies
 * takes along what it has acknowledged, and because who waits at a broker that is reached late has missed what went before.
 * What two players say while they meet bears being heard twice.
 */
export class PendingPublishes {
  /** Oldest first, each with what makes its publisher stop waiting. */
  readonly #kept = new Map<Sent, (why: Error) => void>();

  /** All messages that are still of use, in the order in which they were published. */
  get messages(): Iterable<Sent> {
    return this.#kept.keys();
  }

  /**
   * Keeps a message and sends it.
   *
   * @returns settles once some broker has it
   * @throws Error when none has taken it in time
   */
  add(topic: string, payload: Uint8Array, send: (message: Sent) => void): Promise<void> {
    for (const stopWaiting of this.#kept.values()) {
      if (this.#kept.size < maxKept) break;
      stopWaiting(new Error('Too many messages are being published.'));
    }
    return new Promise((resolve, reject) => {
      const message: Sent = { topic, payload, acknowledged: resolve };
      const stopWaiting = (why: Error) => {
        clearTimeout(expiry);
        this.#kept.delete(message);
        reject(why);
      };
      const expiry = setTimeout(() => stopWaiting(new Error('No rendezvous could be reached in time.')), stageLimitMs);
      this.#kept.set(message, stopWaiting);
      send(message);
    });
  }

  /** Drops everything; who still waits is told why. */
  close(why: Error): void {
    for (const stopWaiting of this.#kept.values()) stopWaiting(why);
  }
}
