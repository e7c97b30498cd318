import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeSignals, encodeSignals, isSignal, type Signal } from './signal.ts';

const signals: readonly Signal[] = [
  { type: 'offer', sdp: 'v=0\r\n' },
  { type: 'candidate', candidate: { candidate: 'candidate:1 1 udp 1 127.0.0.1 9 typ host', sdpMid: '0', sdpMLineIndex: 0 } },
];

it('reads back a batch that it wrote', () => {
  expect(decodeSignals(encodeSignals(signals))).toEqual(signals);
});

it('takes neither other kinds of signal nor other fields', () => {
  expect(isSignal({ type: 'renegotiate', renegotiate: true })).toBe(false);
  expect(isSignal({ type: 'transceiverRequest', transceiverRequest: {} })).toBe(false);
  const more = new TextEncoder().encode(JSON.stringify([{ type: 'offer', sdp: 'v=0', evil: 1 }]));
  expect(decodeSignals(more)).toEqual([{ type: 'offer', sdp: 'v=0' }]);
});

it('drops a whole batch when one signal of it makes no sense or there are too many', () => {
  const encode = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
  expect(decodeSignals(encode([...signals, { type: 'candidate', candidate: 5 }]))).toEqual([]);
  expect(decodeSignals(encode(Array.from({ length: 65 }, () => signals[0])))).toEqual([]);
  expect(decodeSignals(encode([{ type: 'offer', sdp: 'x'.repeat(8_001) }]))).toEqual([]);
});

it('reads nothing out of garbage and never throws', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      expect(decodeSignals(bytes)).toEqual([]);
    }),
  );
  fc.assert(
    fc.property(fc.json(), (json) => {
      expect(Array.isArray(decodeSignals(new TextEncoder().encode(json)))).toBe(true);
    }),
  );
});
