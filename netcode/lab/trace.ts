/** Hash of all that happened in a run, in order (FNV-1a over words): two runs of a seed give the same. */
export class Trace {
  #hash = 0x811c9dc5;

  /** Unsigned, 32 bits. */
  get value(): number {
    return this.#hash >>> 0;
  }

  /** A peer confirmed a state. */
  state(tick: number, words: Int32Array): void {
    this.#add(tick);
    for (const word of words) this.#add(word);
  }

  /** Something else happened to a peer. */
  event(index: number, nowMs: number, what: number): void {
    this.#add(index);
    this.#add(Math.floor(nowMs * 1024) | 0);
    this.#add(what);
  }

  #add(word: number): void {
    this.#hash = Math.imul(this.#hash ^ word, 0x01000193);
  }
}
