import { expect, it } from 'vitest';
import { Touch } from './touch.ts';

it('a finger steers from its touch until it is lifted', () => {
  const touch = new Touch();
  touch.touch(1, 100);
  touch.move(1, 120, true);
  expect(touch.y).toBe(120);
  touch.lift(1);
  expect(touch.y).toBeUndefined();
});

it('of two fingers the newer steers, and when one is lifted the other goes on', () => {
  const touch = new Touch();
  touch.touch(1, 100);
  touch.touch(2, 300);
  touch.move(1, 110, true);
  expect(touch.y).toBe(300);
  touch.lift(2);
  expect(touch.y).toBe(110);
  touch.touch(3, 50);
  touch.lift(1);
  expect(touch.y).toBe(50);
});

it('a finger that never touched the court, or was lifted, does not steer when it moves', () => {
  const touch = new Touch();
  touch.move(1, 100, true);
  expect(touch.y).toBeUndefined();
  touch.touch(1, 100);
  touch.lift(1);
  touch.move(1, 100, true);
  expect(touch.y).toBeUndefined();
});

it('a pen whose end was lost is let go once it is seen in the air', () => {
  const touch = new Touch();
  touch.touch(1, 100);
  touch.move(1, 200, false);
  expect(touch.y).toBeUndefined();
});

it('a finger that touches again without having been lifted is the newest', () => {
  const touch = new Touch();
  touch.touch(1, 100);
  touch.touch(2, 300);
  touch.touch(1, 50);
  expect(touch.y).toBe(50);
  touch.lift(1);
  expect(touch.y).toBe(300);
});

it('a rest lets go of all fingers', () => {
  const touch = new Touch();
  touch.touch(1, 100);
  touch.touch(2, 300);
  touch.rest();
  touch.move(1, 120, true);
  expect(touch.y).toBeUndefined();
});
