import { describe, expect, it } from 'vitest';
import { CLEAN, type Conditions, Direction } from './network.ts';
import { Random } from './random.ts';

const PACKETS = 2000;

/** What arrives of numbered packets, one every 16 ms: number, and ms after it was sent. */
function send(conditions: Partial<Conditions>, reliable = false) {
  const direction = new Direction({ ...CLEAN, ...conditions }, new Random(3, 'network'));
  const arrived: { readonly number: number; readonly ms: number; readonly whole: boolean }[] = [];
  const take = (ms: number, bytes: Uint8Array): void => {
    const number = (bytes[0] ?? 0) * 256 + (bytes[1] ?? 0);
    arrived.push({ number, ms: ms - number * 16, whole: bytes[2] === 0 && number < PACKETS });
  };
  for (let ms = 0; ms < PACKETS * 16 + 5000; ms++) {
    if (ms % 16 === 0 && ms < PACKETS * 16) direction.send(ms, reliable, Uint8Array.of(ms >> 12, (ms >> 4) & 255, 0));
    direction.deliver(ms, (_, bytes) => take(ms, bytes));
  }
  expect(direction.nextMs()).toBe(Number.POSITIVE_INFINITY);
  return { arrived, numbers: arrived.map(({ number }) => number), direction };
}

const inOrder = (numbers: readonly number[]) => numbers.every((number, i) => i === 0 || number > (numbers[i - 1] ?? 0));

describe('a direction', () => {
  it('without faults gives everything, in order, at once', () => {
    const { arrived, numbers } = send({});
    expect(numbers).toEqual(Array.from({ length: PACKETS }, (_, i) => i));
    expect(new Set(arrived.map(({ ms }) => ms))).toEqual(new Set([0]));
  });

  it('loses the share that it says, by itself or in bursts', () => {
    for (const meanBurst of [1, 4]) {
      const { numbers, direction } = send({ loss: 0.3, meanBurst });
      expect(numbers.length / PACKETS).toBeCloseTo(0.7, 1);
      expect(direction.lost).toBe(PACKETS - numbers.length);
    }
  });

  it.each([4, 16, 50])('loses for the same times and the same share with a packet every %i ms', (everyMs) => {
    const direction = new Direction({ ...CLEAN, loss: 0.2, meanBurstMs: 66 }, new Random(3, 'network'));
    let bursts = 0;
    let before = 0;
    const packets = 600_000 / everyMs;
    for (let i = 0; i < packets; i++) {
      const { lost } = direction;
      direction.send(i * everyMs, false, new Uint8Array(1));
      if (direction.lost > lost && before === 0) bursts++;
      before = direction.lost - lost;
    }
    expect(direction.lost / packets).toBeCloseTo(0.2, 1);
    const meanMs = (direction.lost * everyMs) / bursts;
    // What is seen in steps misses short stretches, so that the others are longer on average.
    expect(meanMs).toBeGreaterThan(60);
    expect(meanMs).toBeLessThan(66 + 1.2 * everyMs);
  });

  it('loses for no longer than it says', () => {
    const direction = new Direction({ ...CLEAN, loss: 0.2, meanBurstMs: 66, longestBurstMs: 100 }, new Random(3, 'network'));
    let [run, longest] = [0, 0];
    for (let ms = 0; ms < 60_000; ms++) {
      const { lost } = direction;
      direction.send(ms, false, new Uint8Array(1));
      run = direction.lost > lost ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    expect(longest).toBe(100);
  });

  it('with a tail is later by the mean, and now and then by much more', () => {
    const late = send({ tailMs: 60, delayMs: 20 }).arrived.map(({ ms }) => ms - 20);
    expect(Math.min(...late)).toBeGreaterThanOrEqual(0);
    expect(late.reduce((sum, ms) => sum + ms, 0) / late.length).toBeCloseTo(60, -1.3);
    expect(Math.max(...late)).toBeGreaterThan(240);
  });

  it('holds packets back so that others overtake them', () => {
    const { numbers, direction } = send({ reorder: 0.1 });
    expect(new Set(numbers).size).toBe(PACKETS);
    expect(inOrder(numbers)).toBe(false);
    expect(direction.counts.reordered / PACKETS).toBeCloseTo(0.1, 1);
  });

  it('repeats packets', () => {
    const { numbers, direction } = send({ duplicate: 0.5 });
    expect(new Set(numbers).size).toBe(PACKETS);
    expect(numbers.length - PACKETS).toBe(direction.counts.duplicated);
    expect(direction.counts.duplicated / PACKETS).toBeCloseTo(0.5, 1);
  });

  it('damages packets, and never a reliable message', () => {
    const { arrived, direction } = send({ corrupt: 0.2 });
    expect(direction.counts.corrupted / PACKETS).toBeCloseTo(0.2, 1);
    expect(arrived.some(({ whole }) => !whole)).toBe(true);
    expect(send({ corrupt: 0.2 }, true).arrived.every(({ whole }) => whole)).toBe(true);
  });

  it('gives every reliable message, in order, later for each time that it was lost', () => {
    const { arrived, numbers } = send({ loss: 0.3, tailMs: 50, resendMs: 200 }, true);
    expect(numbers.length).toBe(PACKETS);
    expect(inOrder(numbers)).toBe(true);
    expect(arrived.some(({ ms }) => ms > 200)).toBe(true);
  });

  it('while it is cut loses packets and keeps messages', () => {
    const direction = new Direction(CLEAN, new Random(3, 'network'));
    direction.cut = true;
    direction.send(0, false, Uint8Array.of(1));
    direction.send(0, true, Uint8Array.of(2));
    expect(direction.nextMs()).toBe(Number.POSITIVE_INFINITY);
    direction.cut = false;
    const arrived: number[] = [];
    direction.deliver(5, (_, bytes) => arrived.push(...bytes));
    expect(arrived).toEqual([2]);
  });
});
