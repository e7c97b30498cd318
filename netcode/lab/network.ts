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
  /** Mean of an exponentially spread addition to the delay, in ms: the long tail of a busy link. Default 0. */
  readonly tailMs?: number;
  /** Share of packets held back by {@link HOLD_BACK_MS}, so that the next ones overtake them. Default 0. */
  readonly reorder?: number;
  /** Share of packets that arrive twice. Default 0. */
  readonly duplicate?: number;
  /**
   * Share of packets that arrive with wrong bytes. Default 0. DTLS would drop these; the simulator hands them over, because no packet may
   * break a peer whatever it holds. Never on the reliable channel: SCTP gives all of it in order or nothing.
   */
  readonly corrupt?: number;
  /** How much later a reliable message comes for each time that it was lost, in ms; 0, the default, for a reliable channel that never is. */
  readonly resendMs?: number;
}

/** Longer than three ticks: overtaken for certain. */
const HOLD_BACK_MS = 55;

interface Flight {
  readonly atMs: number;
  readonly order: number;
  readonly bytes: Uint8Array;
}

/** What a direction did to what was sent. */
export interface DirectionCounts {
  sent: number;
  lost: number;
  reordered: number;
  duplicated: number;
  corrupted: number;
}

/**
 * One direction of a virtual connection: an unreliable channel that delays, loses, repeats, reorders and damages, and a reliable one that
 * only delays.
 */
export class Direction {
  conditions: Conditions;
  /** While true, nothing gets through: unreliable packets are lost, reliable ones wait. */
  cut = false;
  /** What arrives in place of what was sent: nothing, something else, or more; for tests that forge, damage and repeat. */
  tamper: ((reliable: boolean, bytes: Uint8Array) => readonly Uint8Array[]) | undefined;
  readonly counts: DirectionCounts = { sent: 0, lost: 0, reordered: 0, duplicated: 0, corrupted: 0 };
  readonly #random: Random;
  /** By time of arrival. Packets seldom overtake each other, so a new one finds its place near the end. */
  readonly #fast: Flight[] = [];
  /** In the order of sending, which is that of arrival. */
  readonly #reliable: Flight[] = [];
  #order = 0;
  #bad = false;
  #inARow = 0;

  constructor(conditions: Conditions, random: Random) {
    this.conditions = conditions;
    this.#random = random;
  }

  get lost(): number {
    return this.counts.lost;
  }

  /** Sends a copy of `bytes`. */
  send(nowMs: number, reliable: boolean, bytes: Uint8Array): void {
    if (!reliable) {
      this.counts.sent++;
      if (this.cut || this.#loses()) {
        this.counts.lost++;
        return;
      }
    }
    if (this.tamper === undefined) this.#put(nowMs, reliable, bytes.slice());
    else for (const arriving of this.tamper(reliable, bytes.slice())) this.#put(nowMs, reliable, arriving);
  }

  /** Loses everything that is on its way, as when the connection is closed. */
  drop(): void {
    this.#fast.length = 0;
    this.#reliable.length = 0;
  }

  /** When the next packet or message arrives, in ms; infinite when none is on its way or gets through. */
  nextMs(): number {
    const fastMs = this.#fast[0]?.atMs ?? Number.POSITIVE_INFINITY;
    const reliableMs = this.cut ? undefined : this.#reliable[0]?.atMs;
    return reliableMs === undefined || fastMs < reliableMs ? fastMs : reliableMs;
  }

  /** Hands over what has arrived by now, in the order of arrival. */
  deliver(nowMs: number, take: (reliable: boolean, bytes: Uint8Array) => void): void {
    while (true) {
      const fast = due(this.#fast, nowMs);
      const reliable = this.cut ? undefined : due(this.#reliable, nowMs);
      if (fast === undefined && reliable === undefined) return;
      if (reliable === undefined || (fast !== undefined && isBefore(fast, reliable))) {
        const flight = this.#fast.shift();
        if (flight !== undefined) take(false, flight.bytes);
      } else {
        this.#reliable.shift();
        take(true, reliable.bytes);
      }
    }
  }

  #put(nowMs: number, reliable: boolean, bytes: Uint8Array): void {
    if (reliable) this.#putReliable(nowMs, bytes);
    else this.#putFast(nowMs, bytes);
  }

  #putFast(nowMs: number, bytes: Uint8Array): void {
    const { reorder = 0, duplicate = 0, corrupt = 0 } = this.conditions;
    let atMs = nowMs + this.#delayMs();
    if (reorder > 0 && this.#random.chance(reorder)) {
      atMs += HOLD_BACK_MS;
      this.counts.reordered++;
    }
    if (corrupt > 0 && this.#random.chance(corrupt)) {
      this.#damage(bytes);
      this.counts.corrupted++;
    }
    this.#insert(atMs, bytes);
    if (duplicate > 0 && this.#random.chance(duplicate)) {
      this.#insert(nowMs + this.#delayMs(), bytes);
      this.counts.duplicated++;
    }
  }

  #putReliable(nowMs: number, bytes: Uint8Array): void {
    const { resendMs = 0 } = this.conditions;
    let atMs = nowMs + this.#delayMs();
    if (resendMs > 0) while (this.#loses()) atMs += resendMs;
    const last = this.#reliable.at(-1)?.atMs ?? 0;
    this.#reliable.push({ atMs: Math.max(atMs, last), order: this.#order++, bytes });
  }

  #delayMs(): number {
    const { delayMs, jitterMs, tailMs = 0 } = this.conditions;
    return delayMs + this.#random.unit() * jitterMs + (tailMs > 0 ? this.#random.exponential(tailMs) : 0);
  }

  #insert(atMs: number, bytes: Uint8Array): void {
    const flight = { atMs, order: this.#order++, bytes };
    let at = this.#fast.length;
    while (at > 0 && (this.#fast[at - 1]?.atMs ?? 0) > atMs) at--;
    if (at === this.#fast.length) this.#fast.push(flight);
    else this.#fast.splice(at, 0, flight);
  }

  #damage(bytes: Uint8Array): void {
    for (let left = this.#random.between(1, 3); left > 0; left--) {
      // The inputs are at the end, and nothing else in a packet contradicts them.
      const at = this.#random.chance(0.5) ? bytes.length - 1 : this.#random.below(bytes.length);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << this.#random.below(8));
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

function due(flights: readonly Flight[], nowMs: number): Flight | undefined {
  const [first] = flights;
  return first !== undefined && first.atMs <= nowMs ? first : undefined;
}

function isBefore(a: Flight, b: Flight): boolean {
  return a.atMs === b.atMs ? a.order < b.order : a.atMs < b.atMs;
}

/** A connection without faults, for tests to spread into. */
export const CLEAN: Conditions = { delayMs: 0, jitterMs: 0, loss: 0, meanBurst: 1, longestBurst: Number.POSITIVE_INFINITY };

/** Both directions, each with a random stream of its own. */
export function connection(seed: number, conditions: Conditions): readonly [Direction, Direction] {
  return [new Direction(conditions, new Random(seed, 'network 0→1')), new Direction(conditions, new Random(seed, 'network 1→0'))];
}
