import { ristretto255, ristretto255_hasher } from '@noble/curves/ed25519.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { concatBytes } from '@noble/hashes/utils.js';

/**
 * CPace on ristretto255 with SHA-512 (draft-irtf-cfrg-cpace, group G_ristretto255): a balanced password-authenticated key exchange.
 * A guess at the password costs one exchange with a peer that knows it. No guess can be tried offline.
 */
const DSI = ascii('CPaceRistretto255');
const DSI_ISK = ascii('CPaceRistretto255_ISK');
/** Input block of SHA-512: padding the password to a whole block keeps its length out of the timing. */
const BLOCK_BYTES = 128;

const { Point } = ristretto255;

/** Length of a public value. */
export const SHARE_BYTES = 32;

/** Bytes of an ASCII text. */
export function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** Each part after its length (LEB128; all of ours are shorter than 128 bytes, and a longer one is refused). */
export function lengthPrefixed(...parts: readonly Uint8Array[]): Uint8Array {
  return concatBytes(
    ...parts.flatMap((part) => {
      if (part.length > 127) throw new RangeError('a part of a CPace string has at most 127 bytes');
      return [Uint8Array.of(part.length), part];
    }),
  );
}

/** The generator that a password, a channel and a session id lead to. */
function generator(password: Uint8Array, channel: Uint8Array, sessionId: Uint8Array): InstanceType<typeof Point> {
  const padding = new Uint8Array(Math.max(0, BLOCK_BYTES - 1 - lengthPrefixed(password).length - lengthPrefixed(DSI).length));
  const { deriveToCurve } = ristretto255_hasher;
  // The library types it as optional because other groups have none.
  if (deriveToCurve === undefined) throw new Error('this build of @noble/curves has no map to ristretto255');
  return deriveToCurve(sha512(lengthPrefixed(DSI, password, padding, channel, sessionId)));
}

function littleEndian(bytes: Uint8Array): bigint {
  return bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

/** One peer's part of an exchange: what it keeps secret and what it sends. */
export interface Share {
  readonly scalar: bigint;
  /** To be sent to the remote peer, 32 bytes. */
  readonly bytes: Uint8Array;
}

/** A secret scalar from 64 random bytes: far longer than the group's order, so the remainder has no bias. */
export function scalarFrom(random: Uint8Array): bigint {
  return (littleEndian(random) % (Point.Fn.ORDER - 1n)) + 1n;
}

/** Starts an exchange with a secret scalar, 1 to the group's order − 1. */
export function makeShare(password: Uint8Array, channel: Uint8Array, sessionId: Uint8Array, scalar: bigint): Share {
  return { scalar, bytes: generator(password, channel, sessionId).multiply(scalar).toBytes() };
}

/** The shared point, or undefined when the remote value is no point or the neutral one: then the exchange must end. */
export function sharedPoint(scalar: bigint, theirs: Uint8Array): Uint8Array | undefined {
  try {
    const point = Point.fromBytes(theirs);
    if (point.is0()) return undefined;
    return point.multiply(scalar).toBytes();
  } catch {
    return undefined;
  }
}

/** What both peers sent, initiator first, each with its associated data. */
export function transcript(initiator: Uint8Array, initiatorData: Uint8Array, responder: Uint8Array, responderData: Uint8Array): Uint8Array {
  return concatBytes(lengthPrefixed(initiator, initiatorData), lengthPrefixed(responder, responderData));
}

/** The key that both peers have when they used the same password, 64 bytes. */
export function intermediateKey(sessionId: Uint8Array, point: Uint8Array, said: Uint8Array): Uint8Array {
  return sha512(concatBytes(lengthPrefixed(DSI_ISK, sessionId, point), said));
}
