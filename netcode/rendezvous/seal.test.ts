import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_SEALED_BYTES, Opener, SealDirection, Sealer } from './seal.ts';

const key = new Uint8Array(32).fill(7);
const otherKey = new Uint8Array(32).fill(8);
const pair = (): { sealer: Sealer; opener: Opener } => ({
  sealer: new Sealer(key, SealDirection.toHost),
  opener: new Opener(key, SealDirection.toHost),
});

describe('a sealed message', () => {
  it('opens to what was sealed', () => {
    const { sealer, opener } = pair();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (plain) => {
        expect(opener.open(sealer.seal(plain))).toEqual(plain);
      }),
    );
  });

  it('opens once, and not after a later one', () => {
    const { sealer, opener } = pair();
    const [first, second] = [sealer.seal(Uint8Array.of(1)), sealer.seal(Uint8Array.of(2))];
    expect(opener.open(second)).toEqual(Uint8Array.of(2));
    expect(opener.open(second)).toBe('replayed or out of order');
    expect(opener.open(first)).toBe('replayed or out of order');
  });

  it('opens after others were lost', () => {
    const { sealer, opener } = pair();
    sealer.seal(Uint8Array.of(1));
    expect(opener.open(sealer.seal(Uint8Array.of(2)))).toEqual(Uint8Array.of(2));
  });

  it('is refused with any bit changed, and the original still opens', () => {
    const { sealer, opener } = pair();
    const sealed = sealer.seal(Uint8Array.of(1, 2, 3));
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const changed = sealed.slice();
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(opener.open(changed)).toBeTypeOf('string');
    }
    expect(opener.open(sealed)).toEqual(Uint8Array.of(1, 2, 3));
  });

  it('is refused under a counter that was swapped for a later one', () => {
    const { sealer, opener } = pair();
    const [first, second] = [sealer.seal(Uint8Array.of(1)), sealer.seal(Uint8Array.of(2))];
    const swapped = first.slice();
    swapped.set(second.subarray(0, 4));
    expect(opener.open(swapped)).toBe('forged or damaged');
  });

  it('is refused in the other direction and with another key', () => {
    const sealed = pair().sealer.seal(Uint8Array.of(1));
    expect(new Opener(key, SealDirection.toJoiner).open(sealed)).toBe('forged or damaged');
    expect(new Opener(otherKey, SealDirection.toHost).open(sealed)).toBe('forged or damaged');
  });

  it('has a limit at both ends', () => {
    const { sealer, opener } = pair();
    expect(() => sealer.seal(new Uint8Array(MAX_SEALED_BYTES + 1))).toThrow(RangeError);
    expect(opener.open(sealer.seal(new Uint8Array(MAX_SEALED_BYTES)))).toHaveLength(MAX_SEALED_BYTES);
    expect(opener.open(new Uint8Array(MAX_SEALED_BYTES + 21))).toBe('too long');
    expect(opener.open(new Uint8Array(19))).toBe('too short');
  });

  it('is never read from garbage', () => {
    const { opener } = pair();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        expect(opener.open(bytes)).toBeTypeOf('string');
      }),
    );
  });
});
