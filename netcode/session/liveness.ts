import type { Heartbeat } from '../wire/heartbeat.ts';

/** Silence after which a peer is taken for gone and the match freezes, in ms: the contract's half second. */
export const SILENCE_MS = 500;

/** When the other side was heard, and how long it was not. */
export class Outage {
  /** Longest silence since the newest reset, in ms; grows while one lasts. 0 when none was longer than what is allowed. */
  lengthMs = 0;
  /** When the first packet since the newest reset came, in ms; undefined before that. */
  firstHeardMs: number | undefined;
  #heardMs = 0;
  /** The newest silence that was longer than what is allowed, and is over. */
  #silentFromMs = 0;
  #silentToMs = Number.NEGATIVE_INFINITY;
  #firstLimitMs = SILENCE_MS;

  /** A packet of the other side came. */
  heard(nowMs: number): void {
    // Here too: a machine that was asleep takes the packets that waited before it polls.
    if (!this.#measure(nowMs)) {
      this.#silentFromMs = this.#heardMs;
      this.#silentToMs = nowMs;
    }
    this.firstHeardMs ??= nowMs;
    this.#heardMs = nowMs;
  }

  /** Whether the other side was heard within {@link SILENCE_MS}, or may still be on its way to the first packet. */
  hears(nowMs: number): boolean {
    return this.#measure(nowMs);
  }

  /**
   * Starts over, as if no packet had been missed.
   * @param firstLimitMs how long the first packet may take: it answers something that is only now being sent, and a round
   *   trip can be longer than {@link SILENCE_MS}
   */
  reset(nowMs: number, firstLimitMs: number): void {
    this.#heardMs = nowMs;
    this.#firstLimitMs = firstLimitMs;
    this.firstHeardMs = undefined;
    this.lengthMs = 0;
    this.#silentToMs = Number.NEGATIVE_INFINITY;
  }

  /** When the silence began that lasts, or that a packet has ended only just now, as on a machine that was asleep; otherwise now. */
  silentSinceMs(nowMs: number): number {
    if (!this.#measure(nowMs)) return this.#heardMs;
    return nowMs - this.#silentToMs <= SILENCE_MS ? this.#silentFromMs : nowMs;
  }

  /** Longest silence since the newest reset, with the one that lasts, however short; in ms. */
  silenceMs(nowMs: number): number {
    return Math.max(this.lengthMs, nowMs - this.#heardMs);
  }

  #measure(nowMs: number): boolean {
    const silenceMs = nowMs - this.#heardMs;
    if (silenceMs <= (this.firstHeardMs !== undefined ? SILENCE_MS : this.#firstLimitMs)) return true;
    if (silenceMs > this.lengthMs) this.lengthMs = silenceMs;
    return false;
  }
}

/** One side may play for less than this while the other has not begun yet or has stopped, in ms: to that one all of it is one wait. */
const ONE_SIDED_MS = 5000;

/** Whether the other side is there, as far as it can be heard and by its own word. */
export class Liveness {
  /** Newest checkpoint that the other side says it has on disk. */
  checkpoint = 0;
  readonly #outage = new Outage();
  #suspended = false;
  #hearsUs = false;
  #outageMs = 0;
  /** When play stopped, or the silence began that stopped it, whatever has been tried since; −1 while it goes on. */
  #awaySinceMs = -1;
  /** The same, but for play that the other side may have had no part in. */
  #waitingSinceMs = -1;
  /** When play went on after that; −1 while it has not. */
  #playingSinceMs = -1;
  /** This side was restarted, and can't tell for how long it was away. */
  #restarted: boolean;

  constructor(restarted: boolean) {
    this.#restarted = restarted;
  }

  /** A packet of this epoch came. */
  heard(nowMs: number): void {
    this.#outage.heard(nowMs);
  }

  /** A heartbeat of this epoch came. */
  heartbeat(nowMs: number, { suspended, hearsReceiver, outageMs, checkpoint }: Heartbeat): void {
    this.#outage.heard(nowMs);
    this.#suspended = suspended;
    this.#hearsUs = hearsReceiver;
    this.#outageMs = outageMs;
    this.checkpoint = checkpoint;
  }

  /** Whether it was heard within the silence that is allowed. */
  hears(nowMs: number): boolean {
    return this.#outage.hears(nowMs);
  }

  /** When it was first heard in this epoch, in ms; undefined before that. */
  get firstHeardMs(): number | undefined {
    return this.#outage.firstHeardMs;
  }

  /** Play has stopped here; what it said before counts no more. */
  stopped(nowMs: number): void {
    this.#interrupt(nowMs, this.#outage.silentSinceMs(nowMs));
    this.#hearsUs = false;
    this.#suspended = false;
  }

  /** Play has stopped, and goes on in a moment. */
  interrupted(nowMs: number): void {
    this.#interrupt(nowMs, nowMs);
  }

  #interrupt(nowMs: number, sinceMs: number): void {
    if (this.#surelyPlays(nowMs)) {
      this.#waitingSinceMs = -1;
      this.#restarted = false;
    }
    this.#playingSinceMs = -1;
    this.away(sinceMs);
  }

  /** The match waits, since then or since before. */
  away(sinceMs: number): void {
    if (this.#awaySinceMs < 0) this.#awaySinceMs = sinceMs;
    if (this.#waitingSinceMs < 0) this.#waitingSinceMs = sinceMs;
  }

  /** Play goes on. */
  playing(nowMs: number): void {
    this.#playingSinceMs = nowMs;
    this.#awaySinceMs = -1;
  }

  /** Milliseconds since play stopped, or since the silence began that stopped it; 0 while it goes on. */
  awayMs(nowMs: number): number {
    return this.#awaySinceMs < 0 ? 0 : nowMs - this.#awaySinceMs;
  }

  /** Whether to the other side the match may have waited for so long, in ms. */
  mayHaveWaited(nowMs: number, ms: number): boolean {
    // A machine that was asleep may hear of it before it looks at its clock.
    if (nowMs - this.#outage.silentSinceMs(nowMs) >= ms) return true;
    if (this.#surelyPlays(nowMs)) return false;
    return this.#restarted || (this.#waitingSinceMs >= 0 && nowMs - this.#waitingSinceMs >= ms);
  }

  #surelyPlays(nowMs: number): boolean {
    return this.#playingSinceMs >= 0 && nowMs - this.#playingSinceMs >= ONE_SIDED_MS;
  }

  /** True when it has stopped as well and hears us: both can go on. */
  get isBack(): boolean {
    return this.#hearsUs && this.#suspended;
  }

  /** Longest silence of this epoch as measured here, however short, and while it lasts; in ms. */
  silenceMs(nowMs: number): number {
    return this.#outage.silenceMs(nowMs);
  }

  /** Length of the outage: the longer of both sides' measurements, in ms. */
  get outageMs(): number {
    return Math.max(this.#outage.lengthMs, this.#outageMs);
  }

  /** Our own measurement, in ms: 0 when no silence was longer than what is allowed. */
  get ownOutageMs(): number {
    return this.#outage.lengthMs;
  }

  /** A new epoch begins; its first packet may take `firstLimitMs`. */
  reset(nowMs: number, firstLimitMs: number): void {
    this.#outage.reset(nowMs, firstLimitMs);
    this.#outageMs = 0;
  }
}
