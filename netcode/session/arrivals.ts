/**
 * A packet that is not there when this many later ones are counts as lost. SCTP takes it for lost then, too (RFC 9260, section 7.2.4), and
 * what it sends a second time comes a round trip late: the game has long had a newer one.
 */
const LATE_PACKETS = 3;
/** Sequence numbers are one byte. */
const SEQUENCES = 256;

/** Which packets arrived and which did not, by their sequence numbers: what was never sent has no number and can't be missed. */
export class Arrivals {
  /** Packets that arrived in time, of those that can be told by now. */
  arrived = 0;
  /** Packets that did not. */
  lost = 0;
  /** Runs of them: packets that follow each other and are lost together count as one. */
  runs = 0;
  #newest = -1;
  /** Bit `i` is set when the packet `i` before the newest arrived. */
  #seen = 0;

  /**
   * Takes the number of a packet that arrived.
   * @returns true when it is newer than every packet before it
   */
  add(sequence: number): boolean {
    if (this.#newest < 0) {
      this.#newest = sequence;
      // Packets before the first are nobody's loss.
      this.#seen = -1;
      return true;
    }
    const ahead = (sequence - this.#newest + SEQUENCES) % SEQUENCES;
    if (ahead === 0 || ahead >= SEQUENCES / 2) {
      const behind = (SEQUENCES - ahead) % SEQUENCES;
      if (behind < LATE_PACKETS) this.#seen |= 1 << behind;
      return false;
    }
    for (let i = 1; i <= ahead; i++) {
      if ((this.#seen & (1 << (LATE_PACKETS - 1))) !== 0) this.arrived++;
      else {
        this.lost++;
        if ((this.#seen & (1 << LATE_PACKETS)) !== 0) this.runs++;
      }
      this.#seen = (this.#seen << 1) | (i === ahead ? 1 : 0);
    }
    this.#newest = sequence;
    return true;
  }

  /** Counts from 0 again. */
  recount(): void {
    this.arrived = 0;
    this.lost = 0;
    this.runs = 0;
  }

  /** Forgets which packets came, as after an outage, in which any number of them can have been lost. */
  reset(): void {
    this.#newest = -1;
  }
}
