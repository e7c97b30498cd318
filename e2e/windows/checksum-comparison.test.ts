import { expect, it } from 'vitest';
import { ChecksumComparison } from './checksum-comparison.ts';

it('counts every tick that both windows hold once, however the samples overlap', () => {
  const comparison = new ChecksumComparison();
  comparison.take(0, {
    epoch: 1,
    pairs: [
      [0, 10],
      [1, 11],
      [2, 12],
    ],
  });
  comparison.take(1, { epoch: 1, pairs: [[1, 11]] });
  comparison.take(1, {
    epoch: 1,
    pairs: [
      [1, 11],
      [2, 12],
      [3, 13],
    ],
  });
  comparison.take(0, {
    epoch: 1,
    pairs: [
      [2, 12],
      [3, 13],
    ],
  });
  expect([comparison.compared, comparison.differing]).toEqual([3, 0]);
});

it('counts a tick that ended in different states', () => {
  const comparison = new ChecksumComparison();
  comparison.take(0, {
    epoch: 1,
    pairs: [
      [0, 10],
      [1, 11],
    ],
  });
  comparison.take(1, {
    epoch: 1,
    pairs: [
      [0, 10],
      [1, -11],
    ],
  });
  expect([comparison.compared, comparison.differing]).toEqual([2, 1]);
});

it('takes a tick that is played anew in a later epoch for another one', () => {
  const comparison = new ChecksumComparison();
  comparison.take(0, {
    epoch: 1,
    pairs: [
      [5, 1],
      [6, 2],
    ],
  });
  comparison.take(0, { epoch: 2, pairs: [[5, 3]] });
  comparison.take(1, { epoch: 2, pairs: [[5, 3]] });
  expect([comparison.compared, comparison.differing]).toEqual([1, 0]);
});
