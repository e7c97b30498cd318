import { expect, it } from 'vitest';
import { type Box, type MenuDirection, nextBox } from './menu-path.ts';

const box = (left: number, top: number, width = 100, height = 30): Box => ({ left, top, right: left + width, bottom: top + height });

/** Two columns and a row of buttons below, as in the settings. */
const settings = [box(0, 0), box(0, 40), box(0, 80), box(200, 0), box(200, 40), box(0, 200), box(110, 200)];

it.each<[from: number, direction: MenuDirection, to: number]>([
  [0, 'down', 1],
  [1, 'down', 2],
  [2, 'down', 5],
  [2, 'up', 1],
  [0, 'right', 3],
  [3, 'left', 0],
  [4, 'left', 1],
  [4, 'down', 6],
  [5, 'right', 6],
  [6, 'left', 5],
  [6, 'right', -1],
  [0, 'left', -1],
  // Round.
  [6, 'down', 0],
  [0, 'up', 6],
])('from %i %s to %i', (from, direction, to) => {
  expect(nextBox(settings, from, direction)).toBe(to);
});

it('from nothing, down goes to the first and up to the last', () => {
  expect(nextBox(settings, -1, 'down')).toBe(0);
  expect(nextBox(settings, -1, 'up')).toBe(6);
  expect(nextBox([], -1, 'down')).toBe(-1);
  expect(nextBox([], -1, 'up')).toBe(-1);
});

it('everything can be reached', () => {
  const reached = new Set([0]);
  for (const from of reached) {
    for (const direction of ['up', 'down', 'left', 'right'] as const) {
      const to = nextBox(settings, from, direction);
      if (to >= 0) reached.add(to);
    }
  }
  expect(reached.size).toBe(settings.length);
});

it('boxes whose borders lap over by a pixel that was rounded follow each other', () => {
  const rows = [box(0, 0, 100, 30.5), box(0, 30, 100, 30), box(150, 80)];
  expect(nextBox(rows, 0, 'down')).toBe(1);
  expect(nextBox(rows, 1, 'up')).toBe(0);
});
