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
