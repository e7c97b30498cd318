import { expect, test as it } from 'vitest';
import { Histogram, mean, median, percentile, rounded, spread } from './statistics.ts';

it('the median does not depend on the order and averages an even middle', () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  expect(median([])).toBeNaN();
});

it('the mean counts every number once', () => {
  expect(mean([1, 2, 6])).toBe(3);
  expect(mean([])).toBeNaN();
});

it('numbers are sorted as numbers, not as text', () => {
  expect(median([10, 9, 100])).toBe(10);
});

it('percentiles interpolate between neighbours', () => {
  expect(percentile([0, 10], 0.25)).toBe(2.5);
  expect(percentile([3, 1, 2], 1)).toBe(3);
});

it('the spread has both ends', () => {
  expect(spread([3, 1, 2])).toEqual({ median: 2, min: 1, max: 3, p10: 1.2, p90: 2.8 });
});

it('a histogram gives the percentiles of what was put in', () => {
  const depths = new Histogram();
  expect(depths.percentile(0.5)).toBe(0);
  for (let i = 1; i <= 100; i++) depths.add(i);
  expect(depths.percentile(0.5)).toBe(50);
  expect(depths.percentile(0.99)).toBe(99);
  expect(depths.percentile(1)).toBe(100);
});

it('rounding keeps as many digits as asked for', () => {
  expect(rounded(0.12345, 3)).toBe(0.123);
});
