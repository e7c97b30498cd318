/** Calls back about every 4 ms while it runs, also while the window is hidden. */
export class Ticker {
  readonly #worker: Worker;
  #runs = false;

  /** @param onTick called with `performance.now()`; not before {@link run} */
  constructor(onTick: (nowMs: number) => void) {
    this.#worker = new Worker(new URL('./tick-worker.ts', import.meta.url), { type: 'module' });
    this.#worker.addEventListener('message', () => onTick(performance.now()));
  }

  /** Lets it run, or stands it still, which spares a machine that has nothing to tick. */
  run(on: boolean): void {
    if (on === this.#runs) return;
    this.#runs = on;
    this.#worker.postMessage(on);
  }
}
