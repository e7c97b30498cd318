import { Random } from './random.ts';

/** How one direction of a connection treats what is sent. */
export interface Conditions {
  /** One way, in ms. */
  readonly delayMs: number;
  /** Up to this much later, evenly spread, in ms; packets overtake each other by it. */
  readonly jitterMs: number;
  /** Share of packets lost, 0 to 1. */
  readonly loss: number;
  /** Mean length of a run of lost packets (Gilbert–Elliott); 0 or 1 loses each by itself. */
  readonly meanBurst: number;
  /** No more than this many in a row are lost. */
  readonly longestBurst: number;
}

interface Flight {
  readonly atMs: number;
  readonly order: number;
  readonly reliable: boolean;
  readonly bytes: Uint8Array;
}

/** One direction of a virtual connection: an unreliable channel that delays, loses and reorders, and a reliable one that only delays. */
export class Direction {
  conditions: Conditions;
  /** While true, nothing gets through: unreliable packets are lost, reliable ones wait. */
  cut = false;
  /** What arrives in place of what was sent: nothing, something else, or more; for tests that forge, damage and repeat. */
  tamper: ((reliable: boolean, bytes: Uint8Array) => readonly Uint8Array[]) | undefined;
  lost = 0;
  sent = 0;
  readonly #random: Random;
  readonly #flights: Flight[] = [];
  #order = 0;
  #lastReliableMs = 0;
  #bad = false;
  #inARow = 0;

  constructor(conditions: Conditions, random: Random) {
    this.conditions = conditions;
    this.#random = random;
  }

  /** Sends a copy of `bytes`. */
  send(nowMs: number, reliable: boolean, bytes: Uint8Array): void {
    const { delayMs, jitterMs } = this.conditions;
    let atMs = nowMs + delayMs + this.#random.unit() * jitterMs;
    if (reliable) {
      atMs = Math.max(atMs, this.#lastReliableMs);
      this.#lastReliableMs = atMs;
    } else {
      this.sent++;
      if (this.cut || this.#loses()) {
        this.lost++;
        return;
      }
    }
    for (const arriving of this.tamper?.(reliable, bytes.slice()) ?? [bytes.slice()]) {
      this.#flights.push({ atMs, order: this.#order++, reliable, bytes: arriving });
    }
  }

  /** Loses everything that is on its way, as when the connection is closed. */
  drop(): void {
    this.#flights.length = 0;
  }

  /** Hands over what has arrived by now, in the order of arrival. */
  deliver(nowMs: number, take: (reliable: boolean, bytes: Uint8Array) => void): void {
    while (true) {
      let next = -1;
      for (let i = 0; i < this.#flights.length; i++) {
        const flight = this.#flights[i];
        if (flight === undefined || flight.atMs > nowMs || (flight.reliable && this.cut)) continue;
        const best = this.#flights[next];
        if (best === undefined || flight.atMs < best.atMs || (flight.atMs === best.atMs && flight.order < best.order)) next = i;
      }
      const [flight] = next < 0 ? [] : this.#flights.splice(next, 1);
      if (flight === undefined) return;
      take(flight.reliable, flight.bytes);
    }
  }

  #loses(): boolean {
    const { loss, meanBurst, longestBurst } = this.conditions;
    if (loss <= 0) return false;
    if (meanBurst <= 1) this.#bad = this.#random.chance(loss);
    else {
      // Gilbert–Elliott with a lossless good and a lossy bad state; the chances give the mean burst and the share lost.
      const leaveBad = 1 / meanBurst;
      this.#bad = this.#bad ? !this.#random.chance(leaveBad) : this.#random.chance((leaveBad * loss) / (1 - loss));
    }
    if (this.#bad && this.#inARow >= longestBurst) this.#bad = false;
    this.#inARow = this.#bad ? this.#inARow + 1 : 0;
    return this.#bad;
  }
}

/** A connection without faults, for tests to spread into. */
export const CLEAN: Conditions = { delayMs: 0, jitterMs: 0, loss: 0, meanBurst: 1, longestBurst: Number.POSITIVE_INFINITY };

/** Both directions, each with a random stream of its own. */
export function connection(seed: number, conditions: Conditions): readonly [Direction, Direction] {
  return [new Direction(conditions, new Random(seed, 'network 0→1')), new Direction(conditions, new Random(seed, 'network 1→0'))];
}
