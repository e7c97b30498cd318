import { expect, it } from 'vitest';
import { isOlder } from './node-version.mjs';

it.each([
  ['18.20.8', true],
  ['20.18.3', true],
  ['20.19.0', false],
  ['20.20.2', false],
  ['22.0.0', false],
])('Node %s is too old for >=20.19: %s', (version, older) => {
  expect(isOlder(version, '>=20.19')).toBe(older);
});
