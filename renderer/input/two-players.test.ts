import { expect, it } from 'vitest';
import { shareKeys } from './two-players.ts';

it.each([
  ['by default W and S are left, the arrows right', ['KeyW', 'ArrowUp'], ['KeyS', 'ArrowDown'], ['KeyW', 'KeyS', 'ArrowUp', 'ArrowDown']],
  [
    'who has arrows alone has them on the left, and W and S are right',
    ['ArrowUp'],
    ['ArrowDown'],
    ['ArrowUp', 'ArrowDown', 'KeyW', 'KeyS'],
  ],
  ['no key is on both sides', ['KeyW'], ['ArrowDown'], ['KeyW', 'ArrowDown', 'KeyI', 'KeyK']],
  ['keys of their own stay where they are', ['KeyA', 'KeyL'], ['KeyZ', 'Comma'], ['KeyA', 'KeyZ', 'KeyL', 'Comma']],
  ['half a second pair is none', ['KeyQ', 'KeyO'], ['KeyA'], ['KeyQ', 'KeyA', 'KeyW', 'KeyS']],
] as const)('%s', (_, up, down, [leftUp, leftDown, rightUp, rightDown]) => {
  expect(shareKeys({ up, down })).toEqual([
    { up: [leftUp], down: [leftDown] },
    { up: [rightUp], down: [rightDown] },
  ]);
});
