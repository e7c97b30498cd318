import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeRendezvous, encodeRendezvous, JOINER_ID_BYTES, RENDEZVOUS_VERSION, RendezvousKind, TAG_BYTES } from './messages.ts';

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const joiner = bytes(JOINER_ID_BYTES);
const message = fc.oneof(
  fc.record({ kind: fc.constant(RendezvousKind.knock), version: fc.constant(RENDEZVOUS_VERSION), joiner, share: bytes(32) }),
  fc.record({ kind: fc.constant(RendezvousKind.answer), share: bytes(32) }),
  fc.record({ kind: fc.constant(RendezvousKind.confirm), joiner, tag: bytes(TAG_BYTES) }),
  fc.record({ kind: fc.constant(RendezvousKind.accept), tag: bytes(TAG_BYTES) }),
  fc.record({ kind: fc.constant(RendezvousKind.refuse), reason: fc.nat(255) }),
  fc.record({ kind: fc.constant(RendezvousKind.sealed), joiner, sealed: fc.uint8Array({ maxLength: 300 }) }),
);

it('reads back every message that it writes', () => {
  fc.assert(
    fc.property(message, (said) => {
      expect(decodeRendezvous(encodeRendezvous(said))).toEqual({ ok: true, value: said });
    }),
  );
});

it('takes no message that is cut short, and only a sealed one may be longer', () => {
  fc.assert(
    fc.property(message, fc.nat(400), (said, at) => {
      const whole = encodeRendezvous(said);
      if (said.kind === RendezvousKind.sealed) return;
      expect(decodeRendezvous(whole.subarray(0, at % whole.length)).ok).toBe(false);
      expect(decodeRendezvous(Uint8Array.of(...whole, 0)).ok).toBe(false);
    }),
  );
});

it('reads the knock of a later version, whatever it contains', () => {
  const later = Uint8Array.of(RendezvousKind.knock, RENDEZVOUS_VERSION + 1, ...new Uint8Array(JOINER_ID_BYTES), 1, 2, 3, 4);
  expect(decodeRendezvous(later)).toMatchObject({ ok: true, value: { version: RENDEZVOUS_VERSION + 1 } });
});

it('returns a value or an error for garbage of every kind, and never throws', () => {
  fc.assert(
    fc.property(fc.nat(8), fc.uint8Array({ maxLength: 120 }), (kind, rest) => {
      const garbage = Uint8Array.of(kind, ...rest);
      const decoded = decodeRendezvous(garbage);
      expect(decoded.ok ? encodeRendezvous(decoded.value) : decoded.error.expected).toEqual(
        decoded.ok ? garbage : expect.stringMatching(/./),
      );
    }),
  );
});

it('refuses more bytes than any message has, and none at all', () => {
  expect(decodeRendezvous(new Uint8Array(20_000).fill(RendezvousKind.sealed)).ok).toBe(false);
  expect(decodeRendezvous(new Uint8Array()).ok).toBe(false);
});
