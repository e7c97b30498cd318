import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteReader, ByteWriter } from './bytes.ts';
import { MAX_MESSAGE_BYTES } from './control.ts';
import { decodeStreamPacket, emptyStreamPacket, encodeStreamPacket, MAX_STREAM_PACKET_BYTES, maxStreamTicks } from './stream-packet.ts';

const anyPacket = fc
  .record({
    term: fc.nat(0x1fffff),
    leaderId: fc.integer({ min: 1, max: 15 }),
    epoch: fc.nat(0x1fffff),
    checksum: fc.integer(),
    pairBytes: fc.integer({ min: 1, max: 8 }),
    ticks: fc.nat(255),
    before: fc.nat(0xffff00),
  })
  .map(({ before, ticks, ...packet }) => {
    const count = Math.min(ticks, maxStreamTicks(packet.pairBytes));
    return { ...packet, endTick: before + count, inputs: new Uint8Array(count * packet.pairBytes).map((_, i) => i) };
  });

const encoded = (packet: Parameters<typeof encodeStreamPacket>[1]): Uint8Array => {
  const writer = new ByteWriter(MAX_STREAM_PACKET_BYTES);
  encodeStreamPacket(writer, packet);
  return writer.written();
};

describe('a stream packet', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(anyPacket, (packet) => {
        const into = emptyStreamPacket(packet.pairBytes);
        expect(encoded(packet).length).toBeLessThanOrEqual(MAX_MESSAGE_BYTES);
        expect(decodeStreamPacket(new ByteReader(encoded(packet)), into)).toBeUndefined();
        expect(into).toEqual(packet);
      }),
    );
  });

  it('cut short or followed by more is refused', () => {
    fc.assert(
      fc.property(anyPacket, fc.nat(300), (packet, cut) => {
        const whole = encoded(packet);
        const into = emptyStreamPacket(packet.pairBytes);
        expect(decodeStreamPacket(new ByteReader(whole.slice(0, cut % whole.length)), into)).toBeDefined();
        expect(decodeStreamPacket(new ByteReader(Uint8Array.of(...whole, 0)), into)).toBeDefined();
      }),
    );
  });

  it('decoded from any bytes never throws, and has every input that it claims', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (tail) => {
        const into = emptyStreamPacket(1);
        const error = decodeStreamPacket(new ByteReader(Uint8Array.of(0x81, ...tail)), into);
        expect(error !== undefined || into.inputs.length <= Math.min(tail.length, into.endTick)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('with more ticks than there have been is refused', () => {
    const bytes = encoded({ pairBytes: 1, term: 1, leaderId: 1, epoch: 1, endTick: 1, checksum: 0, inputs: Uint8Array.of(1, 2) });
    expect(decodeStreamPacket(new ByteReader(bytes), emptyStreamPacket(1))).toMatchObject({
      expected: 'inputs of at most 1 ticks',
      actual: '2',
    });
  });
});
