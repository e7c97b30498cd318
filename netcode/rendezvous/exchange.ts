import { hkdf } from '@noble/hashes/hkdf.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { ascii, intermediateKey, lengthPrefixed, makeShare, type Share, sharedPoint, transcript } from './cpace.ts';
import type { JoinCode } from './join-code.ts';
import { RENDEZVOUS_VERSION, TAG_BYTES } from './messages.ts';
import { Opener, SealDirection, Sealer } from './seal.ts';

/** Associated data of each role, so that a message of one role can't be passed off as the other's. */
const JOINER = ascii('joiner');
const HOST = ascii('host');

/** Peer id of the player who joins a game; spectators get higher ones. */
export const PLAYER_ID = 2;

/** Keys of one exchange. */
export interface ExchangeKeys {
  /** Proves to the host that the joiner knows the secret. */
  readonly joinerTag: Uint8Array;
  /** Proves to the joiner that the host does, and says which peer id the host gives it. No party between them can change either. */
  readonly hostTag: (id: number) => Uint8Array;
  readonly toHost: Uint8Array;
  readonly toJoiner: Uint8Array;
  /** Known to these two alone, who find and recognize each other by it. */
  readonly resumeSecret: Uint8Array;
}

/** What an exchange binds besides the secret: protocol and version, and the nameplate. */
function channel(code: JoinCode): Uint8Array {
  return lengthPrefixed(ascii(`paddlewire rendezvous ${RENDEZVOUS_VERSION}`), ascii(code.nameplate));
}

/** Starts one peer's part of an exchange for a code. */
export function startExchange(code: JoinCode, joiner: Uint8Array, scalar: bigint): Share {
  return makeShare(ascii(code.secret), channel(code), joiner, scalar);
}

/**
 * Starts one peer's part of an exchange by copy and paste. The channel is bound in, so nothing of it can be used at a rendezvous.
 * @param password of any length: hashed, because a part of a CPace string is short
 */
export function startPastedExchange(password: Uint8Array, starter: Uint8Array, scalar: bigint): Share {
  return makeShare(sha512(password), lengthPrefixed(ascii(`paddlewire paste ${RENDEZVOUS_VERSION}`)), starter, scalar);
}

/**
 * The keys that both peers get from each other's shares; different ones when their secrets differ.
 * @returns undefined when the remote share is no point of the group
 */
export function finishExchange(own: Share, theirs: Uint8Array, joiner: Uint8Array, role: 'host' | 'joiner'): ExchangeKeys | undefined {
  const point = sharedPoint(own.scalar, theirs);
  if (point === undefined) return undefined;
  const said = role === 'joiner' ? transcript(own.bytes, JOINER, theirs, HOST) : transcript(theirs, JOINER, own.bytes, HOST);
  const key = intermediateKey(joiner, point, said);
  const derive = (what: string): Uint8Array => hkdf(sha512, key, undefined, ascii(what), 32);
  const tag = (what: string): Uint8Array => hmac(sha512, derive(what), said).subarray(0, TAG_BYTES);
  return {
    joinerTag: tag('joiner confirms'),
    hostTag: (id) => tag(id === PLAYER_ID ? 'host confirms' : `host confirms ${id}`),
    toHost: derive('seal to host'),
    toJoiner: derive('seal to joiner'),
    resumeSecret: derive('resume'),
  };
}

/** Compares in a time that does not depend on where the first difference is. */
export function sameTag(a: Uint8Array, b: Uint8Array): boolean {
  let difference = a.length ^ b.length;
  for (let i = 0; i < a.length; i++) difference |= (a[i] ?? 0) ^ (b[i] ?? 0);
  return difference === 0;
}

/** Both directions of a sealed channel, as one peer uses them. */
export interface SealedChannel {
  readonly sealer: Sealer;
  readonly opener: Opener;
}

/** The sealed channel of one role. */
export function sealedChannel(keys: ExchangeKeys, role: 'host' | 'joiner'): SealedChannel {
  const toHost = role === 'joiner';
  return {
    sealer: new Sealer(toHost ? keys.toHost : keys.toJoiner, toHost ? SealDirection.toHost : SealDirection.toJoiner),
    opener: new Opener(toHost ? keys.toJoiner : keys.toHost, toHost ? SealDirection.toJoiner : SealDirection.toHost),
  };
}
