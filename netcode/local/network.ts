import type { Random } from './random.ts';

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
  /**
   * Mean length of a stretch in which everything is lost, in ms, in place of {@link meanBurst}: however often packets come, such stretches
   * are as long and as many. Default 0, which counts in packets.
   */
  readonly meanBurstMs?: number;
  /** No such stretch is longer, in ms. Default infinite. */
  readonly longestBurstMs?: number;
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

interface Flight<Cargo> {
  readonly atMs: number;
  readonly order: number;
  readonly cargo: Cargo;
}

/** What a direction did to what was sent. */
export interface DirectionCounts {
  sent: number;
  lost: number;
  reordered: number;
  duplicated: number;
  corrupted: number;
}

/** One way for packets of any kind, which delays, loses, reorders and repeats them. */
export class Path<Cargo> {
  conditions: Conditions;
  /** While true, nothing gets through. */
  cut = false;
  readonly counts: DirectionCounts = { sent: 0, lost: 0, reordered: 0, duplicated: 0, corrupted: 0 };
  protected readonly random: Random;
  protected order = 0;
  /** By time of arrival. Packets seldom overtake each other, so a new one finds its place near the end. */
  readonly #flights: Flight<Cargo>[] = [];
  #bad = false;
  /** Up to when good and bad stretches are drawn, where they are measured in ms; negative before the first packet. */
  #passedMs = -1;
  /** How long the present bad stretch has lasted then. */
  #badMs = 0;
  #inARow = 0;

  constructor(conditions: Conditions, random: Random) {
    this.conditions = conditions;
    this.random = random;
  }

  get lost(): number {
    return this.counts.lost;
  }

  /** Whether a packet that leaves now is lost. */
  protected losesNext(nowMs: number): boolean {
    this.counts.sent++;
    if (!this.cut && !this.loses(nowMs)) return false;
    this.counts.lost++;
    return true;
  }

  /** Puts a packet that is not lost on its way. */
  protected put(nowMs: number, cargo: Cargo): void {
    const { reorder = 0, duplicate = 0 } = this.conditions;
    let atMs = nowMs + this.delayMs();
    if (reorder > 0 && this.random.chance(reorder)) {
      atMs += HOLD_BACK_MS;
      this.counts.reordered++;
    }
    this.onItsWay(cargo);
    this.#insert(atMs, cargo);
    if (duplicate > 0 && this.random.chance(duplicate)) {
      this.#insert(nowMs + this.delayMs(), cargo);
      this.counts.duplicated++;
    }
  }

  /** What else happens to a packet on its way. */
  protected onItsWay(_cargo: Cargo): void {
    // Nothing.
  }

  /** Sends a packet, which may be lost. */
  carry(nowMs: number, cargo: Cargo): void {
    if (!this.losesNext(nowMs)) this.put(nowMs, cargo);
  }

  /** When the next packet arrives, in ms; infinite when none is on its way. */
  get arrivesMs(): number {
    return this.#flights[0]?.atMs ?? Number.POSITIVE_INFINITY;
  }

  /** Order of the next packet among all that were put on their way. */
  protected get arrivingOrder(): number {
    return this.#flights[0]?.order ?? 0;
  }

  /** Takes the next packet out, if there is one. */
  take(): Cargo | undefined {
    return this.#flights.shift()?.cargo;
  }

  /** Loses everything that is on its way, as when the connection is closed. */
  drop(): void {
    this.#flights.length = 0;
  }

  protected delayMs(): number {
    const { delayMs, jitterMs, tailMs = 0 } = this.conditions;
    return delayMs + this.random.unit() * jitterMs + (tailMs > 0 ? this.random.exponential(tailMs) : 0);
  }

  #insert(atMs: number, cargo: Cargo): void {
    const flights = this.#flights;
    const flight = { atMs, order: this.order++, cargo };
    let at = flights.length;
    while (at > 0 && (flights[at - 1]?.atMs ?? 0) > atMs) at--;
    if (at === flights.length) flights.push(flight);
    else flights.splice(at, 0, flight);
  }

  /** Whether the next one of a series is lost. */
  protected loses(nowMs: number): boolean {
    const { loss, meanBurst, longestBurst, meanBurstMs = 0, longestBurstMs = Number.POSITIVE_INFINITY } = this.conditions;
    if (loss <= 0) return false;
    if (meanBurstMs > 0) this.#passStretches(nowMs, meanBurstMs, longestBurstMs, loss);
    else if (meanBurst <= 1) this.#bad = this.random.chance(loss);
    else {
      // Gilbert–Elliott with a lossless good and a lossy bad state; the chances give the mean burst and the share lost.
      const leaveBad = 1 / meanBurst;
      this.#bad = this.#bad ? !this.random.chance(leaveBad) : this.random.chance((leaveBad * loss) / (1 - loss));
    }
    if (this.#bad && this.#inARow >= longestBurst) this.#bad = false;
    this.#inARow = this.#bad ? this.#inARow + 1 : 0;
    return this.#bad;
  }

  /** Gilbert–Elliott over time instead of packets: in each ms there is the same chance that a good or a bad stretch ends. */
  #passStretches(nowMs: number, meanBadMs: number, longestBadMs: number, loss: number): void {
    const leaveBad = 1 / meanBadMs;
    const leaveGood = (leaveBad * loss) / (1 - loss);
    if (this.#passedMs < 0) this.#passedMs = nowMs;
    for (; this.#passedMs < nowMs; this.#passedMs++) {
      const ends = this.random.chance(this.#bad ? leaveBad : leaveGood) || this.#badMs >= longestBadMs;
      if (ends) this.#bad = !this.#bad;
      this.#badMs = this.#bad ? this.#badMs + 1 : 0;
    }
  }
}

/** One way of a connection, as tests and faults take hold of it. */
export interface Link {
  conditions: Conditions;
  cut: boolean;
  tamper: Tamper | undefined;
  readonly counts: DirectionCounts;
}

/** What arrives in place of what was sent: nothing, something else, or more; for tests that forge, damage and repeat. */
export type Tamper = (reliable: boolean, bytes: Uint8Array) => readonly Uint8Array[];

/**
 * One direction of a virtual connection with channels that are ideal: an unreliable one that delays, loses, repeats, reorders and damages,
 * and a reliable one that only delays. Neither knows of congestion.
 */
export class Direction extends Path<Uint8Array> implements Link {
  tamper: Tamper | undefined;
  /** In the order of sending, which is that of arrival. While the direction is cut, they wait. */
  readonly #reliable: Flight<Uint8Array>[] = [];

  /** Sends a copy of `bytes`. */
  send(nowMs: number, reliable: boolean, bytes: Uint8Array): void {
    if (!reliable && this.losesNext(nowMs)) return;
    if (this.tamper === undefined) this.#put(nowMs, reliable, bytes.slice());
    else for (const arriving of this.tamper(reliable, bytes.slice())) this.#put(nowMs, reliable, arriving);
  }

  override drop(): void {
    super.drop();
    this.#reliable.length = 0;
  }

  /** When the next packet or message arrives, in ms; infinite when none is on its way or gets through. */
  nextMs(): number {
    const fastMs = this.arrivesMs;
    const reliableMs = this.cut ? undefined : this.#reliable[0]?.atMs;
    return reliableMs === undefined || fastMs < reliableMs ? fastMs : reliableMs;
  }

  /** Hands over what has arrived by now, in the order of arrival. */
  deliver(nowMs: number, take: (reliable: boolean, bytes: Uint8Array) => void): void {
    while (true) {
      const fastMs = this.arrivesMs;
      const [first] = this.#reliable;
      const reliable = this.cut || first === undefined || first.atMs > nowMs ? undefined : first;
      if (reliable !== undefined && (reliable.atMs < fastMs || (reliable.atMs === fastMs && reliable.order < this.arrivingOrder))) {
        this.#reliable.shift();
        take(true, reliable.cargo);
        continue;
      }
      if (fastMs > nowMs) return;
      const bytes = this.take();
      if (bytes !== undefined) take(false, bytes);
    }
  }

  protected override onItsWay(bytes: Uint8Array): void {
    const { corrupt = 0 } = this.conditions;
    if (corrupt <= 0 || !this.random.chance(corrupt)) return;
    damage(bytes, this.random);
    this.counts.corrupted++;
  }

  #put(nowMs: number, reliable: boolean, bytes: Uint8Array): void {
    if (!reliable) {
      this.put(nowMs, bytes);
      return;
    }
    const { resendMs = 0 } = this.conditions;
    let atMs = nowMs + this.delayMs();
    if (resendMs > 0) while (this.loses(atMs)) atMs += resendMs;
    const last = this.#reliable.at(-1)?.atMs ?? 0;
    this.#reliable.push({ atMs: Math.max(atMs, last), order: this.order++, cargo: bytes });
  }
}

/** Makes one to three bits of a packet wrong. */
export function damage(bytes: Uint8Array, random: Random): void {
  for (let left = random.between(1, 3); left > 0; left--) {
    // The inputs are at the end, and nothing else in a packet contradicts them.
    const at = random.chance(0.5) ? bytes.length - 1 : random.below(bytes.length);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
  }
}

/** A connection without faults, for tests to spread into. */
export const CLEAN: Conditions = { delayMs: 0, jitterMs: 0, loss: 0, meanBurst: 1, longestBurst: Number.POSITIVE_INFINITY };
