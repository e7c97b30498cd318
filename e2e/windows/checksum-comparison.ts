import type { Page } from '@playwright/test';

/** Checksums of some confirmed ticks of one window. */
export interface ChecksumSample {
  /** Ticks may be played anew after a change of epoch, so a tick is only the same one within its epoch. */
  readonly epoch: number;
  readonly pairs: readonly (readonly [tick: number, checksum: number])[];
}

/** Compares what two windows say about the ticks that both have confirmed. */
export class ChecksumComparison {
  readonly #waiting: readonly [Map<string, number>, Map<string, number>] = [new Map(), new Map()];
  readonly #lastTick: [number, number] = [-1, -1];
  readonly #lastEpoch: [number, number] = [-1, -1];
  #compared = 0;
  #differing = 0;

  /** Ticks that both windows have confirmed. */
  get compared(): number {
    return this.#compared;
  }

  /** How many of them ended in different states. */
  get differing(): number {
    return this.#differing;
  }

  /** Takes what one window has confirmed; ticks that it told of before are skipped. */
  take(side: 0 | 1, { epoch, pairs }: ChecksumSample): void {
    const own = this.#waiting[side];
    const others = this.#waiting[side === 0 ? 1 : 0];
    if (epoch !== this.#lastEpoch[side]) this.#lastTick[side] = -1;
    this.#lastEpoch[side] = epoch;
    for (const [tick, checksum] of pairs) {
      if (tick <= this.#lastTick[side]) continue;
      this.#lastTick[side] = tick;
      const key = `${epoch}:${tick}`;
      const other = others.get(key);
      if (other === undefined) {
        own.set(key, checksum);
        continue;
      }
      others.delete(key);
      this.#compared++;
      if (other !== checksum) this.#differing++;
    }
  }

  /** Asks both windows for what they have confirmed since they were last asked. Often enough is once in half a minute. */
  async collect(pages: readonly [Page, Page]): Promise<void> {
    const samples = await Promise.all(pages.map((page, side) => readSample(page, this.#lastTick[side] ?? -1, this.#lastEpoch[side] ?? -1)));
    for (const [side, sample] of samples.entries()) this.take(side === 0 ? 0 : 1, sample);
  }
}

function readSample(page: Page, lastTick: number, lastEpoch: number): Promise<ChecksumSample> {
  return page.evaluate(
    (last) => {
      const { epoch } = window.paddlewire.telemetry();
      return { epoch, pairs: window.paddlewire.checksums(epoch === last.epoch ? last.tick + 1 : 0) };
    },
    { tick: lastTick, epoch: lastEpoch },
  );
}
