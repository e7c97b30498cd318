/** Presses that began and ended before any tick asked: each still counts for one. */
export class Taps {
  readonly #begun = new Set<string>();
  readonly #ended = new Set<string>();

  /** Something goes down. */
  press(name: string): void {
    this.#begun.add(name);
  }

  /** It comes up. */
  release(name: string): void {
    if (this.#begun.delete(name)) this.#ended.add(name);
  }

  /** Whether one of these was pressed and let go since the newest tick. */
  any(names: Iterable<string>): boolean {
    if (this.#ended.size === 0) return false;
    for (const name of names) if (this.#ended.has(name)) return true;
    return false;
  }

  /** A tick has taken what there was; or none of it is to count. */
  clear(): void {
    this.#begun.clear();
    this.#ended.clear();
  }
}
