import { INITIAL_WINDOW_BYTES, LEAST_WINDOW_BYTES, MTU_BYTES, RECEIVER_WINDOW_BYTES } from './dcsctp.ts';

/** The congestion window: how many bytes may be on their way. */
export class Congestion {
  windowBytes = INITIAL_WINDOW_BYTES;
  /** Up to here the window grows by what is acknowledged (slow start), beyond by one MTU for a window's worth. */
  #thresholdBytes = RECEIVER_WINDOW_BYTES;
  #partialBytes = 0;
  /** While recovering from loss, the TSN that must be acknowledged for it to be over. */
  #recoversTo: number | undefined;

  get recovering(): boolean {
    return this.#recoversTo !== undefined;
  }

  /** An acknowledgement came; to be called before it is looked at. */
  acknowledged(cumulative: number): void {
    if (this.#recoversTo !== undefined && cumulative >= this.#recoversTo) this.#recoversTo = undefined;
  }

  /** More is acknowledged than before. @param inFlightBytes what was on its way until then */
  grow(inFlightBytes: number, ackedBytes: number): void {
    const used = inFlightBytes + MTU_BYTES >= this.windowBytes;
    if (this.windowBytes <= this.#thresholdBytes) {
      if (used && !this.recovering) this.windowBytes += Math.min(ackedBytes, MTU_BYTES);
      return;
    }
    this.#partialBytes += ackedBytes;
    if (this.#partialBytes < this.windowBytes || !used) return;
    this.#partialBytes -= this.windowBytes;
    this.windowBytes += MTU_BYTES;
  }

  /** An acknowledgement told of loss: the window is halved, once for what is on its way. @param newest TSN that was used */
  lost(newest: number): void {
    if (this.recovering) return;
    this.#halve();
    this.windowBytes = this.#thresholdBytes;
    this.#recoversTo = newest;
  }

  /** T3 went off. */
  timedOut(): void {
    this.#halve();
    this.windowBytes = MTU_BYTES;
  }

  #halve(): void {
    this.#thresholdBytes = Math.max(Math.floor(this.windowBytes / 2), LEAST_WINDOW_BYTES);
    this.#partialBytes = 0;
  }
}
