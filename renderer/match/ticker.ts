/** Calls back about every 4 ms, also while the window is hidden. */
export class Ticker {
  readonly #worker: Worker;

  /** @param onTick called with `performance.now()` */
  constructor(onTick: (nowMs: number) => void) {
    this.#worker = new Worker(new URL('../tick-worker.ts', import.meta.url), { type: 'module' });
    this.#worker.addEventListener('message', () => onTick(performance.now()));
  }

  stop(): void {
    this.#worker.terminate();
  }
}
