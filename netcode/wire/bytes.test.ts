import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteReader, ByteWriter, unzigzag, zigzag } from './bytes.ts';

describe('bytes', () => {
  it('are read as they were written, whatever the value', () => {
    fc.assert(
      fc.property(
        fc.nat(255),
        fc.nat(0xffff),
        fc.nat(0xffffff),
        fc.integer(),
        fc.nat(0x1fffff),
        fc.uint8Array({ maxLength: 5 }),
        (u8, u16, u24, i32, varint, raw) => {
          const writer = new ByteWriter(40);
          writer.u8(u8);
          writer.u16(u16);
          writer.u24(u24);
          writer.u32(i32);
          writer.u32(i32 >>> 0);
          writer.varint(varint);
          writer.raw(raw);
          const reader = new ByteReader(writer.written());
          expect([reader.u8(), reader.u16(), reader.u24(), reader.i32(), reader.u32(), reader.varint()]).toEqual([
            u8,
            u16,
            u24,
            i32,
            i32 >>> 0,
            varint,
          ]);
          expect(reader.view(raw.length)).toEqual(raw);
          reader.end();
          expect(reader.failed).toBeUndefined();
        },
      ),
    );
  });

  it('past the end are 0, and the first failure is kept', () => {
    const reader = new ByteReader(Uint8Array.of(1));
    expect([reader.u16(), reader.u24(), reader.view(5).length]).toEqual([256, 0, 0]);
    expect(reader.failed).toEqual({ offset: 1, expected: '1 more byte', actual: 'the end' });
    reader.reset(Uint8Array.of(7));
    expect([reader.u8(), reader.failed]).toEqual([7, undefined]);
  });

  it('hold a number of up to 21 bits in as few as possible', () => {
    const length = (value: number) => {
      const writer = new ByteWriter(4);
      writer.varint(value);
      return writer.length;
    };
    expect([0, 127, 128, 16383, 16384, 0x1fffff].map(length)).toEqual([1, 1, 2, 2, 3, 3]);
  });

  it('fold signs away and back', () => {
    fc.assert(fc.property(fc.integer({ min: -1_000_000, max: 1_000_000 }), (value) => unzigzag(zigzag(value)) === value));
    expect([0, -1, 1, -2].map(zigzag)).toEqual([0, 1, 2, 3]);
  });
});
