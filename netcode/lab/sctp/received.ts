import { ACK_DELAY_MS, MOST_GAPS } from './dcsctp.ts';
import type { Sack } from './packet.ts';

/** When the next acknowledgement is due: never, perhaps with the packet that is being read, after a while, or now. */
type Due = 'never' | 'beginning' | 'delayed' | 'now';

/** Which chunks have arrived, and when to say so. */
export class Received {
  /** Everything up to here has arrived, or was skipped. */
  cumulative = 0;
  /** When an acknowledgement that is held back must leave; infinite when there is none. */
  delayedAtMs = Number.POSITIVE_INFINITY;
  /** First and last TSN of each run beyond. */
  readonly #runs: number[] = [];
  #due: Due = 'never';
  #seen = false;

  /**
   * A DATA chunk came.
   * @returns false when it had come before
   */
  observe(tsn: number, hasty: boolean, nowMs: number): boolean {
    let fresh = true;
    if (tsn <= this.cumulative) {
      fresh = false;
      this.#turn('now', nowMs);
    } else if (tsn === this.cumulative + 1) {
      this.cumulative = tsn;
      this.#close();
    } else fresh = this.#add(tsn);
    if (this.#runs.length > 0 || hasty || !this.#seen) this.#turn('now', nowMs);
    this.#seen = true;
    this.#count(nowMs);
    return fresh;
  }

  /** A FORWARD-TSN came: nothing up to this TSN is waited for any more. */
  forward(tsn: number, nowMs: number): void {
    if (tsn <= this.cumulative) {
      // It may have been repeated because an acknowledgement was lost.
      this.#turn('now', nowMs);
      return;
    }
    this.cumulative = tsn;
    const runs = this.#runs;
    while ((runs[1] ?? Number.POSITIVE_INFINITY) <= tsn) runs.splice(0, 2);
    if ((runs[0] ?? Number.POSITIVE_INFINITY) <= tsn) runs[0] = tsn + 1;
    this.#close();
    this.#count(nowMs);
  }

  /** The packet is read to its end. */
  packetEnded(nowMs: number): void {
    if (this.#due === 'beginning') this.#turn('delayed', nowMs);
  }

  /** The acknowledgement has been held back for long enough. */
  delayIsOver(nowMs: number): void {
    this.#turn('now', nowMs);
  }

  /**
   * Whether an acknowledgement is to leave.
   * @param evenIfDelayed true when it could travel with something else
   */
  takeDue(evenIfDelayed: boolean, nowMs: number): Sack | undefined {
    if (this.#due === 'never' || (this.#due !== 'now' && !evenIfDelayed)) return undefined;
    this.#turn('never', nowMs);
    return { cumulative: this.cumulative, runs: this.#runs.length === 0 ? [] : this.#runs.slice(0, 2 * MOST_GAPS) };
  }

  /** Every second packet is acknowledged at once. */
  #count(nowMs: number): void {
    if (this.#due === 'never') this.#turn('beginning', nowMs);
    else if (this.#due === 'delayed') this.#turn('now', nowMs);
  }

  #turn(due: Due, nowMs: number): void {
    if (due === this.#due) return;
    if (this.#due === 'delayed') this.delayedAtMs = Number.POSITIVE_INFINITY;
    else if (due === 'delayed') this.delayedAtMs = nowMs + ACK_DELAY_MS;
    this.#due = due;
  }

  /** The first run may have become part of what is complete. */
  #close(): void {
    const [first, last] = this.#runs;
    if (last === undefined || first !== this.cumulative + 1) return;
    this.cumulative = last;
    this.#runs.splice(0, 2);
  }

  #add(tsn: number): boolean {
    const runs = this.#runs;
    // Mostly it belongs to the end.
    let at = runs.length;
    while (at > 0 && (runs[at - 2] ?? 0) > tsn) at -= 2;
    const lastBefore = runs[at - 1] ?? Number.NEGATIVE_INFINITY;
    if (tsn <= lastBefore) return false;
    const joinsNext = runs[at] === tsn + 1;
    if (lastBefore + 1 === tsn) {
      if (joinsNext) runs.splice(at - 1, 2);
      else runs[at - 1] = tsn;
    } else if (joinsNext) runs[at] = tsn;
    else runs.splice(at, 0, tsn, tsn);
    return true;
  }
}
