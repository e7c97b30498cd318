/** Bytes that SCTP sends before it hears of their arrival, once it has timed out: one packet's worth, as Chromium has it. */
const WINDOW_BYTES = 1191;
/** Bytes of the header in front of each message (RFC 9260, section 3.3.1); header and message are padded to a multiple of 4. */
const CHUNK_HEADER_BYTES = 16;
/** Of the gaps that can close, so many may open: losses come in clumps, and what piles up takes as long again to go. With all of them a match at 250 ms and 20 % blocked in one minute of fifty. */
const GAP_SHARE = 1 / 2;
/** Packets per second that are sent at least: the newest input is then never older than three ticks more than it must be. */
export const LEAST_PACKETS_PER_SECOND = 20;
/** Weight of the newest second in the loss that counts: four seconds follow a change, and one unlucky second is no change. */
const LOSS_WEIGHT = 1 / 4;
/** A queue that is not empty for this many ticks is blocked. Less is the time that a browser takes to say that a packet has left. */
const BLOCKED_TICKS = 3;
/** Seconds without a block before more is sent again: longer than any of SCTP's time-outs on a link that can be played on. */
const CALM_SECONDS = 4;

/**
 * Packets per second that an SCTP association carries without blocking.
 *
 * Two things limit it. What is on its way must fit the smallest window, and each packet is on its way for a round trip. And a packet that was
 * lost twice, which is never sent again, leaves a gap that takes a round trip to close: a FORWARD-TSN closes one gap, and the next can leave
 * only when the first was acknowledged. Of the gaps that open per second, packets × loss² (fewer where they are lost in bursts, each of which is one gap), twice as many must be able to close: (1 − loss) / round trip.
 *
 * @param rttMs round trip
 * @param loss share of packets lost, as SCTP feels it, 0 to 1
 * @param payloadBytes of the usual packet
 */
export function carriedPerSecond(rttMs: number, loss: number, payloadBytes: number): number {
  const rttSeconds = rttMs / 1000;
  const bytes = CHUNK_HEADER_BYTES + Math.ceil(payloadBytes / 4) * 4;
  const window = WINDOW_BYTES / (bytes * (1 + loss) * rttSeconds);
  const gaps = (GAP_SHARE * (1 - loss)) / (loss * loss * rttSeconds);
  return Math.min(window, gaps);
}

/** How many packets one side sends: one per tick, or fewer where the connection would block. Every packet carries all that was not acknowledged, so none is missed. */
export class SendRate {
  /** Ticks from one packet to the next. */
  intervalTicks = 1;
  readonly #longestTicks: number;
  readonly #ticksPerSecond: number;
  #sinceTicks = 0;
  #queuedTicks = 0;
  #loss = 0;
  /** Ticks that the interval is longer because the connection has blocked. */
  #penaltyTicks = 0;
  #blocked = false;
  #calmSeconds = 0;

  constructor(ticksPerSecond: number) {
    this.#ticksPerSecond = ticksPerSecond;
    this.#longestTicks = Math.max(1, Math.floor(ticksPerSecond / LEAST_PACKETS_PER_SECOND));
  }

  /** Packets per second that may be sent now. */
  get packetsPerSecond(): number {
    return this.#ticksPerSecond / this.intervalTicks;
  }

  /** Ticks since the newest packet that was sent. */
  get sinceTicks(): number {
    return this.#sinceTicks;
  }

  /**
   * Ticks have been played.
   * @param queuedBytes what still waits to leave: a packet behind it would be late, and the next tick's says more
   * @returns true when a packet is to be sent
   */
  allows(ticks: number, queuedBytes: number): boolean {
    this.#sinceTicks += ticks;
    if (this.#sinceTicks < this.intervalTicks) return false;
    if (queuedBytes > 0) {
      this.#queuedTicks += ticks;
      if (this.#queuedTicks >= BLOCKED_TICKS) this.#blocked = true;
      return false;
    }
    this.#queuedTicks = 0;
    return true;
  }

  /** A packet was sent. */
  sent(): void {
    this.#sinceTicks = 0;
  }

  /**
   * A second is over.
   * @param rttMs round trip
   * @param loss share of packets lost in that second on the worse of the two ways, 0 to 1
   * @param payloadBytes of the usual packet
   */
  second(rttMs: number, loss: number, payloadBytes: number): void {
    this.#loss += (loss - this.#loss) * LOSS_WEIGHT;
    if (this.#blocked) {
      this.#penaltyTicks = Math.min(this.#penaltyTicks + 1, this.#longestTicks - 1);
      this.#calmSeconds = 0;
    } else if (++this.#calmSeconds >= CALM_SECONDS && this.#penaltyTicks > 0) {
      this.#penaltyTicks--;
      this.#calmSeconds = 0;
    }
    this.#blocked = false;
    const carried = carriedPerSecond(rttMs, this.#loss, payloadBytes);
    this.intervalTicks = Math.min(this.#longestTicks, Math.max(1, Math.ceil(this.#ticksPerSecond / carried)) + this.#penaltyTicks);
  }

  /** Starts over, as after an outage; what was learned of the connection stays. */
  reset(): void {
    this.#sinceTicks = this.intervalTicks;
    this.#queuedTicks = 0;
  }
}
