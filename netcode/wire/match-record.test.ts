import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawn } from '../lab/fuzz/drawn.ts';
import { decodeMatchRecord, encodeMatchRecord, RecordKind, recordTable } from './match-record.ts';

const anyRecord = drawn((draw) => recordTable.draw(draw));

describe('a match record', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(anyRecord, (record) => {
        expect(decodeMatchRecord(encodeMatchRecord(record))).toEqual({ ok: true, value: record });
      }),
    );
  });

  it('cut short or followed by more is refused', () => {
    fc.assert(
      fc.property(anyRecord, fc.nat(2000), (record, cut) => {
        const whole = encodeMatchRecord(record);
        expect(decodeMatchRecord(whole.slice(0, cut % whole.length)).ok).toBe(false);
        expect(decodeMatchRecord(Uint8Array.of(...whole, 0)).ok).toBe(false);
      }),
    );
  });

  it('decoded from any bytes never throws and claims no more than it has', () => {
    fc.assert(
      fc.property(fc.nat(255), fc.uint8Array({ maxLength: 100 }), (kind, tail) => {
        const decoded = decodeMatchRecord(Uint8Array.of(kind, ...tail));
        const words = decoded.ok && decoded.value.kind === RecordKind.checkpoint ? decoded.value.words.length : 0;
        expect(words * 4).toBeLessThanOrEqual(tail.length);
      }),
      { numRuns: 2000 },
    );
    const claims = Uint8Array.of(RecordKind.checkpoint, 0, 1, 0, 0, 5, 1, 1, ...new Uint8Array(32), 0xff, 0xff);
    expect(decodeMatchRecord(claims)).toEqual({
      ok: false,
      error: { offset: 42, expected: '65535 words of at most 1024', actual: '0 bytes' },
    });
    expect(decodeMatchRecord(Uint8Array.of(9))).toMatchObject({ ok: false, error: { expected: 'a known kind', actual: '9' } });
  });
});
