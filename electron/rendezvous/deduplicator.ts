import { createHash } from 'node:crypto';

/** What came by one route is not delivered again when it comes by another within this time: the slowest of them is hardly this much later, in ms. */
const windowMs = 5_000;

/** Messages that are remembered: more than a window of a busy lobby holds. */
const maxRemembered = 1_024;

/**
 * Sees which messages are copies that came by another way. The same bytes by the same way are none: whoever sends a message again, because no
 * answer came, wants it delivered again.
 */
export class Deduplicator {
  readonly #now: () => number;
  /** By topic and payload, oldest first. */
  readonly #seen = new Map<string, { readonly route: object; readonly atMs: number }>();

  /** @param now a clock in milliseconds that never goes back */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Whether this message is a copy of one that came by another route just before. Remembers it. */
  has(route: object, topic: string, payload: Uint8Array): boolean {
    const atMs = this.#now();
    for (const [oldest, { atMs: seenMs }] of this.#seen) {
      if (atMs - seenMs < windowMs && this.#seen.size < maxRemembered) break;
      this.#seen.delete(oldest);
    }
    const key = `${topic} ${createHash('sha256').update(payload).digest('base64')}`;
    const before = this.#seen.get(key);
    if (before !== undefined && before.route !== route) return true;
    this.#seen.delete(key);
    this.#seen.set(key, { route, atMs });
    return false;
  }
}
