import { Arrivals } from './arrivals.ts';

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
/** Fewer packets than this tell nothing of the loss: half a second's at the lowest rate. They count with those of the next period. */
const LEAST_TOLD = 10;

/** What one side measures of the connection. */
export class Quality {
  /** Smoothed round trip in ms; 0 before the first sample. */
  rttMs = 0;
  /** Smoothed change of the round trip from one sample to the next, in ms. */
  jitterMs = 0;
  /** Share of the packets that the other side sent in the last second and that did not arrive in time, in percent. */
  lossPercent = 0;
  /** Loss as SCTP feels it, 0 to 1: the geometric mean of the share of packets lost and that of packets that begin a run of lost ones. Equal to the loss where each is lost by itself, less where they are lost in bursts. */
  gapLoss = 0;
  /** Payload bytes sent in the last second, both channels. */
  bytesSentPerSecond = 0;
  /** Packets with inputs sent in the last second. */
  packetsPerSecond = 0;
  /** Ticks of the last second for which no packet was sent, on purpose or because the connection was blocked. */
  packetsHeldPerSecond = 0;

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
  #periodPacketBytes = 0;
  #periodHeld = 0;
  readonly #arrivals = new Arrivals();

  /** What is shown of it. */
  get measured(): Pick<Quality, 'rttMs' | 'jitterMs' | 'lossPercent' | 'bytesSentPerSecond' | 'packetsPerSecond' | 'packetsHeldPerSecond'> {
    const { rttMs, jitterMs, lossPercent, bytesSentPerSecond, packetsPerSecond, packetsHeldPerSecond } = this;
    return { rttMs, jitterMs, lossPercent, bytesSentPerSecond, packetsPerSecond, packetsHeldPerSecond };
  }

  /** Payload bytes of the usual packet with inputs, from the last second in which there was one. */
  packetBytes = 0;

  /** A packet with inputs below `end` leaves. */
  sent(end: number, nowMs: number, bytes: number): void {
    this.#periodBytes += bytes;
    this.#periodPackets++;
    this.#periodPacketBytes += bytes;
    if (end <= this.#sentEnd) return;
    // Ends that never left have no time.
    for (let skipped = Math.max(this.#sentEnd + 1, end - SENT + 1); skipped < end; skipped++) {
      this.#sentAtMs[skipped & (SENT - 1)] = Number.NEGATIVE_INFINITY;
    }
    this.#sentEnd = end;
    this.#sentAtMs[end & (SENT - 1)] = nowMs;
  }

  /** Ticks were played without a packet. */
  held(ticks: number): void {
    this.#periodHeld += ticks;
  }

  /** Bytes that carry no inputs leave. */
  sentOther(bytes: number): void {
    this.#periodBytes += bytes;
  }

  /**
   * A packet came.
   * @param sequence its number
   * @param ackEnd what it acknowledges of ours
   * @param holdMs how long that acknowledgement was held back, or −1 when unknown
   * @returns true when it is newer than every packet before it
   */
  arrived(nowMs: number, sequence: number, ackEnd: number, holdMs: number): boolean {
    const newest = this.#arrivals.add(sequence);
    // What was overtaken, or sent a second time, tells of a way that nothing else takes.
    if (newest) this.#measure(nowMs, ackEnd, holdMs);
    return newest;
  }

  #measure(nowMs: number, ackEnd: number, holdMs: number): void {
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

  /**
   * Takes notice of a sleep, and closes the period when it is over.
   * @returns true when it is, and enough packets came to tell of the link; silence tells nothing
   */
  poll(nowMs: number): boolean {
    this.#wokeMs = this.#newestWakeMs(nowMs);
    this.#polledMs = nowMs;
    const lengthMs = nowMs - this.#periodFromMs;
    if (lengthMs < PERIOD_MS) return false;
    const { arrived, lost, runs } = this.#arrivals;
    const told = arrived + lost >= LEAST_TOLD;
    if (told) {
      this.lossPercent = (lost / (arrived + lost)) * 100;
      this.gapLoss = Math.sqrt(lost * runs) / (arrived + lost);
      this.#arrivals.recount();
    }
    this.bytesSentPerSecond = Math.round((this.#periodBytes * 1000) / lengthMs);
    this.packetsPerSecond = Math.round((this.#periodPackets * 1000) / lengthMs);
    this.packetsHeldPerSecond = Math.round((this.#periodHeld * 1000) / lengthMs);
    if (this.#periodPackets > 0) this.packetBytes = this.#periodPacketBytes / this.#periodPackets;
    this.#periodFromMs = nowMs;
    this.#periodBytes = 0;
    this.#periodPackets = 0;
    this.#periodPacketBytes = 0;
    this.#periodHeld = 0;
    return told;
  }

  /** Forgets which packet left when, as after an outage: ticks start over. The measured values stay. */
  reset(tick: number): void {
    this.#sentEnd = tick;
    this.#sentAtMs.fill(Number.NEGATIVE_INFINITY);
    this.#arrivals.reset();
    this.#lastRttMs = -1;
  }
}
