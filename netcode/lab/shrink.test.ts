import { describe, expect, it } from 'vitest';
import type { Fault } from './schedule.ts';
import { shrink } from './shrink.ts';

const fault = (kind: Fault['kind'], lengthMs: number, amount = 0, which = 3): Fault => ({
  kind,
  atMs: 100,
  lengthMs,
  which,
  amount,
});
const noise = Array.from({ length: 30 }, (_, i) => fault('loss', 1000 + i, 20));

describe('shrinking', () => {
  it('leaves the two faults that it takes together, out of many', () => {
    const schedule = [...noise.slice(0, 11), fault('cut', 800), ...noise.slice(11), fault('slowDisk', 900, 400)];
    const both = (faults: readonly Fault[]) => ['cut', 'slowDisk'].every((kind) => faults.some((one) => one.kind === kind));
    expect(shrink(schedule, both).map(({ kind }) => kind)).toEqual(['cut', 'slowDisk']);
  });

  it('makes what is left as short, as mild and as one-sided as still fails', () => {
    const fails = (faults: readonly Fault[]) =>
      faults.some(({ kind, lengthMs, amount, which }) => kind === 'delay' && lengthMs >= 400 && amount >= 90 && which !== 1);
    const [left] = shrink([fault('delay', 6400, 390)], fails);
    expect(left).toMatchObject({ which: 2, lengthMs: 400, amount: 97 });
  });

  it('comes to nothing when the faults have no part in it', () => {
    expect(shrink(noise, () => true)).toEqual([]);
  });

  it('gives up after a bounded number of runs, with a schedule that fails', () => {
    let runs = 0;
    const all = Array.from({ length: 800 }, (_, i) => fault('loss', 1 << 20, i));
    const left = shrink(all, (faults) => {
      runs++;
      return faults.length > 700;
    });
    expect(runs).toBeLessThanOrEqual(400);
    expect(left.length).toBeGreaterThan(700);
  });

  it('never damages another word, nor takes one other version for another', () => {
    const tried: Fault[] = [];
    shrink([fault('damage', 0, 9, 1), fault('version', 0, 1)], (faults) => {
      tried.push(...faults);
      return faults.length === 2;
    });
    for (const { kind, amount } of tried) expect(amount).toBe(kind === 'damage' ? 9 : 1);
  });
});
