const LOW_32 = 0xffff_ffffn;

/** Seeded random numbers for simulations: sfc32 (Chris Doty-Humphrey, PractRand), small, fast and good enough to pass PractRand. */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  /**
   * @param seed a whole number; its lowest 64 bits count
   * @param stream a name that keeps random streams of one seed apart, such as 'network' or 'clock'
   */
  constructor(seed: number | bigint, stream: string) {
    const bits = BigInt.asUintN(64, BigInt(seed));
    let hash = 0x811c9dc5;
    for (let i = 0; i < stream.length; i++) hash = Math.imul(hash ^ stream.charCodeAt(i), 0x01000193);
    this.#a = Number(bits & LOW_32) | 0;
    this.#b = hash;
    this.#c = Number(bits >> 32n) | 0;
    for (let i = 0; i < 15; i++) this.u32();
  }

  /** 0 to 2^32 − 1. */
  u32(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum;
    return sum >>> 0;
  }

  /** 0 up to, not including, 1. */
  unit(): number {
    return this.u32() / 0x1_0000_0000;
  }

  /** A whole number from 0 to `below` − 1. */
  below(below: number): number {
    return Math.floor(this.unit() * below);
  }

  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }

  /** True this often, 0 to 1. */
  chance(probability: number): boolean {
    return this.unit() < probability;
  }

  /**
   * Exponentially spread, in steps of a third of the mean and even within a step: the logarithm that an exact one takes is not the same
   * on every machine.
   */
  exponential(mean: number): number {
    let steps = this.unit() - 0.5;
    while (this.chance(0.75)) steps++;
    return Math.max(0, (steps * mean) / 3);
  }
}
