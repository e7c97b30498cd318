import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { decodeSignals, type Signal } from './signal.ts';
import { SignalBatch } from './signal-batch.ts';

const signal = (sdp: string): Signal => ({ type: 'offer', sdp });
let sent: string[][];
const send = (bytes: Uint8Array): void => {
  sent.push(decodeSignals(bytes).map((one) => ('sdp' in one ? one.sdp : one.type)));
};

beforeEach(() => {
  vi.useFakeTimers();
  sent = [];
});
afterEach(() => {
  vi.useRealTimers();
});

it('keeps signals until they can be sent, then sends them in order at once', () => {
  const batch = new SignalBatch();
  batch.add(signal('a'));
  batch.add(signal('b'));
  vi.runAllTimers();
  expect(sent).toEqual([]);
  batch.start(send);
  expect(sent).toEqual([['a', 'b']]);
});

it('sends together what comes close together', () => {
  const batch = new SignalBatch();
  batch.start(send);
  batch.add(signal('a'));
  batch.add(signal('b'));
  vi.runAllTimers();
  batch.add(signal('c'));
  vi.runAllTimers();
  expect(sent).toEqual([['a', 'b'], ['c']]);
});

it('sends the last word at once, with all that waited before it', () => {
  const batch = new SignalBatch();
  batch.start(send);
  batch.add(signal('a'));
  batch.add({ type: 'gave-up' });
  expect(sent).toEqual([['a', 'gave-up']]);
});

it('splits more signals than one message takes', () => {
  const batch = new SignalBatch();
  for (let i = 0; i < 40; i++) batch.add(signal(String(i)));
  batch.start(send);
  expect(sent.map(({ length }) => length)).toEqual([32, 8]);
  expect(sent.flat()).toEqual(Array.from({ length: 40 }, (_, i) => String(i)));
});

it('splits signals that are together longer than a sealed message may be, and leaves out one that alone is', () => {
  const batch = new SignalBatch();
  const long = ['a', 'b', 'c'].map((letter) => letter.repeat(7_000));
  for (const sdp of [...long, '\u0001'.repeat(8_000), 'z']) batch.add(signal(sdp));
  batch.start(send);
  expect(sent.flat()).toEqual([...long, 'z']);
});
