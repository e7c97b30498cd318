import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anySnapshotOf, drawn } from '../lab/fuzz/drawn.ts';
import { decodeSnapshot, encodeSnapshot, MAX_SNAPSHOT_INPUTS } from './snapshot.ts';

const size = (stateWords: number, pairBytes = 1) => ({ stateWords, pairBytes });
const anySnapshot = drawn((draw) => anySnapshotOf(16, draw));

describe('a snapshot', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(anySnapshot, (snapshot) => {
        expect(decodeSnapshot(encodeSnapshot(snapshot), size(16))).toEqual({ ok: true, value: snapshot });
      }),
      { numRuns: 60 },
    );
  });

  it('of the largest state and the longest rally is read', () => {
    const bytes = encodeSnapshot({
      checkpoint: 0,
      baseTick: 0,
      endTick: MAX_SNAPSHOT_INPUTS,
      checksum: 0,
      words: new Int32Array(1024),
      inputs: new Uint8Array(MAX_SNAPSHOT_INPUTS),
    });
    expect(decodeSnapshot(bytes, size(1024)).ok).toBe(true);
  });

  it('decoded from any bytes never throws, and is refused unless every size is right', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const decoded = decodeSnapshot(bytes, size(16));
        expect(decoded.ok ? decoded.value.words.length === 16 : decoded.error.offset <= bytes.length).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('claims no more than it has', () => {
    const bytes = encodeSnapshot({
      checkpoint: 0,
      baseTick: 5,
      endTick: 6,
      checksum: 0,
      words: new Int32Array(2),
      inputs: new Uint8Array(1),
    });
    expect(decodeSnapshot(bytes.with(12, 255), size(2))).toMatchObject({ ok: false, error: { expected: '65282 words of at most 1024' } });
    expect(decodeSnapshot(bytes.with(5, 255), size(2))).toMatchObject({ ok: false, error: { expected: 'inputs of 16711681 ticks' } });
    expect(decodeSnapshot(bytes.with(7, 9), size(2))).toMatchObject({ ok: false, error: { expected: 'inputs of 4 ticks', actual: '1' } });
    expect(decodeSnapshot(bytes, size(2, 2))).toMatchObject({ ok: false, error: { expected: 'inputs of 1 ticks', actual: '0.5' } });
  });
});
