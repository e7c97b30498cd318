import { expect, test as it } from 'vitest';
import { reachablePlace } from './window-place.ts';

const laptop = { x: 0, y: 0, width: 1_366, height: 728 };
const left = { x: -1_920, y: 0, width: 1_920, height: 1_080 };
const window = { width: 1_120, height: 700 };

it('a window stays where it is wanted, also on a screen to the left and partly outside', () => {
  expect(reachablePlace({ x: 12, y: 40, ...window }, [laptop])).toEqual({ x: 12, y: 40, ...window });
  expect(reachablePlace({ x: -1_900, y: 40, ...window }, [laptop, left])).toEqual({ x: -1_900, y: 40, ...window });
  expect(reachablePlace({ x: 1_200, y: 600, ...window }, [laptop])).toEqual({ x: 1_200, y: 600, ...window });
});

it('a window for a screen that was unplugged opens on one that is there', () => {
  for (const [x, y] of [
    [-1_900, 40],
    [5_000, 40],
    [12, 4_000],
    [12, -300],
  ] as const)
    expect(reachablePlace({ x, y, ...window }, [laptop])).toEqual({ x: undefined, y: undefined, ...window });
});

it('a window is not larger than its screen', () => {
  const small = { x: 0, y: 0, width: 1_024, height: 560 };
  expect(reachablePlace({ x: undefined, y: undefined, ...window }, [small])).toEqual({
    x: undefined,
    y: undefined,
    width: 1_024,
    height: 560,
  });
});
