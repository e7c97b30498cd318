/** Crockford's base 32: no I, L, O or U, so that a code can be read aloud and written down without doubt. */
export const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const HALF = 4;

/** The two halves of a join code, 4 characters of Crockford's base 32 each. */
export interface JoinCode {
  /** Names the place where the two peers meet; whoever runs the rendezvous sees it. */
  readonly nameplate: string;
  /** Password of the key exchange, 20 bits; it never leaves either peer. */
  readonly secret: string;
}

/** What is wrong with a text that is no join code. */
export interface JoinCodeError {
  readonly error: 'length' | 'character';
  /** Plain words, to be shown. */
  readonly detail: string;
}

/** Makes a code from 8 random bytes. */
export function makeJoinCode(random: Uint8Array): JoinCode {
  const characters = Array.from({ length: 2 * HALF }, (_, i) => ALPHABET[(random[i] ?? 0) & 31] ?? '0').join('');
  return { nameplate: characters.slice(0, HALF), secret: characters.slice(HALF) };
}

/** A code as it is shown: `K7QF-3M9X`. */
export function formatJoinCode(code: JoinCode): string {
  return `${code.nameplate}-${code.secret}`;
}

/** Reads a code as people type it: any case, with or without dashes and spaces, O for 0 and I or L for 1. */
export function parseJoinCode(text: string): JoinCode | JoinCodeError {
  const characters = text
    // Letters of ASCII alone: “ß” in capitals would be two characters of a code, “ſ” one.
    .replace(/[a-z]/g, (letter) => letter.toUpperCase())
    .replace(/[\s\p{Pd}_.]/gu, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
  const wrong = Array.from(characters).find((character) => !ALPHABET.includes(character));
  if (wrong !== undefined) return { error: 'character', detail: `${shown(wrong)} is in no code: codes have digits and letters except U.` };
  if (characters.length !== 2 * HALF) {
    return { error: 'length', detail: `A code has ${2 * HALF} characters; this one has ${characters.length}.` };
  }
  return { nameplate: characters.slice(0, HALF), secret: characters.slice(HALF) };
}

/** A character in quotation marks, or its number if showing it would hide it or turn the sentence around. */
function shown(character: string): string {
  if (!/[\p{C}\p{M}\p{Z}]/u.test(character)) return `“${character}”`;
  return `The character U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
