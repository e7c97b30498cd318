import { describe, expect, it } from 'vitest';
import { machineLoads } from './load.ts';
import { runMachines, SIDES, type Three } from './machines.ts';

/** Ten minutes each: a queue at a load of 1 wanders by some 20 messages in that time, which is 0.03 a second. */
const SECONDS = 600;
const RUNS = 10;

function measuredGrowth(ratesPerSecond: Three<number>, sides: number): number {
  let waiting = 0;
  for (let seed = 1; seed <= RUNS; seed++) waiting += runMachines({ ratesPerSecond, sides, seconds: SECONDS }, seed)[0].queue.length;
  return waiting / RUNS / SECONDS;
}

describe('the balance of messages', () => {
  it.each<[Three<number>, number]>([
    [[1, 1, 6], 1.2 - 1],
    [[1, 2, 5], 7 / 6 - 1],
    [[1, 3, 4], 7 / 6 - 1],
    [[1, 4, 4], 8 / 6 - 1],
    [[1, 6, 6], 2 - 1],
  ])('%j: the slow queue grows by the closed form', (rates, growthPerSecond) => {
    const [slow] = machineLoads(rates, SIDES);
    expect(slow.growthPerSecond).toBeCloseTo(growthPerSecond, 9);
    expect(slow.freePerSecond).toBe(0);
  });

  it.each<[Three<number>]>([[[1, 1, 5]], [[1, 2, 4]], [[1, 3, 3]], [[2, 6, 6]]])('%j: exactly as much comes as can be read', (rates) => {
    expect(machineLoads(rates, SIDES)[0].arrivalsPerSecond).toBeCloseTo(rates[0], 9);
  });

  it('three alike read two of seven ticks', () => {
    for (const { arrivalsPerSecond, freePerSecond } of machineLoads([7, 7, 7], SIDES)) {
      expect(arrivalsPerSecond).toBeCloseTo(2, 9);
      expect(freePerSecond).toBeCloseTo(5, 9);
    }
  });

  it('is refused for a die with which it need not come to rest', () => {
    expect(() => machineLoads([1, 2, 3], 4)).toThrow(RangeError);
  });

  it.each<[Three<number>, number]>([
    [[1, 1, 6], SIDES],
    [[1, 3, 4], SIDES],
    [[1, 4, 4], SIDES],
    [[1, 6, 6], SIDES],
    [[2, 5, 6], SIDES],
    [[2, 4, 6], SIDES],
    [[3, 3, 6], SIDES],
    [[1, 6, 6], 20],
    [[1, 6, 6], 30],
    [[1.5, 6, 6], SIDES],
  ])('%j with %i sides: what is measured grows as it says', (rates, sides) => {
    const [slow] = machineLoads(rates, sides);
    expect(Math.abs(measuredGrowth(rates, sides) - slow.growthPerSecond)).toBeLessThan(0.04);
  });

  it("the slow machine's own sends vanish as its load rises", () => {
    for (const rates of [
      [2, 3, 3],
      [2, 5, 6],
      [1, 6, 6],
    ] as const) {
      const [slow] = runMachines({ ratesPerSecond: rates, sides: SIDES, seconds: SECONDS }, 1);
      const [theory] = machineLoads(rates, SIDES);
      expect(Math.abs(slow.freeTicks / SECONDS - theory.freePerSecond)).toBeLessThan(0.08);
    }
  });
});
