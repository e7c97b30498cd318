import { expect, it } from 'vitest';
import { FrameLimit } from './frame-limit.ts';

/** Frames that are drawn in ten seconds of a screen. */
function drawnInTenSeconds(screenHz: number, framesPerSecond: number): number {
  const limit = new FrameLimit();
  let drawn = 0;
  for (let frame = 0; frame < screenHz * 10; frame++) if (limit.takes(5_000 + (frame * 1_000) / screenHz, framesPerSecond)) drawn++;
  return drawn;
}

it.each([
  [60, 30, 300],
  [60, 20, 200],
  [144, 60, 600],
  [240, 120, 1_200],
])('a screen of %d Hz is held to %d frames a second', (screenHz, framesPerSecond, drawn) => {
  expect(Math.abs(drawnInTenSeconds(screenHz, framesPerSecond) - drawn)).toBeLessThanOrEqual(1);
});

it.each([
  [60, 0],
  [60, 60],
  [60, 120],
])('a screen of %d Hz under a limit of %d draws every frame', (screenHz, framesPerSecond) => {
  expect(drawnInTenSeconds(screenHz, framesPerSecond)).toBe(screenHz * 10);
});

it('no frame need be asked for until shortly before the next one is due', () => {
  const limit = new FrameLimit();
  limit.takes(5_000, 2);
  expect([5_000, 5_400, 5_475, 5_500, 6_000].map((nowMs) => limit.restMs(nowMs))).toEqual([475, 75, 0, 0, 0]);
});

it('after a pause nothing is caught up with', () => {
  const limit = new FrameLimit();
  limit.takes(0, 30);
  expect([10_000, 10_010, 10_020, 10_034].map((nowMs) => limit.takes(nowMs, 30))).toEqual([true, false, false, true]);
});
