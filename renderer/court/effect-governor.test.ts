import { expect, it } from 'vitest';
import { EffectGovernor } from './effect-governor.ts';

/** Draws frames so far apart for so long. @returns when the effects were lowered, in seconds from the start */
function drawn(governor: EffectGovernor, everyMs: number, forMs: number, wanted = 0, fromMs = 1000): number[] {
  const lowered: number[] = [];
  for (let ms = 0; ms < forMs; ms += everyMs) if (governor.frame(fromMs + ms, wanted)) lowered.push(Math.round(ms / 1000));
  return lowered;
}

it('a slow machine loses the glow after a few seconds, then the trail, and then no more', () => {
  const governor = new EffectGovernor();
  expect(drawn(governor, 40, 20_000)).toEqual([3, 6]);
  expect(governor.lowered).toBe(2);
});

it.each([
  ['a fast screen', 7, 0],
  ['a screen of 50 Hz', 20, 0],
  ['frames that are kept to 30 per second by a setting', 33, 30],
  ['pictures that come once in a while', 500, 0],
])('%s keeps all effects', (_, everyMs, wanted) => {
  const governor = new EffectGovernor();
  expect(drawn(governor, everyMs, 30_000, wanted)).toEqual([]);
});

it('a moment of load, or a window that was hidden, lowers nothing', () => {
  const governor = new EffectGovernor();
  for (let round = 0; round < 10; round++) {
    drawn(governor, 16, 2500, 0, round * 10_000);
    drawn(governor, 60, 600, 0, round * 10_000 + 2500);
  }
  expect(governor.lowered).toBe(0);
});
