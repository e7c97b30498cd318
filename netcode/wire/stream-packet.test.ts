import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteReader, ByteWriter } from './bytes.ts';
import { decodeStreamPacket, emptyStreamPacket, encodeStreamPacket, MAX_STREAM_PACKET_BYTES, MAX_STREAM_TICKS } from './stream-packet.ts';

const anyPacket = fc
  .record({
    term: fc.nat(0x1fffff),
    leaderId: fc.integer({ min: 1, max: 15 }),
    epoch: fc.nat(0x1fffff),
    checksum: fc.integer(),
    inputs: fc.uint8Array({ maxLength: MAX_STREAM_TICKS }),
    before: fc.nat(0xffff00),
  })
  .map(({ before, ...packet }) => ({ ...packet, endTick: before + packet.inputs.length }));

const encoded = (packet: Parameters<typeof encodeStreamPacket>[1]): Uint8Array => {
  const writer = new ByteWriter(MAX_STREAM_PACKET_BYTES);
  encodeStreamPacket(writer, packet);
  return writer.written();
};

describe('a stream packet', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(anyPacket, (packet) => {
        const into = emptyStreamPacket();
        expect(decodeStreamPacket(new ByteReader(encoded(packet)), into)).toBeUndefined();
        expect(into).toEqual(packet);
      }),
    );
  });

  it('cut short or followed by more is refused', () => {
    fc.assert(
      fc.property(anyPacket, fc.nat(300), (packet, cut) => {
        const whole = encoded(packet);
        expect(decodeStreamPacket(new ByteReader(whole.slice(0, cut % whole.length)), emptyStreamPacket())).toBeDefined();
        expect(decodeStreamPacket(new ByteReader(Uint8Array.of(...whole, 0)), emptyStreamPacket())).toBeDefined();
      }),
    );
  });

  it('decoded from any bytes never throws, and has every input that it claims', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (tail) => {
        const into = emptyStreamPacket();
        const error = decodeStreamPacket(new ByteReader(Uint8Array.of(0x81, ...tail)), into);
        expect(error !== undefined || into.inputs.length <= Math.min(tail.length, into.endTick)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('with more ticks than there have been is refused', () => {
    const bytes = encoded({ term: 1, leaderId: 1, epoch: 1, endTick: 1, checksum: 0, inputs: Uint8Array.of(1, 2) });
    expect(decodeStreamPacket(new ByteReader(bytes), emptyStreamPacket())).toMatchObject({ expected: 'at most 1 inputs', actual: '2' });
  });
});
