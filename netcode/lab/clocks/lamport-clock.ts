/** Lamport's logical clock (Leslie Lamport, "Time, clocks, and the ordering of events in a distributed system", 1978). */
export class LamportClock {
  /** Time of the newest event; 0 before the first. */
  time = 0;

  /**
   * Something happened here, or a message leaves.
   * @returns its time; a message that leaves carries it as its stamp
   */
  next(): number {
    this.time++;
    return this.time;
  }

  /**
   * A message is taken: its event comes after its sending and after everything that happened here.
   * @param stamp the time at which it left
   */
  receive(stamp: number): number {
    this.time = Math.max(this.time, stamp) + 1;
    return this.time;
  }
}
