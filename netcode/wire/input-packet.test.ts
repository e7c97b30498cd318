import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteReader, ByteWriter } from './bytes.ts';
import { MAX_MESSAGE_BYTES } from './control.ts';
import { decodeHeartbeat, emptyHeartbeat, encodeHeartbeat, MAX_HEARTBEAT_BYTES } from './heartbeat.ts';
import {
  decodeInputPacket,
  emptyInputPacket,
  encodeInputPacket,
  type InputPacket,
  MAX_INPUT_PACKET_BYTES,
  MAX_INPUTS,
  MAX_TICK,
} from './input-packet.ts';

const anyPacket: fc.Arbitrary<InputPacket> = fc
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
      fc.array(fc.integer({ min: -8, max: 7 }), { maxLength: MAX_INPUTS }),
      fc
        .array(fc.constantFrom(-7, 0, 7), { maxLength: 8 })
        .chain((values) => fc.constant(values.flatMap((value) => new Array<number>(16).fill(value)))),
    ),
  })
  .map(({ ahead, behind, inputs, ...rest }) => {
    const ackEnd = Math.min(MAX_TICK, Math.max(0, rest.inputsEnd - ahead));
    const confirmedTick = behind === null ? -1 : Math.max(0, Math.min(rest.inputsEnd, ackEnd) - behind);
    const checksum = behind === null ? 0 : rest.checksum;
    const loss = behind === null ? 0 : rest.loss;
    const packet = { ...emptyInputPacket(), ...rest, ackEnd, confirmedTick, checksum, loss, inputCount: inputs.length };
    packet.inputs.set(inputs);
    return packet;
  });

function encode(packet: InputPacket): Uint8Array {
  const writer = new ByteWriter(MAX_INPUT_PACKET_BYTES);
  encodeInputPacket(writer, packet);
  return writer.written();
}

describe('an input packet', () => {
  it('is read as it was written, and fits its limit', () => {
    fc.assert(
      fc.property(anyPacket, (packet) => {
        const bytes = encode(packet);
        expect(bytes.length).toBeLessThanOrEqual(MAX_INPUT_PACKET_BYTES);
        const into = emptyInputPacket();
        expect(decodeInputPacket(new ByteReader(bytes), into)).toBeUndefined();
        expect(into).toEqual(packet);
      }),
      { numRuns: 500 },
    );
    expect(MAX_INPUT_PACKET_BYTES).toBeLessThanOrEqual(MAX_MESSAGE_BYTES);
  });

  it('that ends before its inputs gives an error with offset, expected and actual', () => {
    fc.assert(
      fc.property(anyPacket, fc.nat(100), (packet, cut) => {
        const bytes = encode({ ...packet, inputCount: 0 });
        const at = cut % bytes.length;
        const short = decodeInputPacket(new ByteReader(bytes.slice(0, at)), emptyInputPacket());
        expect(short).toMatchObject({ offset: expect.any(Number), expected: expect.any(String), actual: expect.any(String) });
        expect(short!.offset).toBeLessThanOrEqual(at);
      }),
    );
  });

  it('decoded from any bytes never throws, never fills more than there is room for, and stays within its limits', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(255), (tail, first) => {
        const bytes = Uint8Array.of(first & 0x3f, ...tail);
        const into = emptyInputPacket();
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
    ['a flag that means nothing', 0, 0x0e, { offset: 1, expected: 'flags that go together', actual: 'first byte 14' }],
    ['a confirmed tick but no checksum', 0, 0x24, { offset: 1, expected: 'flags that go together', actual: 'first byte 36' }],
    ['runs of an odd half byte', 0, 0x1c, { offset: 1, expected: 'flags that go together', actual: 'first byte 28' }],
    ['another kind', 0, 0xcc, { offset: 1, expected: 'an input packet', actual: 'kind 3' }],
    ['something in the unused half byte', 13, 0x73, { offset: 14, expected: '0 in the unused half of the last byte', actual: '3' }],
  ])('with %s is refused', (_, at, byte, error) => {
    expect(decodeInputPacket(new ByteReader(Uint8Array.from(base)), emptyInputPacket())).toBeUndefined();
    expect(decodeInputPacket(new ByteReader(Uint8Array.from(base).with(at, byte)), emptyInputPacket())).toEqual(error);
  });

  it.each([
    ['than fit', [...base.slice(0, 13).with(0, 0x08), ...new Array<number>(65).fill(0)], 78, 'at most 128 inputs', '130'],
    ['than there were ticks', [0x18, 1, 9, 0, 0, 2, 0, 8, 0, 0, 0, 1, 51, 0xf7], 14, 'at most 2 inputs', '16'],
  ])('with more inputs %s is refused', (_, bytes, offset, expected, actual) => {
    expect(decodeInputPacket(new ByteReader(Uint8Array.from(bytes)), emptyInputPacket())).toEqual({ offset, expected, actual });
  });

  it('with the odd half byte of no input is refused', () => {
    expect(decodeInputPacket(new ByteReader(Uint8Array.from(base.slice(0, 13))), emptyInputPacket())).toEqual({
      offset: 13,
      expected: 'an input',
      actual: 'the end',
    });
  });

  it('of a player who holds still for two seconds is small', () => {
    const packet = { ...emptyInputPacket(), epoch: 1, inputsEnd: 500, ackEnd: 480, confirmedTick: 480, inputCount: 120 };
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
