import { expect, it } from 'vitest';
import { Shake } from './shake.ts';

it('knocks towards a side, stays small however often it is hit, and settles to exactly nothing', () => {
  const shake = new Shake();
  for (let i = 0; i < 20; i++) shake.knock(-1, 1);
  shake.frame(0);
  expect(shake.x).toBeLessThan(0);
  expect(Math.abs(shake.x)).toBeLessThanOrEqual(4);
  for (let i = 0; i < 120; i++) shake.frame(16);
  expect(Math.abs(shake.x) + Math.abs(shake.y)).toBe(0);
});
