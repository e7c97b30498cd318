import { expect, test as it } from 'vitest';
import { table } from './table.ts';

it('names stand left and numbers right, under an underlined head', () => {
  const text = table([
    ['name', 'µs'],
    ['a', '10.25'],
    ['longer', '7'],
  ]);
  expect(text.split('\n')).toEqual(['name       µs', '──────  ─────', 'a       10.25', 'longer      7']);
});

it('a short row leaves its places empty', () => {
  expect(table([['a', 'b'], ['c']]).split('\n')).toEqual(['a  b', '─  ─', 'c']);
});
