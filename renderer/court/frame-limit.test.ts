import { expect, it } from 'vitest';
import { FrameLimit } from './frame-limit.ts';

/** Frames that a page draws in ten seconds of a screen, and how many it asks for: none while it rests, if it rests. */
function inTenSeconds(screenHz: number, framesPerSecond: number, rests: boolean): readonly [drawn: number, asked: number] {
  const limit = new FrameLimit();
  let [drawn, asked, restsUntilMs] = [0, 0, 0];
  for (let frame = 0; frame < screenHz * 10; frame++) {
    const nowMs = 5_000 + (frame * 1_000) / screenHz;
    if (nowMs < restsUntilMs) continue;
    asked++;
    if (limit.takes(nowMs, framesPerSecond)) drawn++;
    if (rests) restsUntilMs = nowMs + limit.restMs(nowMs);
  }
  return [drawn, asked];
}

function drawnInTenSeconds(screenHz: number, framesPerSecond: number): number {
  return inTenSeconds(screenHz, framesPerSecond, false)[0];
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

it.each([
  [60, 30],
  [144, 30],
  [50, 20],
  [240, 5],
  [60, 1],
])('on a screen of %d Hz resting costs none of %d frames a second', (screenHz, framesPerSecond) => {
  const [drawn, asked] = inTenSeconds(screenHz, framesPerSecond, true);
  expect(drawn).toBe(drawnInTenSeconds(screenHz, framesPerSecond));
  // Those within the 25 ms before one is due, and that one.
  expect(asked).toBeLessThanOrEqual(drawn * Math.ceil((25 * screenHz) / 1_000 + 1));
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
