import { expect, test as it } from 'vitest';
import { conditionsOf, countDifferences, FreezeWatch } from './network-run.ts';

it('half of a round trip is the delay of each direction', () => {
  expect(conditionsOf(100, 50, 20, true)).toEqual({ delayMs: 50, jitterMs: 50, loss: 0.2, meanBurst: 4, longestBurst: 20 });
  expect(conditionsOf(0, 50, 5, false).meanBurst).toBe(1);
});

it('a freeze lasts from the last new tick to the next one, or to the end', () => {
  const watch = new FreezeWatch();
  for (const [nowMs, tick] of [
    [0, 0],
    [20, 1],
    [40, 1],
    [90, 2],
    [100, 2],
  ] as const)
    watch.look(nowMs, tick);
  expect(watch.longestMs).toBe(70);
  watch.look(500, 2);
  expect(watch.longestMs).toBe(410);
});

it('only ticks that both sides have settled are compared', () => {
  const a = new Map([
    [1, 5],
    [2, 6],
    [3, 7],
    [9, 1],
  ]);
  const b = new Map([
    [1, 5],
    [2, 0],
    [3, 0],
    [4, 0],
  ]);
  expect(countDifferences(a, b, 2)).toEqual({ compared: 2, differing: 1 });
});
