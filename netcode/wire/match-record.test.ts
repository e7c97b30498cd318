import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeMatchRecord, encodeMatchRecord, type MatchRecord, RecordKind } from './match-record.ts';

const id = fc.integer({ min: 1, max: 15 });
const number = fc.nat(0xffff);
const epoch = fc.nat(0x1fffff);
const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const anyRecord: fc.Arbitrary<MatchRecord> = fc.oneof(
  fc.record({
    kind: fc.constant(RecordKind.match),
    rules: fc.integer(),
    seed: fc.integer(),
    token: bytes(8),
    localId: id,
    remoteId: id,
    remoteName: fc.string({ unit: 'grapheme-composite', maxLength: 8 }).filter((name) => new TextEncoder().encode(name).length <= 80),
    graceMs: fc.nat(0xffffffff),
    secret: bytes(32),
  }),
  fc.record({ kind: fc.constant(RecordKind.epoch), number: epoch, leaderId: id, keeps: number, lamport: fc.nat(0xffffffff) }),
  fc.record({
    kind: fc.constant(RecordKind.checkpoint),
    number,
    tick: fc.nat(0xffffff),
    epoch,
    leaderId: id,
    chain: bytes(32),
    words: fc.int32Array({ maxLength: 30 }),
  }),
  fc.record({ kind: fc.constant(RecordKind.committed), number }),
  fc.record({ kind: fc.constant(RecordKind.result), outcome: fc.nat(3), seat: fc.nat(1), checkpoint: number, chain: bytes(32) }),
  fc.record({ kind: fc.constant(RecordKind.settled), checkpoint: number }),
  fc.record({ kind: fc.constant(RecordKind.term), number: epoch, leaderId: id }),
);

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

  it('made of any bytes never throws and claims no more than it brings', () => {
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
    expect(decodeMatchRecord(Uint8Array.of(9))).toMatchObject({ ok: false, error: { expected: 'a known kind of record', actual: '9' } });
  });
});
