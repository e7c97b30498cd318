import { describe, expect, it } from 'vitest';
import { ByeReason, ControlKind, encodeControl } from './control.ts';
import { decodeRepeated, encodeRepeated } from './repeated-message.ts';

const start = encodeRepeated(encodeControl({ kind: ControlKind.start, seed: 5, graceMs: 60_000, token: new Uint8Array(8) }));

describe('a repeated message', () => {
  it('with any bit wrong is not read', () => {
    for (let bit = 0; bit < start.length * 8; bit++) {
      const bytes = start.slice();
      bytes[bit >> 3]! ^= 1 << (bit & 7);
      expect(decodeRepeated(bytes).ok).toBe(false);
    }
  });

  it('that is cut short is not read', () => {
    for (let length = 0; length < start.length; length++) expect(decodeRepeated(start.subarray(0, length)).ok).toBe(false);
  });

  it('of a kind that counts each time it arrives is not read', () => {
    const bye = encodeRepeated(encodeControl({ kind: ControlKind.bye, reason: ByeReason.left }));
    expect(decodeRepeated(bye)).toMatchObject({ ok: false, error: { actual: 'kind 4' } });
  });
});
