const SENT = 256;
/** Weights of a new sample, from RFC 6298 (round trip) and RFC 3550 (jitter). */
const RTT_WEIGHT = 1 / 8;
const JITTER_WEIGHT = 1 / 16;
/**
 * A machine whose timer was this late was asleep, or its clock has jumped, in ms. What was on its way meanwhile tells nothing of the link;
 * packets that have waited for it are taken before this much more is over.
 */
const ASLEEP_MS = 100;
/** Loss and bytes are counted over this long, in ms: short enough to follow a change, long enough not to flicker. */
const PERIOD_MS = 1000;

/** What one side measures of the connection. */
export class Quality {
  /** Smoothed round trip in ms; 0 before the first sample. */
  rttMs = 0;
  /** Smoothed change of the round trip from one sample to the next, in ms. */
  jitterMs = 0;
  /** Share of the other side's packets that did not arrive in the last second, in percent. */
  lossPercent = 0;
  /** Payload bytes sent in the last second, both channels. */
  bytesSentPerSecond = 0;

  /** By the end of its inputs. What did not leave has no time: it was before any wake. */
  readonly #sentAtMs = new Float64Array(SENT).fill(Number.NEGATIVE_INFINITY);
  #sentEnd = 0;
  #lastRttMs = -1;
  #polledMs = 0;
  /** Long ago: what comes as soon as a clock begins has not waited. */
  #wokeMs = -ASLEEP_MS;
  #periodFromMs = 0;
  #periodBytes = 0;
  #periodPackets = 0;
  #periodFromTick = -1;
  #newestTick = -1;

  /** What is shown of it. */
  get measured(): Pick<Quality, 'rttMs' | 'jitterMs' | 'lossPercent' | 'bytesSentPerSecond'> {
    const { rttMs, jitterMs, lossPercent, bytesSentPerSecond } = this;
    return { rttMs, jitterMs, lossPercent, bytesSentPerSecond };
  }

  /** A packet with inputs below `end` leaves. */
  sent(end: number, nowMs: number, bytes: number): void {
    this.#periodBytes += bytes;
    if (end <= this.#sentEnd) return;
    this.#sentEnd = end;
    this.#sentAtMs[end & (SENT - 1)] = nowMs;
  }

  /** Bytes that carry no inputs leave. */
  sentOther(bytes: number): void {
    this.#periodBytes += bytes;
  }

  /**
   * A packet came.
   * @param end one past its newest input
   * @param ackEnd what it acknowledges of ours
   * @param holdMs how long that acknowledgement was held back, or −1 when unknown
   */
  arrived(nowMs: number, end: number, ackEnd: number, holdMs: number): void {
    this.#periodPackets++;
    if (this.#periodFromTick < 0) this.#periodFromTick = end - 1;
    if (end > this.#newestTick) this.#newestTick = end;
    if (holdMs < 0 || ackEnd > this.#sentEnd || ackEnd <= this.#sentEnd - SENT || ackEnd <= 0) return;
    const sentMs = this.#sentAtMs[ackEnd & (SENT - 1)] ?? nowMs;
    const sampleMs = nowMs - sentMs - holdMs;
    if (sampleMs < 0 || sentMs < this.#newestWakeMs(nowMs)) return;
    this.rttMs = this.#lastRttMs < 0 ? sampleMs : this.rttMs + (sampleMs - this.rttMs) * RTT_WEIGHT;
    if (this.#lastRttMs >= 0) {
      const change = sampleMs > this.#lastRttMs ? sampleMs - this.#lastRttMs : this.#lastRttMs - sampleMs;
      this.jitterMs += (change - this.jitterMs) * JITTER_WEIGHT;
    }
    this.#lastRttMs = sampleMs;
  }

  /** Whether a packet that is taken now may have waited for this machine to wake up. */
  mayHaveWaited(nowMs: number): boolean {
    return nowMs - this.#newestWakeMs(nowMs) < ASLEEP_MS;
  }

  /** When this machine woke up last; now, when it has not even looked at its clock since. */
  #newestWakeMs(nowMs: number): number {
    return nowMs - this.#polledMs > ASLEEP_MS ? nowMs : this.#wokeMs;
  }

  /** Takes notice of a sleep, and closes the period when it is over. */
  poll(nowMs: number): void {
    this.#wokeMs = this.#newestWakeMs(nowMs);
    this.#polledMs = nowMs;
    const lengthMs = nowMs - this.#periodFromMs;
    if (lengthMs < PERIOD_MS) return;
    const expected = this.#newestTick - this.#periodFromTick;
    this.lossPercent = expected > 0 ? Math.max(0, (1 - this.#periodPackets / expected) * 100) : 0;
    this.bytesSentPerSecond = Math.round((this.#periodBytes * 1000) / lengthMs);
    this.#periodFromMs = nowMs;
    this.#periodBytes = 0;
    this.#periodPackets = 0;
    this.#periodFromTick = this.#newestTick;
  }

  /** Forgets which packet left when, as after an outage: ticks start over. The measured values stay. */
  reset(tick: number): void {
    this.#sentEnd = tick;
    this.#sentAtMs.fill(Number.NEGATIVE_INFINITY);
    this.#periodFromTick = -1;
    this.#newestTick = -1;
    this.#periodPackets = 0;
    this.#lastRttMs = -1;
  }
}
