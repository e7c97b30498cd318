import { expect, test as it } from 'vitest';
import { CLEAN, Direction } from '../../../local/network.ts';
import { Random } from '../../../local/random.ts';
import { OrderedWire, PlainWire } from './wire.ts';

const hard = { ...CLEAN, delayMs: 20, jitterMs: 50, loss: 0.3 };

it('an ordered wire delivers everything once and in order over a network that loses and reorders', () => {
  const wire = new OrderedWire(new Direction(hard, new Random(1, 'test')), hard);
  const taken: number[] = [];
  for (let nowMs = 0; nowMs < 10_000; nowMs += 4) {
    if (nowMs < 400) wire.send(nowMs, false, Uint8Array.of(nowMs / 4));
    wire.deliver(nowMs, (bytes) => taken.push(bytes[0]!));
  }
  expect(taken).toEqual(Array.from({ length: 100 }, (_, i) => i));
  expect(wire.bytes).toBe(100);
});

it('a plain wire loses what the network loses', () => {
  const wire = new PlainWire(new Direction(hard, new Random(1, 'test')));
  let taken = 0;
  for (let i = 0; i < 100; i++) wire.send(0, false, Uint8Array.of(i));
  wire.deliver(1000, () => taken++);
  expect(taken).toBeGreaterThan(50);
  expect(taken).toBeLessThan(90);
  expect(wire.messages).toBe(100);
});
