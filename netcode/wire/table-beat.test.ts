import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteReader, ByteWriter } from './bytes.ts';
import { decodeTableBeat, emptyTableBeat, encodeTableBeat, MAX_TABLE_BEAT_BYTES, type TableBeat } from './table-beat.ts';

const id = fc.integer({ min: 1, max: 15 });
const number = fc.integer({ min: 1, max: 0x1fffff });
const term = fc.oneof(fc.constant({ term: 0, leaderId: 0 }), fc.record({ term: number, leaderId: id }));
const promise = fc.oneof(fc.constant({ promisedTerm: 0, promisedId: 0 }), fc.record({ promisedTerm: number, promisedId: id }));
const seen = fc.oneof(fc.constant({ epoch: 0, tick: 0 }), fc.record({ epoch: number, tick: fc.nat(0xffffff) }));
const anyBeat: fc.Arbitrary<TableBeat> = fc
  .tuple(term, promise, seen, fc.record({ hears: fc.nat(0x7fff).map((bits) => bits << 1), asks: fc.nat(0x1fffff) }))
  .map(([a, b, c, d]) => ({ ...a, ...b, ...c, ...d }));

const encoded = (beat: TableBeat): Uint8Array => {
  const writer = new ByteWriter(MAX_TABLE_BEAT_BYTES);
  encodeTableBeat(writer, beat);
  return writer.written();
};

describe('a table beat', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(anyBeat, (beat) => {
        const into = emptyTableBeat();
        expect(decodeTableBeat(new ByteReader(encoded(beat)), into)).toBeUndefined();
        expect(into).toEqual(beat);
      }),
    );
  });

  it('cut short or followed by more is refused', () => {
    fc.assert(
      fc.property(anyBeat, fc.nat(100), (beat, cut) => {
        const whole = encoded(beat);
        expect(decodeTableBeat(new ByteReader(whole.slice(0, cut % whole.length)), emptyTableBeat())).toBeDefined();
        expect(decodeTableBeat(new ByteReader(Uint8Array.of(...whole, 0)), emptyTableBeat())).toBeDefined();
      }),
    );
  });

  it('decoded from any bytes never throws, and has one encoding only', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0xc0, max: 0xff }), fc.uint8Array({ maxLength: 18 }), (first, tail) => {
        const bytes = Uint8Array.of(first, ...tail);
        const into = emptyTableBeat();
        const error = decodeTableBeat(new ByteReader(bytes), into);
        expect(error === undefined ? [...encoded(into)] : [...bytes]).toEqual([...bytes]);
      }),
      { numRuns: 3000 },
    );
  });

  it.each([
    ['a term without a leader', { term: 3 }],
    ['a leader without a term', { leaderId: 3 }],
    ['a promise to no peer', { promisedTerm: 3 }],
    ['a peer 0 that is heard', { hears: 1 }],
    ['a tick of no epoch', { tick: 3 }],
  ])('with %s is refused', (_, values) => {
    const bytes = encoded({ ...emptyTableBeat(), ...values });
    expect(decodeTableBeat(new ByteReader(bytes), emptyTableBeat())).toBeDefined();
  });
});
