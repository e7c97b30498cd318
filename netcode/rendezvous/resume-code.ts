import { hkdf } from '@noble/hashes/hkdf.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { ascii } from './cpace.ts';
import { hexOf } from './host-handshake.ts';
import { ALPHABET, type JoinCode } from './join-code.ts';

/** Characters of a nameplate that no person has to say: 80 bits, so no two pairs of players ever meet at the same one. */
const NAMEPLATE_CHARACTERS = 16;

/**
 * The code under which two players of a match meet again, without exchanging one. Its password has 256 bits: a peer that proves to know it is
 * the same one as before.
 * @param resumeSecret 32 bytes that these two got from their first key exchange
 */
export function resumeCode(resumeSecret: Uint8Array): JoinCode {
  const derive = (what: string, bytes: number): Uint8Array => hkdf(sha512, resumeSecret, undefined, ascii(what), bytes);
  const nameplate = Array.from(derive('resume nameplate', NAMEPLATE_CHARACTERS), (byte) => ALPHABET.charAt(byte & 31)).join('');
  const secret = hexOf(derive('resume password', 32));
  return { nameplate, secret };
}
