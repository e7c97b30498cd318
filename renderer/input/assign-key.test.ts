import { expect, it } from 'vitest';
import { assignKey } from './assign-key.ts';

it('a further key takes the place of the oldest', () => {
  expect(assignKey({ up: ['KeyW', 'ArrowUp'], down: ['KeyS'] }, 'up', 'KeyI')).toEqual({ up: ['ArrowUp', 'KeyI'], down: ['KeyS'] });
});

it('a key that one direction gets is taken from the other', () => {
  expect(assignKey({ up: ['KeyW'], down: ['KeyS', 'ArrowDown'] }, 'up', 'KeyS')).toEqual({ up: ['KeyW', 'KeyS'], down: ['ArrowDown'] });
  expect(assignKey({ up: ['KeyW', 'KeyI'], down: ['KeyS'] }, 'down', 'KeyI')).toEqual({ up: ['KeyW'], down: ['KeyS', 'KeyI'] });
});

it('a key that alone serves both directions stays, for want of another', () => {
  const keys = { up: ['KeyS'], down: ['KeyS'] };
  expect(assignKey(keys, 'up', 'KeyS')).toEqual(keys);
});

it('no direction is left without a key', () => {
  expect(assignKey({ up: ['KeyW', 'ArrowUp'], down: ['KeyS'] }, 'up', 'KeyS')).toEqual({ up: ['KeyS'], down: ['KeyW', 'ArrowUp'] });
});
