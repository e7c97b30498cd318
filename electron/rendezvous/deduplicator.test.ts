import { expect, it } from 'vitest';
import { Deduplicator } from './deduplicator.ts';

const [one, other] = [{}, {}];
const payload = Uint8Array.of(1, 2);

it('what came by one route is a copy by another, just then and not later', () => {
  let nowMs = 100_000;
  const copies = new Deduplicator(() => nowMs);
  expect(copies.has(one, 'a', payload)).toBe(false);
  nowMs = 104_999;
  expect(copies.has(other, 'a', payload.slice())).toBe(true);
  nowMs = 105_000;
  expect(copies.has(other, 'a', payload)).toBe(false);
});

it('what is sent again by the same route, on another topic or with other bytes is no copy', () => {
  const copies = new Deduplicator(() => 0);
  expect(copies.has(one, 'a', payload)).toBe(false);
  expect(copies.has(one, 'a', payload)).toBe(false);
  expect(copies.has(other, 'b', payload)).toBe(false);
  expect(copies.has(other, 'a', Uint8Array.of(1))).toBe(false);
});

it('a flood makes it forget the oldest', () => {
  const copies = new Deduplicator(() => 0);
  for (let number = 0; number <= 1_024; number++) copies.has(one, `a${number}`, payload);
  expect(copies.has(other, 'a1024', payload)).toBe(true);
  expect(copies.has(other, 'a0', payload)).toBe(false);
});
