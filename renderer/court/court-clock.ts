import { TICKS_PER_SECOND } from '../../netcode/pong/state.ts';

const TICKS_PER_MS = TICKS_PER_SECOND / 1000;
/** Share of the clock's error that a frame takes away: smooths the 4 ms grain of the tick timer, follows pacing within half a second. */
const CORRECTION = 0.08;
/** Errors above this, in ticks, are no jitter: the match stood still or started over. */
const LOST = 4;
/** How fast the assumed lag of confirmations shrinks when they come sooner, in ticks a second: slower than an eye notices. */
const LAG_DECAY_TICKS_PER_SECOND = 1.5;

/**
 * Turns ticks, which come in whole steps and in bursts, into two smooth times to draw at: the newest, and the one up to
 * which the opponent is known.
 */
export class CourtClock {
  /** Between the last two simulated ticks; never ahead of the newest. */
  newest = 0;
  /** Never ahead of the confirmed tick, and moving evenly while confirmations arrive unevenly. */
  confirmed = 0;
  #lagTicks = 0;
  #nowMs = -1;

  /** States have started over or gone back. */
  restart(): void {
    this.#nowMs = -1;
  }

  /**
   * @param tick newest simulated tick
   * @param tickedAtMs when it was simulated
   * @param confirmedTick newest confirmed tick
   */
  frame(nowMs: number, tick: number, tickedAtMs: number, confirmedTick: number): void {
    const first = this.#nowMs < 0;
    const passed = first ? 0 : Math.max(0, nowMs - this.#nowMs);
    this.#nowMs = nowMs;
    const sinceTick = Math.min(1, Math.max(0, (nowMs - tickedAtMs) * TICKS_PER_MS));
    const target = Math.max(0, tick - 1 + sinceTick);
    let newest = this.newest + passed * TICKS_PER_MS;
    const error = target - newest;
    newest = first || Math.abs(error) > LOST ? target : newest + error * CORRECTION;
    if (!first && newest < this.newest && this.newest <= tick) newest = this.newest;
    this.newest = Math.min(tick, newest);
    const lag = this.newest - Math.min(confirmedTick, this.newest);
    this.#lagTicks = first ? lag : Math.max(lag, this.#lagTicks - (passed / 1000) * LAG_DECAY_TICKS_PER_SECOND);
    const confirmed = Math.max(0, this.newest - this.#lagTicks);
    this.confirmed = !first && confirmed < this.confirmed && this.confirmed <= this.newest ? this.confirmed : confirmed;
  }
}
