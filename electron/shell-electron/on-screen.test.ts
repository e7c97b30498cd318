import { expect, it } from 'vitest';
import { type Area, onScreen } from './on-screen.ts';

const laptop = { x: 0, y: 24, width: 1_366, height: 744 };
const left = { x: -1_920, y: 0, width: 1_920, height: 1_040 };

it.each<[string, Area, Area]>([
  ['stays where it is when it can be seen', { x: 684, y: 40, width: 660, height: 470 }, { x: 684, y: 40, width: 660, height: 470 }],
  ['stays on a screen to the left', { x: -1_900, y: 40, width: 660, height: 470 }, { x: -1_900, y: 40, width: 660, height: 470 }],
  [
    'comes back from a screen that is not connected',
    { x: 3_000, y: 40, width: 660, height: 470 },
    { x: 706, y: 40, width: 660, height: 470 },
  ],
  ['comes down from behind the bar at the top', { x: 12, y: -300, width: 660, height: 470 }, { x: 12, y: 24, width: 660, height: 470 }],
  ['is moved in when it hangs over the edge', { x: 1_200, y: 500, width: 660, height: 470 }, { x: 706, y: 298, width: 660, height: 470 }],
  ['becomes as small as the screen', { x: 10, y: 40, width: 4_000, height: 3_000 }, { x: 0, y: 24, width: 1_366, height: 744 }],
])('a window %s', (_what, wanted, shown) => {
  expect(onScreen(wanted, [laptop, left])).toEqual(shown);
});
