import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_CHAT_BYTES } from '../text/chat-text.ts';
import { MAX_NAME_BYTES } from '../text/player-name.ts';
import {
  ByeReason,
  CHUNK_BYTES,
  type Control,
  ControlKind,
  decodeControl,
  encodeControl,
  MAX_MESSAGE_BYTES,
  PROTOCOL_VERSION,
} from './control.ts';

const id = fc.integer({ min: 1, max: 15 });
const epoch = fc.nat(0x1fffff);
const tick = fc.nat(0xffffff);
const token = fc.uint8Array({ minLength: 8, maxLength: 8 });
const anyControl: fc.Arbitrary<Control> = fc.oneof(
  fc.record({
    kind: fc.constant(ControlKind.hello),
    protocolVersion: fc.constant(PROTOCOL_VERSION),
    rules: fc.integer(),
    ticksPerSecond: fc.nat(255),
    peerId: id,
    name: fc.string({ unit: 'grapheme-composite', maxLength: 8 }).filter((name) => new TextEncoder().encode(name).length <= MAX_NAME_BYTES),
  }),
  fc.record({
    kind: fc.constant(ControlKind.start),
    epoch,
    leaderId: id,
    seed: fc.integer(),
    graceMs: fc.integer({ min: 5000, max: 3_600_000 }),
    token,
  }),
  fc.record({
    kind: fc.constant(ControlKind.rejoin),
    token,
    epoch,
    live: fc.boolean(),
    claims: fc.boolean(),
    confirmedTick: tick,
    outageMs: fc.nat(0xffffffff),
    checkpoint: fc.nat(0xffff),
    committed: fc.nat(0xffff),
    chain: token,
    previousChain: token,
    lamport: fc.nat(0xffffffff),
  }),
  fc.record({
    kind: fc.constant(ControlKind.result),
    outcome: fc.nat(3),
    seat: fc.nat(1),
    checkpoint: fc.nat(0xffff),
    chain: fc.uint8Array({ minLength: 32, maxLength: 32 }),
  }),
  fc
    .record({
      kind: fc.constant(ControlKind.chat),
      token,
      lamport: fc.nat(0xffffffff),
      from: id,
      preset: fc.integer({ min: -1, max: 5 }),
      text: fc.string({ unit: 'grapheme', maxLength: 40 }).filter((text) => new TextEncoder().encode(text).length <= MAX_CHAT_BYTES),
    })
    .map((chat) => (chat.preset < 0 ? chat : { ...chat, text: '' })),
  fc.record({ kind: fc.constant(ControlKind.bye), reason: fc.constantFrom(...Object.values(ByeReason)) }),
  fc.record({ kind: fc.constantFrom(ControlKind.resyncRequest, ControlKind.dispute), epoch, tick }),
  fc.nat(20).chain((index) =>
    fc.record({
      kind: fc.constant(ControlKind.stateTransfer),
      epoch,
      leaderId: id,
      index: fc.constant(index),
      count: fc.integer({ min: index + 1, max: 30 }),
      chunk: fc.uint8Array({ maxLength: CHUNK_BYTES }),
    }),
  ),
);

describe('a control message', () => {
  it('is read as it was written, and fits its limit', () => {
    fc.assert(
      fc.property(anyControl, (message) => {
        const bytes = encodeControl(message);
        expect(bytes.length).toBeLessThanOrEqual(MAX_MESSAGE_BYTES);
        expect(decodeControl(bytes)).toEqual({ ok: true, value: message });
      }),
      { numRuns: 500 },
    );
  });

  it('cut short says where the end came', () => {
    fc.assert(
      fc.property(
        anyControl.filter(({ kind }) => kind !== ControlKind.stateTransfer),
        fc.nat(1000),
        (message, cut) => {
          const bytes = encodeControl(message);
          const decoded = decodeControl(bytes.slice(0, cut % bytes.length));
          expect(decoded).toMatchObject({
            ok: false,
            error: { offset: expect.any(Number), expected: expect.any(String), actual: expect.any(String) },
          });
        },
      ),
    );
  });

  it('made of any bytes never throws', () => {
    fc.assert(
      fc.property(fc.nat(9), fc.uint8Array({ maxLength: 1300 }), (kind, tail) => {
        const bytes = Uint8Array.of(kind, ...tail);
        const decoded = decodeControl(bytes);
        expect(decoded.ok ? decoded.value.kind === kind : decoded.error.offset <= bytes.length).toBe(true);
      }),
      { numRuns: 2000 },
    );
    expect(decodeControl(new Uint8Array(0))).toMatchObject({ ok: false, error: { offset: 0 } });
  });

  const hello = encodeControl({
    kind: ControlKind.hello,
    protocolVersion: PROTOCOL_VERSION,
    rules: 1,
    ticksPerSecond: 60,
    peerId: 1,
    name: 'ab',
  });
  const chunk = encodeControl({ kind: ControlKind.stateTransfer, epoch: 1, leaderId: 1, index: 0, count: 1, chunk: new Uint8Array(3) });
  it.each([
    ['an unknown kind', Uint8Array.of(99), 'a known kind'],
    ['an unknown reason to leave', Uint8Array.of(ControlKind.bye, 4), 'a reason of 0 to 3'],
    ['another magic number', hello.with(1, 0), '"PDLW"'],
    ['peer id 0', hello.with(12, 0), 'a peer id of 1 to 15'],
    ['peer id 16', hello.with(12, 16), 'a peer id of 1 to 15'],
    ['a text longer than allowed', hello.with(13, 1).with(14, 1), 'a text of at most 256 bytes'],
    ['a text longer than the message', hello.with(14, 3), '3 more bytes'],
    ['a text that is no UTF-8', hello.with(15, 0xff), 'UTF-8'],
    ['bytes left over', Uint8Array.of(...hello, 0), 'the end'],
    ['too many chunks', chunk.with(4, 31), '1 to 30 chunks'],
    ['no chunks', chunk.with(4, 0), '1 to 30 chunks'],
    ['a chunk beyond the last', chunk.with(3, 1), 'a chunk below 1'],
    ['a chunk that is too long', Uint8Array.of(...chunk, ...new Uint8Array(1022)), 'at most 1024 bytes'],
    ['more than the largest size', new Uint8Array(1101).with(0, 4), 'at most 1100 bytes'],
    ['a number that does not end', Uint8Array.of(7, 0x80, 0x80, 0x80, 0, 0, 0), 'a number of at most 3 bytes'],
    ['a number in more bytes than it takes', Uint8Array.of(7, 0x81, 0, 0, 0, 0), 'a number in as few bytes as it takes'],
    ['a number with an empty third byte', Uint8Array.of(7, 0x81, 0x81, 0, 0, 0, 0), 'a number in as few bytes as it takes'],
    ['a preset and a text', Uint8Array.of(3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 5, 0, 1, 65), 'no text with a preset'],
    ['an unknown preset', Uint8Array.of(3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 6, 0, 0), 'a preset below 6'],
  ])('with %s is refused', (_, bytes, expected) => {
    expect(decodeControl(bytes)).toMatchObject({ ok: false, error: { expected } });
  });

  it('keeps a byte order mark at the start of a text', () => {
    const bytes = encodeControl({
      kind: ControlKind.hello,
      protocolVersion: PROTOCOL_VERSION,
      rules: 1,
      ticksPerSecond: 60,
      peerId: 1,
      name: '\ufeffa',
    });
    expect(decodeControl(bytes)).toMatchObject({ ok: true, value: { name: '\ufeffa' } });
  });

  it('cuts a text that is too long at a whole character', () => {
    const decoded = decodeControl(
      encodeControl({
        kind: ControlKind.hello,
        protocolVersion: PROTOCOL_VERSION,
        rules: 1,
        ticksPerSecond: 60,
        peerId: 1,
        name: `a${'🏓'.repeat(80)}`,
      }),
    );
    expect(decoded).toMatchObject({ ok: true, value: { name: `a${'🏓'.repeat(63)}` } });
  });
});
