import { describe, expect, it } from 'vitest';
import { Random } from './random.ts';

const draws = (seed: number | bigint, stream: string) => {
  const random = new Random(seed, stream);
  return Array.from({ length: 8 }, () => random.u32());
};

describe('random streams', () => {
  it('differ by their names, and by each of the 64 bits of a seed', () => {
    const seen = new Set([String(draws(1n, 'network')), String(draws(1n, 'disk'))]);
    for (let bit = 0n; bit < 64n; bit++) seen.add(String(draws(1n ^ (1n << bit), 'network')));
    expect(seen.size).toBe(66);
  });

  it('are the same for a number as for the same bigint', () => {
    expect(draws(7_000_000_001, 'clocks')).toEqual(draws(7_000_000_001n, 'clocks'));
  });

  it('are spread as they say', () => {
    const random = new Random(5, 'spread');
    const count = 20_000;
    const drawn = Array.from({ length: count }, () => random.exponential(40));
    expect(drawn.reduce((sum, value) => sum + value, 0) / count).toBeCloseTo(40, -1);
    // An exponential one has 37 % above its mean and 2 % above four times that.
    expect(drawn.filter((value) => value > 40).length / count).toBeCloseTo(0.37, 1);
    expect(drawn.filter((value) => value > 160).length / count).toBeCloseTo(0.02, 1);
    expect(new Set(Array.from({ length: 200 }, () => random.between(-1, 1)))).toEqual(new Set([-1, 0, 1]));
  });
});
