import { ByteReader, type Decoded } from '../wire/bytes.ts';
import { SHARE_BYTES } from './cpace.ts';
import { MAX_SEALED_BYTES } from './seal.ts';

/** Version of the rendezvous protocol; bound into the key exchange as well. */
export const RENDEZVOUS_VERSION = 1;
/** Bytes of a joiner's id, which is also the name of the topic on which the host answers it. */
export const JOINER_ID_BYTES = 16;
/** Bytes of a confirmation tag. */
export const TAG_BYTES = 32;

/** First byte of each message. */
export const RendezvousKind = { knock: 1, answer: 2, confirm: 3, accept: 4, refuse: 5, sealed: 6 } as const;

/** Why a host turns a joiner away. */
export const RefuseReason = { wrongCode: 1, full: 2, version: 3, expired: 4 } as const;

/** A message at the rendezvous. PROTOCOL.md has the byte table. */
export type RendezvousMessage =
  | { readonly kind: typeof RendezvousKind.knock; readonly version: number; readonly joiner: Uint8Array; readonly share: Uint8Array }
  | { readonly kind: typeof RendezvousKind.answer; readonly share: Uint8Array }
  | { readonly kind: typeof RendezvousKind.confirm; readonly joiner: Uint8Array; readonly tag: Uint8Array }
  | { readonly kind: typeof RendezvousKind.accept; readonly tag: Uint8Array }
  | { readonly kind: typeof RendezvousKind.refuse; readonly reason: number }
  | { readonly kind: typeof RendezvousKind.sealed; readonly joiner: Uint8Array; readonly sealed: Uint8Array };

/** Encodes a message into bytes of its own. */
export function encodeRendezvous(message: RendezvousMessage): Uint8Array {
  switch (message.kind) {
    case RendezvousKind.knock:
      return Uint8Array.of(message.kind, message.version, ...message.joiner, ...message.share);
    case RendezvousKind.answer:
      return Uint8Array.of(message.kind, ...message.share);
    case RendezvousKind.confirm:
      return Uint8Array.of(message.kind, ...message.joiner, ...message.tag);
    case RendezvousKind.accept:
      return Uint8Array.of(message.kind, ...message.tag);
    case RendezvousKind.refuse:
      return Uint8Array.of(message.kind, message.reason);
    case RendezvousKind.sealed:
      return Uint8Array.of(message.kind, ...message.joiner, ...message.sealed);
  }
}

/** Decodes a message. Never throws; views in the result point into `bytes`. */
export function decodeRendezvous(bytes: Uint8Array): Decoded<RendezvousMessage> {
  const reader = new ByteReader(bytes);
  const value = read(reader);
  reader.end();
  return reader.failed === undefined && value !== undefined
    ? { ok: true, value }
    : { ok: false, error: reader.failed ?? { offset: 0, expected: 'a known kind', actual: `${bytes[0]}` } };
}

function read(reader: ByteReader): RendezvousMessage | undefined {
  const kind = reader.u8();
  switch (kind) {
    case RendezvousKind.knock: {
      const version = reader.u8();
      const joiner = reader.view(JOINER_ID_BYTES);
      // A later version may say anything after this; it is told that versions differ.
      const share = reader.view(version === RENDEZVOUS_VERSION ? SHARE_BYTES : reader.remaining);
      return { kind, version, joiner, share };
    }
    case RendezvousKind.answer:
      return { kind, share: reader.view(SHARE_BYTES) };
    case RendezvousKind.confirm:
      return { kind, joiner: reader.view(JOINER_ID_BYTES), tag: reader.view(TAG_BYTES) };
    case RendezvousKind.accept:
      return { kind, tag: reader.view(TAG_BYTES) };
    case RendezvousKind.refuse:
      return { kind, reason: reader.u8() };
    case RendezvousKind.sealed: {
      const joiner = reader.view(JOINER_ID_BYTES);
      if (reader.remaining > MAX_SEALED_BYTES + 64) reader.fail(`at most ${MAX_SEALED_BYTES + 64} bytes`, `${reader.remaining}`);
      return { kind, joiner, sealed: reader.view(reader.remaining) };
    }
    default:
      return undefined;
  }
}
