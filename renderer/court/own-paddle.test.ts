import { expect, it } from 'vitest';
import { OwnPaddle } from './own-paddle.ts';

it("shows this frame's input in this frame", () => {
  const paddle = new OwnPaddle();
  expect(paddle.frame(270, 0, 0.5, 16)).toBe(270);
  expect(paddle.frame(270, 7, 0.5, 16)).toBeGreaterThan(274);
});

it('does not twitch back when the key is let go between two ticks', () => {
  const paddle = new OwnPaddle();
  const before = paddle.frame(270, 7, 0.9, 16);
  const after = paddle.frame(270, 0, 0.95, 2);
  expect(Math.abs(after - before)).toBeLessThan(1);
  for (let frame = 0; frame < 20; frame++) paddle.frame(270, 0, 0.5, 16);
  expect(paddle.frame(270, 0, 0.5, 16)).toBeCloseTo(270, 1);
});

it('stays on the court', () => {
  const paddle = new OwnPaddle();
  expect(paddle.frame(46, -7, 1, 16)).toBe(46);
});
