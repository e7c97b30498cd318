import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inputRange } from '../rollback/game.ts';
import { ByteReader, ByteWriter } from './bytes.ts';
import { MAX_MESSAGE_BYTES } from './control.ts';
import { decodeHeartbeat, emptyHeartbeat, encodeHeartbeat, MAX_HEARTBEAT_BYTES } from './heartbeat.ts';
import { InputFormat } from './input-format.ts';
import {
  decodeInputPacket,
  emptyInputPacket,
  encodeInputPacket,
  type InputPacket,
  MAX_INPUTS,
  MAX_TICK,
  maxInputPacketBytes,
} from './input-packet.ts';

const FOUR_BITS = new InputFormat({ inputBits: 4, signedInputs: true });
const WIDEST = new InputFormat({ inputBits: 32 });

const anyFormat = fc.oneof(
  fc.constant(FOUR_BITS),
  fc.record({ inputBits: fc.integer({ min: 1, max: 32 }), signedInputs: fc.boolean() }).map((game) => new InputFormat(game)),
);
const anyInput = ({ bits, signed }: InputFormat): fc.Arbitrary<number> => {
  const { least: min, greatest: max } = inputRange({ inputBits: bits, signedInputs: signed });
  return fc.oneof(fc.integer({ min, max }), fc.constantFrom(min, 0, max));
};

const packetOf = (format: InputFormat): fc.Arbitrary<InputPacket> =>
  fc
    .record({
      epoch: fc.nat(0x1fffff),
      sequence: fc.nat(255),
      inputsEnd: fc.integer({ min: MAX_INPUTS, max: MAX_TICK }),
      ahead: fc.integer({ min: -100, max: 100 }),
      holdMs: fc.oneof(
        fc.constant(-1),
        fc.nat(253).map((steps) => steps / 2),
      ),
      behind: fc.option(fc.integer({ min: 0, max: 20 })),
      checksum: fc.integer(),
      loss: fc.nat(255),
      inputs: fc.oneof(
        fc.array(anyInput(format), { maxLength: MAX_INPUTS }),
        fc
          .array(fc.tuple(anyInput(format), fc.integer({ min: 1, max: 20 })), { maxLength: 6 })
          .map((runs) => runs.flatMap(([value, length]) => new Array<number>(length).fill(value))),
      ),
    })
    .map(({ ahead, behind, inputs, ...rest }) => {
      const ackEnd = Math.min(MAX_TICK, Math.max(0, rest.inputsEnd - ahead));
      const confirmedTick = behind === null ? -1 : Math.max(0, Math.min(rest.inputsEnd, ackEnd) - behind);
      const checksum = behind === null ? 0 : rest.checksum;
      const loss = behind === null ? 0 : rest.loss;
      const packet = { ...emptyInputPacket(format), ...rest, ackEnd, confirmedTick, checksum, loss, inputCount: inputs.length };
      packet.inputs.set(inputs);
      return packet;
    });
const anyPacket = anyFormat.chain(packetOf);

function encode(packet: InputPacket): Uint8Array {
  const writer = new ByteWriter(maxInputPacketBytes(packet.format));
  encodeInputPacket(writer, packet);
  return writer.written();
}

describe('an input packet', () => {
  it('is read as it was written, and fits its limit', () => {
    fc.assert(
      fc.property(anyPacket, (packet) => {
        const bytes = encode(packet);
        expect(bytes.length).toBeLessThanOrEqual(maxInputPacketBytes(packet.format));
        const into = emptyInputPacket(packet.format);
        expect(decodeInputPacket(new ByteReader(bytes), into)).toBeUndefined();
        expect(into).toEqual(packet);
      }),
      { numRuns: 500 },
    );
    expect([maxInputPacketBytes(FOUR_BITS), maxInputPacketBytes(WIDEST)]).toEqual([84, 532]);
    expect(maxInputPacketBytes(WIDEST)).toBeLessThanOrEqual(MAX_MESSAGE_BYTES);
  });

  it('that ends before its inputs gives an error with offset, expected and actual', () => {
    fc.assert(
      fc.property(anyPacket, fc.nat(100), (packet, cut) => {
        const bytes = encode({ ...packet, inputCount: 0 });
        const at = cut % bytes.length;
        const short = decodeInputPacket(new ByteReader(bytes.slice(0, at)), emptyInputPacket(packet.format));
        expect(short).toMatchObject({ offset: expect.any(Number), expected: expect.any(String), actual: expect.any(String) });
        expect(short!.offset).toBeLessThanOrEqual(at);
      }),
    );
  });

  it('decoded from any bytes never throws, never fills more than there is room for, and stays within its limits', () => {
    fc.assert(
      fc.property(anyFormat, fc.uint8Array({ maxLength: 200 }), fc.nat(255), (format, tail, first) => {
        const bytes = Uint8Array.of(first & 0x3f, ...tail);
        const into = emptyInputPacket(format);
        const error = decodeInputPacket(new ByteReader(bytes), into);
        expect(into.inputs.length).toBe(MAX_INPUTS);
        const inLimits =
          into.inputCount <= MAX_INPUTS &&
          into.inputCount <= into.inputsEnd &&
          into.ackEnd >= 0 &&
          into.ackEnd <= MAX_TICK &&
          into.confirmedTick >= -1 &&
          into.confirmedTick <= Math.min(into.inputsEnd, into.ackEnd);
        expect(error !== undefined || inLimits).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  const base = [0x0c, 1, 9, 0, 3, 0xe8, 0, 8, 0, 0, 0, 1, 51, 0x70];
  it.each([
    ['unused bits that no four bits leave', 0, 0x0e, { offset: 13, expected: 'inputs of 4 bits each', actual: '2 bits' }],
    ['a confirmed tick but no checksum', 0, 0x24, { offset: 1, expected: 'flags that go together', actual: 'first byte 36' }],
    ['runs of an odd half byte', 0, 0x1c, { offset: 13, expected: 'inputs of 8 bits each', actual: '4 bits' }],
    ['another kind', 0, 0xcc, { offset: 1, expected: 'an input packet', actual: 'kind 3' }],
    [
      'something in the unused half byte',
      13,
      0x73,
      { offset: 13, expected: '0 in the unused bits of the last byte', actual: 'something else' },
    ],
  ])('with %s is refused', (_, at, byte, error) => {
    expect(decodeInputPacket(new ByteReader(Uint8Array.from(base)), emptyInputPacket(FOUR_BITS))).toBeUndefined();
    expect(decodeInputPacket(new ByteReader(Uint8Array.from(base).with(at, byte)), emptyInputPacket(FOUR_BITS))).toEqual(error);
  });

  it.each([
    ['than fit', [...base.slice(0, 13).with(0, 0x08), ...new Array<number>(65).fill(0)], 13, 'at most 128 inputs', '129'],
    ['than there were ticks', [0x18, 1, 9, 0, 0, 2, 0, 8, 0, 0, 0, 1, 51, 0xf7], 13, 'at most 2 inputs', '16'],
  ])('with more inputs %s is refused', (_, bytes, offset, expected, actual) => {
    expect(decodeInputPacket(new ByteReader(Uint8Array.from(bytes)), emptyInputPacket(FOUR_BITS))).toEqual({ offset, expected, actual });
  });

  it('with the odd half byte of no input is refused', () => {
    expect(decodeInputPacket(new ByteReader(Uint8Array.from(base.slice(0, 13))), emptyInputPacket(FOUR_BITS))).toEqual({
      offset: 13,
      expected: 'inputs of 4 bits each',
      actual: '-4 bits',
    });
  });

  it('of a player who holds still for two seconds is small', () => {
    const packet = { ...emptyInputPacket(FOUR_BITS), epoch: 1, inputsEnd: 500, ackEnd: 480, confirmedTick: 480, inputCount: 120 };
    expect(encode(packet).length).toBeLessThanOrEqual(21);
  });
});

describe('a heartbeat', () => {
  const anyBeat = fc.record({
    epoch: fc.nat(0x1fffff),
    suspended: fc.boolean(),
    hearsReceiver: fc.boolean(),
    outageMs: fc.nat(0xffff),
    confirmedTick: fc.nat(MAX_TICK),
    checkpoint: fc.nat(0xffff),
  });

  it('is read as it was written, and fits its limit', () => {
    fc.assert(
      fc.property(anyBeat, (beat) => {
        const writer = new ByteWriter(MAX_HEARTBEAT_BYTES);
        encodeHeartbeat(writer, beat);
        expect(writer.length).toBeLessThanOrEqual(MAX_HEARTBEAT_BYTES);
        const into = emptyHeartbeat();
        expect(decodeHeartbeat(new ByteReader(writer.written()), into)).toBeUndefined();
        expect(into).toEqual(beat);
      }),
    );
  });

  it('decoded from any bytes never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 30 }), (tail) => {
        const error = decodeHeartbeat(new ByteReader(Uint8Array.of(0x40, ...tail)), emptyHeartbeat());
        expect(error === undefined || error.offset <= tail.length + 1).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('with unknown flags is refused', () => {
    expect(decodeHeartbeat(new ByteReader(Uint8Array.of(0x40, 1, 4, 0, 0, 0, 0, 0, 0, 0)), emptyHeartbeat())).toEqual({
      offset: 3,
      expected: 'flags of 0 to 3',
      actual: '4',
    });
  });
});
