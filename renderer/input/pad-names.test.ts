import { expect, it } from 'vitest';
import { padInputName } from './pad-names.ts';

it.each([
  ['button0', 'A / ✕'],
  ['button12', 'D-pad ↑'],
  ['button17', 'Button 18'],
  ['axis1-', 'Left stick ↑'],
  ['axis3+', 'Right stick ↓'],
  ['axis5-', 'Axis 6 −'],
])('%s is called %s', (input, name) => {
  expect(padInputName(input)).toBe(name);
});
