import type { Checkpoint } from '../history/checkpoints.ts';
import type { Timeline } from '../history/timeline.ts';
import type { InputPacket } from '../wire/input-packet.ts';
import { InputExchange } from './input-exchange.ts';
import { MAX_CATCH_UP_TICKS, MAX_UNACKNOWLEDGED, STUCK_MS } from './timing.ts';

/** What play tells the session. */
export interface TickLoopListener {
  /** A checkpoint was reached; it is to be put on disk. */
  reached(checkpoint: Checkpoint): void;
  /** More ticks are confirmed than before. */
  confirmed(): void;
  /**
   * The other side has another checksum at a tick.
   * @param isNew false while the sides have not been the same since the last time
   */
  differs(nowMs: number, difference: { readonly tick: number; readonly ours: number; readonly theirs: number }, isNew: boolean): void;
  /** The sides are the same again, at this tick. */
  healed(tick: number): void;
  /** Nothing could be played for {@link STUCK_MS}, although packets came. */
  stuck(nowMs: number): void;
}

/** One side's ticks while both play: when they are due, the inputs that go out and come in, and what gets confirmed by them. */
export class TickLoop<State> {
  readonly exchange: InputExchange;
  readonly counts = { maxRollbackTicks: 0, stalls: 0, suspensions: 0, checksumsCompared: 0, checksumsDiffering: 0 };
  /** Replaced once, when the authority's seed arrives. */
  timeline: Timeline<State>;
  /** When the next tick is due. */
  nextTickMs = 0;
  readonly #isAuthority: boolean;
  readonly #listener: TickLoopListener;
  readonly #inputFor: (tick: number) => number;
  readonly #tickMs: number;
  #stuckSinceMs = -1;
  #stopped = false;
  /** The sides differed when they were last compared. */
  #isApart = false;

  /** @param inputFor is asked for the player's input of each tick */
  constructor(
    ticksPerSecond: number,
    timeline: Timeline<State>,
    isAuthority: boolean,
    inputFor: (tick: number) => number,
    listener: TickLoopListener,
  ) {
    this.exchange = new InputExchange(ticksPerSecond);
    this.timeline = timeline;
    this.#isAuthority = isAuthority;
    this.#listener = listener;
    this.#inputFor = inputFor;
    this.#tickMs = 1000 / ticksPerSecond;
  }

  /** What was measured and counted here. */
  get stats() {
    const { quality, pacing, rate } = this.exchange;
    const { packetsPerSecond: sendRatePerSecond } = rate;
    return { ...quality.measured, ...this.counts, sendRatePerSecond, frameAdvantageTicks: pacing.advantageTicks };
  }

  /** Ticks are due from now on. */
  start(nowMs: number): void {
    this.#stopped = false;
    this.nextTickMs = nowMs;
    this.#stuckSinceMs = -1;
    this.exchange.pacing.reset();
  }

  /** No tick is due any more, not even one of those being made up for. */
  stop(): void {
    this.#stopped = true;
  }

  /**
   * Plays the ticks that are due.
   * @returns how many there were, 0 when play has stopped meanwhile; their inputs are to be sent
   */
  run(nowMs: number): number {
    const { game } = this.timeline;
    let played = 0;
    while (nowMs >= this.nextTickMs && !this.#stopped) {
      if (played === MAX_CATCH_UP_TICKS) {
        this.nextTickMs = nowMs + this.#tickMs;
        break;
      }
      const full = this.exchange.unacknowledged(this.timeline) > MAX_UNACKNOWLEDGED;
      if (!full && this.timeline.addLocal(this.#inputFor) && game.advance()) this.#stuckSinceMs = -1;
      else this.#stall(nowMs);
      if (game.lastRollbackTicks > this.counts.maxRollbackTicks) this.counts.maxRollbackTicks = game.lastRollbackTicks;
      this.#confirm(nowMs);
      this.nextTickMs += this.#tickMs * this.exchange.pacing.stretch(this.timeline.rests());
      played++;
    }
    return this.#stopped ? 0 : played;
  }

  /**
   * Takes a packet of the other side.
   * @returns false when nothing of it was taken
   */
  receive(nowMs: number, packet: InputPacket, playing: boolean): boolean {
    if (!this.exchange.receive(nowMs, packet, this.timeline)) return false;
    if (playing) this.exchange.pace(packet, this.timeline, (this.nextTickMs - nowMs) / this.#tickMs, this.#tickMs);
    return true;
  }

  #stall(nowMs: number): void {
    this.counts.stalls++;
    if (this.#stuckSinceMs < 0) this.#stuckSinceMs = nowMs;
    else if (nowMs - this.#stuckSinceMs > STUCK_MS) this.#listener.stuck(nowMs);
  }

  #confirm(nowMs: number): void {
    const timeline = this.timeline;
    const { game } = timeline;
    const { published } = this.exchange;
    const before = timeline.confirmedTick;
    // The authority confirms what both inputs are known of. A follower confirms what the authority has published, once its own
    // state has the same checksum: so no state is ever confirmed or put on disk that the two sides do not share.
    if (this.#isAuthority) this.#confirmTo(Number.POSITIVE_INFINITY);
    while (published.tick >= 0 && published.tick <= game.confirmedTick) {
      const { tick, checksum } = published;
      published.done();
      if (!game.holds(tick)) continue;
      this.counts.checksumsCompared++;
      if (game.checksumAt(tick) === checksum) {
        if (this.#isApart) this.#listener.healed(tick);
        this.#isApart = false;
        if (!this.#isAuthority) this.#confirmTo(tick);
        continue;
      }
      this.counts.checksumsDiffering++;
      this.#listener.differs(nowMs, { tick, ours: game.checksumAt(tick), theirs: checksum }, !this.#isApart);
      this.#isApart = true;
    }
    if (timeline.confirmedTick !== before) this.#listener.confirmed();
  }

  #confirmTo(limit: number): void {
    const reached = this.timeline.confirm(limit);
    if (reached !== undefined) this.#listener.reached(reached);
  }
}
