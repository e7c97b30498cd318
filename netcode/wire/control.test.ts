import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawn } from '../lab/fuzz/drawn.ts';
import { type Control, ControlKind, controlTable, decodeControl, encodeControl, MAX_MESSAGE_BYTES, PROTOCOL_VERSION } from './control.ts';

/** Any message, with fields that fit each other. */
const anyControl = drawn((draw): Control => {
  const message = controlTable.draw(draw);
  if (message.kind === ControlKind.chat && message.preset >= 0) return { ...message, text: '' };
  return message.kind === ControlKind.stateTransfer ? { ...message, index: message.index % message.count } : message;
});

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

  it('cut short gives an error with the offset of its end', () => {
    fc.assert(
      fc.property(
        anyControl.filter(({ kind }) => kind !== ControlKind.stateTransfer && kind !== ControlKind.signal),
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

  it('decoded from any bytes never throws', () => {
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
    inputBits: 4,
    signedInputs: 1,
    peerId: 1,
    name: 'ab',
  });
  const chunk = encodeControl({ kind: ControlKind.stateTransfer, epoch: 1, leaderId: 1, index: 0, count: 1, chunk: new Uint8Array(3) });
  it.each([
    ['an unknown kind', Uint8Array.of(99), 'a known kind'],
    ['an unknown reason to leave', Uint8Array.of(ControlKind.bye, 4), 'a reason of 0 to 3'],
    ['another magic number', hello.with(1, 0), '"PDLW"'],
    ['inputs of no bits', hello.with(12, 0), 'bits of an input of 1 to 32'],
    ['inputs of 33 bits', hello.with(12, 33), 'bits of an input of 1 to 32'],
    ['inputs that are neither signed nor not', hello.with(13, 2), 'signed inputs of 0 to 1'],
    ['peer id 0', hello.with(14, 0), 'a peer id of 1 to 15'],
    ['peer id 16', hello.with(14, 16), 'a peer id of 1 to 15'],
    ['a text longer than allowed', hello.with(15, 1).with(16, 1), 'a text of at most 256 bytes'],
    ['a text longer than the message', hello.with(16, 3), '3 more bytes'],
    ['a text that is no UTF-8', hello.with(17, 0xff), 'UTF-8'],
    ['bytes left over', Uint8Array.of(...hello, 0), 'the end'],
    ['too many chunks', chunk.with(4, 31), 'a number of chunks of 1 to 30'],
    ['no chunks', chunk.with(4, 0), 'a number of chunks of 1 to 30'],
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
      inputBits: 4,
      signedInputs: 1,
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
        inputBits: 4,
        signedInputs: 1,
        peerId: 1,
        name: `a${'🏓'.repeat(80)}`,
      }),
    );
    expect(decoded).toMatchObject({ ok: true, value: { name: `a${'🏓'.repeat(63)}` } });
  });
});
