import { describe, expect, it } from 'vitest';
import { Arrivals } from './arrivals.ts';

function taking(...sequences: readonly number[]): Arrivals {
  const arrivals = new Arrivals();
  for (const sequence of sequences) arrivals.add(sequence);
  return arrivals;
}

describe('arrivals', () => {
  it.each<[string, readonly number[], number]>([
    ['none when all came', [5, 6, 7, 8, 9, 10], 0],
    ['none while two that overtook it are all that came since', [5, 7, 8], 0],
    ['one when three later ones are there', [5, 7, 8, 9], 1],
    ['none when it was overtaken by two', [5, 7, 8, 6, 9, 10], 0],
    ['one when it came a round trip late', [5, 7, 8, 9, 10, 11, 6, 12], 1],
    ['a run that was lost together', [5, 9, 10, 11, 12], 3],
    ['over the end of the numbers', [254, 255, 1, 2, 3, 4], 1],
    ['none of what was there before the first', [200, 201, 202, 203], 0],
  ])('count as lost %s', (_, sequences, lost) => {
    expect(taking(...sequences).lost).toBe(lost);
  });

  it('count what was lost together as one run', () => {
    const { lost, runs } = taking(5, 6, 10, 11, 13, 14, 15, 16);
    expect([lost, runs]).toEqual([4, 2]);
  });

  it('count a packet that came twice once', () => {
    const { arrived, lost } = taking(1, 2, 2, 3, 3, 4, 5, 6, 6);
    expect([arrived, lost]).toEqual([5, 0]);
  });

  it('tell which packet is newer than all before it', () => {
    const arrivals = new Arrivals();
    expect([250, 252, 251, 3, 3, 255].map((sequence) => arrivals.add(sequence))).toEqual([true, true, false, true, false, false]);
  });

  it('after an outage miss nothing of what was sent in it', () => {
    const arrivals = taking(1, 2, 3, 4);
    arrivals.recount();
    arrivals.reset();
    for (const sequence of [90, 91, 92, 93]) arrivals.add(sequence);
    expect(arrivals.lost).toBe(0);
  });
});
