import type { Rollback } from 'paddlewire-netcode';

/** More than a minute at 60 ticks a second, so that two windows that are asked one after the other share plenty. */
const KEPT_TICKS = 4096;

/** Checksums of the newest confirmed ticks, for tests and measurements to compare across windows. */
export class ChecksumRing {
  readonly #checksums = new Int32Array(KEPT_TICKS);
  #from = 0;
  /** One past the newest tick that is kept. */
  #end = 0;

  /** Forgets everything; the next tick taken is `tick`. As after a full copy, when ticks are played anew. */
  restart(tick: number): void {
    this.#from = tick;
    this.#end = tick;
  }

  /** Takes all ticks up to and with `confirmedTick`. Ticks that left the game's window first are skipped. */
  take(game: Rollback<Int32Array>, confirmedTick: number): void {
    while (this.#end <= confirmedTick) {
      if (game.holds(this.#end)) this.#checksums[this.#end % KEPT_TICKS] = game.checksumAt(this.#end);
      else this.#from = this.#end + 1;
      this.#end++;
    }
  }

  /** Kept ticks from `fromTick` on with their checksums, oldest first. */
  list(fromTick: number): [tick: number, checksum: number][] {
    const pairs: [number, number][] = [];
    for (let tick = Math.max(fromTick, this.#from, this.#end - KEPT_TICKS); tick < this.#end; tick++) {
      pairs.push([tick, this.#checksums[tick % KEPT_TICKS] ?? 0]);
    }
    return pairs;
  }
}
