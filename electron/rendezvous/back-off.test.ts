import { expect, it } from 'vitest';
import { networkBackOff, pauseMs } from './back-off.ts';

it('pauses double from 250 ms up to 30 s, and no two clients have the same', () => {
  const longest = [1, 2, 3, 8, 100].map((failures) => pauseMs(networkBackOff, failures, 1));
  expect(longest).toEqual([250, 500, 1_000, 30_000, 30_000]);
  expect(pauseMs(networkBackOff, 3, 0)).toBe(500);
  expect(pauseMs(networkBackOff, 3, 0.5)).toBe(750);
});
