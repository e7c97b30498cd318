import { expect, it } from 'vitest';
import { HitStop } from './hit-stop.ts';

it('holds the picture of the ball for a moment, then catches up completely and never runs ahead', () => {
  const stop = new HitStop();
  stop.frame(1);
  expect(stop.lagTicks).toBe(0);
  stop.hit();
  for (let i = 0; i < 3; i++) stop.frame(1);
  expect(stop.lagTicks).toBe(3);
  for (let i = 0; i < 20; i++) stop.frame(1);
  expect(stop.lagTicks).toBe(0);
});
