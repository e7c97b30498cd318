/** Reads a fuzzer's input as a script: numbers and byte strings, 0 and nothing when it is over. */
export class ScriptReader {
  readonly #input: Uint8Array;
  #at = 0;

  constructor(input: Uint8Array) {
    this.#input = input;
  }

  get over(): boolean {
    return this.#at >= this.#input.length;
  }

  /** 0 to 255. */
  byte(): number {
    return this.#input[this.#at++] ?? 0;
  }

  /** The next `length` bytes, or as many as there are. */
  bytes(length: number): Uint8Array {
    const from = this.#at;
    this.#at += length;
    return this.#input.slice(from, this.#at);
  }
}
