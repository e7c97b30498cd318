import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COPY_CHUNK_BYTES } from './control.ts';
import { decodeFullCopy, encodeFullCopy, type FullCopy, MAX_COPY_TICKS } from './full-copy.ts';

const words = (count: number) => fc.array(fc.integer(), { minLength: count, maxLength: count }).map((values) => Int32Array.from(values));
const anyCopy: fc.Arbitrary<FullCopy> = fc
  .record({
    purpose: fc.nat(1),
    checkpoint: fc.nat(0xffff),
    baseTick: fc.nat(0xff0000),
    checksum: fc.integer(),
    waitMs: fc.nat(0xffff),
    words: words(16),
    inputs: fc.uint8Array({ maxLength: 3000 }),
  })
  .map((copy) => ({ ...copy, endTick: copy.baseTick + copy.inputs.length }));

const join = (chunks: readonly Uint8Array[]): Uint8Array => Uint8Array.from(chunks.flatMap((chunk) => [...chunk]));

describe('a full copy', () => {
  it('is read as it was written, in chunks that fit', () => {
    fc.assert(
      fc.property(anyCopy, (copy) => {
        const chunks = encodeFullCopy(copy);
        for (const chunk of chunks) expect(chunk.length).toBeLessThanOrEqual(COPY_CHUNK_BYTES);
        expect(decodeFullCopy(join(chunks), 16)).toEqual({ ok: true, value: copy });
      }),
      { numRuns: 60 },
    );
  });

  it('of the largest state and the longest rally has no more chunks than allowed', () => {
    const chunks = encodeFullCopy({
      purpose: 0,
      checkpoint: 0,
      baseTick: 0,
      endTick: MAX_COPY_TICKS,
      checksum: 0,
      waitMs: 0,
      words: new Int32Array(1024),
      inputs: new Uint8Array(MAX_COPY_TICKS),
    });
    expect(chunks.length).toBe(21);
    expect(decodeFullCopy(join(chunks), 1024).ok).toBe(true);
  });

  it('made of any bytes never throws, and is refused unless every size is right', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const decoded = decodeFullCopy(bytes, 16);
        expect(decoded.ok ? decoded.value.words.length === 16 : decoded.error.offset <= bytes.length).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('claims no more than it brings', () => {
    const [bytes] = encodeFullCopy({
      purpose: 0,
      checkpoint: 0,
      baseTick: 5,
      endTick: 6,
      checksum: 0,
      waitMs: 0,
      words: new Int32Array(2),
      inputs: new Uint8Array(1),
    });
    expect(decodeFullCopy(bytes!.with(0, 2), 2)).toMatchObject({
      ok: false,
      error: { offset: 1, expected: 'a purpose of 0 or 1', actual: '2' },
    });
    expect(decodeFullCopy(bytes!.with(15, 255), 2)).toMatchObject({ ok: false, error: { expected: '2 words' } });
    expect(decodeFullCopy(bytes!.with(6, 255), 2)).toMatchObject({ ok: false, error: { expected: '0 to 16384 ticks' } });
    expect(decodeFullCopy(bytes!.with(8, 9), 2)).toMatchObject({ ok: false, error: { expected: '12 more bytes', actual: '9' } });
  });
});
