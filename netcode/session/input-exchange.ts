import type { Timeline } from '../history/timeline.ts';
import type { InputPacket } from '../wire/input-packet.ts';
import { Pacing } from './pacing.ts';
import { Quality } from './quality.ts';
import { SendRate } from './send-rate.ts';

/** Ticks from one checksum to the next: 15 per second confirm play soon enough, and cost a third of what one in each packet does. */
const CHECKSUM_TICKS = 4;
/** Steps in which a loss is told: one byte. */
const LOSS_STEPS = 255;

/** Inputs on their way between the two sides: what is still to be acknowledged, and all that is measured on packets that carry them. */
export class InputExchange {
  readonly pacing = new Pacing();
  readonly quality = new Quality();
  readonly rate: SendRate;
  /** Confirmed states that the other side has told of. */
  readonly published = new Published();
  /** Our inputs below this tick have arrived on the other side. */
  #ackedEnd = 0;
  /** When the packet came that our next acknowledgement answers; −1 when that is not known. */
  #arrivedMs = -1;
  /** Ticks since the newest packet with a checksum left. */
  #untoldTicks = CHECKSUM_TICKS;
  /** The loss of our packets that the other side tells, as SCTP feels it, 0 to 1. */
  #toldLoss = 0;
  /** The newest packet that was taken was the newest that came. */
  #isNewest = false;

  constructor(ticksPerSecond: number) {
    this.rate = new SendRate(ticksPerSecond);
  }

  /** Time has passed. */
  poll(nowMs: number): void {
    const { quality } = this;
    // What we send is lost on the one way, and acknowledged on the other: the worse of them decides.
    if (quality.poll(nowMs)) this.rate.second(quality.rttMs, Math.max(quality.gapLoss, this.#toldLoss), quality.packetBytes);
  }

  /**
   * Ticks have been played, or none.
   * @param queuedBytes what still waits to leave
   * @returns true when a packet is to be sent
   */
  maySend(ticks: number, queuedBytes: number): boolean {
    if (ticks === 0) return false;
    const allowed = this.rate.allows(ticks, queuedBytes);
    if (!allowed) this.quality.held(ticks);
    return allowed;
  }

  /** Our inputs that the other side may still lack. */
  unacknowledged<State>({ game, seat }: Timeline<State>): number {
    return game.knownTicks(seat) - this.#ackedEnd;
  }

  /**
   * Takes the inputs and the news of a packet.
   * @returns false when it acknowledges what was never sent, as no honest peer does; nothing of it is taken then
   */
  receive<State>(nowMs: number, packet: InputPacket, timeline: Timeline<State>): boolean {
    const { game, seat } = timeline;
    if (packet.ackEnd > game.knownTicks(seat)) return false;
    this.#isNewest = this.quality.arrived(nowMs, packet.sequence, packet.ackEnd, packet.holdMs);
    if (packet.ackEnd > this.#ackedEnd) this.#ackedEnd = packet.ackEnd;
    const remoteSeat = seat === 0 ? 1 : 0;
    const before = game.knownTicks(remoteSeat);
    const first = packet.inputsEnd - packet.inputCount;
    for (let i = 0; i < packet.inputCount; i++) timeline.addRemote(first + i, packet.inputs[i] ?? 0);
    // Only what raises our acknowledgement is what the acknowledgement answers; a packet that was overtaken is not.
    if (game.knownTicks(remoteSeat) > before) this.#arrivedMs = this.quality.mayHaveWaited(nowMs) ? -1 : nowMs;
    if (packet.confirmedTick >= 0) {
      this.published.add(packet.confirmedTick, packet.checksum);
      if (this.#isNewest) this.#toldLoss = packet.loss / LOSS_STEPS;
    }
    return true;
  }

  /**
   * Measures how far ahead we are, from the packet that was just taken; one that was overtaken tells nothing.
   * @param ticksLeft part of a tick until our next one, 0 to 1 or beyond when late
   */
  pace<State>(packet: InputPacket, timeline: Timeline<State>, ticksLeft: number, tickMs: number): void {
    if (!this.#isNewest) return;
    const rttTicks = this.quality.rttMs / tickMs;
    const ownEnd = timeline.game.knownTicks(timeline.seat) + 1 - ticksLeft;
    this.pacing.sample(ownEnd - packet.inputsEnd - rttTicks / 2, timeline.rests(), rttTicks);
  }

  /** Fills the packet that leaves now with everything that the other side may lack. */
  fill<State>(nowMs: number, packet: InputPacket, timeline: Timeline<State>): void {
    packet.holdMs = this.#arrivedMs < 0 ? -1 : nowMs - this.#arrivedMs;
    this.#untoldTicks += this.rate.sinceTicks;
    this.rate.sent();
    const tells = this.#untoldTicks >= CHECKSUM_TICKS;
    if (tells) this.#untoldTicks %= CHECKSUM_TICKS;
    packet.loss = tells ? Math.round(this.quality.gapLoss * LOSS_STEPS) : 0;
    timeline.fill(packet, this.#ackedEnd, tells);
  }

  /** Starts over at a tick that both sides call confirmed. */
  reset(confirmedTick: number): void {
    this.#ackedEnd = confirmedTick;
    this.#arrivedMs = -1;
    this.#untoldTicks = CHECKSUM_TICKS;
    this.published.reset();
    this.rate.reset();
    this.quality.reset(confirmedTick);
  }
}

/**
 * Confirmed states that the other side has published, by tick and checksum, until they can be compared with our own. Two are
 * enough: the one that waits, and the newest; those in between are covered by it, because every state follows from the one before.
 */
export class Published {
  /** Tick of the state to compare next; −1 when there is none. */
  tick = -1;
  /** Its checksum on the other side. */
  checksum = 0;
  #newestTick = -1;
  #newestChecksum = 0;
  #doneTick = -1;

  /** Takes what a packet says. Old news is ignored. */
  add(tick: number, checksum: number): void {
    if (tick <= this.#doneTick || tick <= this.tick || tick <= this.#newestTick) return;
    if (this.tick < 0) {
      this.tick = tick;
      this.checksum = checksum;
    } else {
      this.#newestTick = tick;
      this.#newestChecksum = checksum;
    }
  }

  /** Goes on to the newest after {@link tick} was compared. */
  done(): void {
    this.#doneTick = this.tick;
    this.tick = this.#newestTick;
    this.checksum = this.#newestChecksum;
    this.#newestTick = -1;
  }

  /** Forgets everything, as when a new epoch begins. */
  reset(): void {
    this.tick = -1;
    this.#newestTick = -1;
    this.#doneTick = -1;
  }
}
