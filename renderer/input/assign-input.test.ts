import { expect, it } from 'vitest';
import { assignInput } from './assign-input.ts';

it('a further key takes the place of the oldest', () => {
  expect(assignInput(['KeyW', 'ArrowUp'], ['KeyS'], 'KeyI')).toEqual([['ArrowUp', 'KeyI'], ['KeyS']]);
});

it('a key that one direction gets is taken from the other', () => {
  expect(assignInput(['KeyW'], ['KeyS', 'ArrowDown'], 'KeyS')).toEqual([['KeyW', 'KeyS'], ['ArrowDown']]);
});

it('a key that alone serves both directions stays, for want of another', () => {
  expect(assignInput(['KeyS'], ['KeyS'], 'KeyS')).toEqual([['KeyS'], ['KeyS']]);
});

it('neither direction is left without a key', () => {
  expect(assignInput(['KeyW', 'ArrowUp'], ['KeyS'], 'KeyS')).toEqual([['KeyS'], ['KeyW', 'ArrowUp']]);
  expect(assignInput(['button0'], ['button1'], 'button1')).toEqual([['button1'], ['button0']]);
});
