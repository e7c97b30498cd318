import { charactersOf } from '../text/characters.ts';
import { pastedText } from '../text/pasted-text.ts';
import { isDrawn } from '../text/plain-text.ts';

/** Crockford's base 32: no I, L, O or U, so a code can be read aloud and written down without ambiguity. */
export const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const HALF = 4;

/** The two halves of a join code, 4 characters of Crockford's base 32 each. */
export interface JoinCode {
  /** Names the place where the two peers meet. The operator of the rendezvous sees it. */
  readonly nameplate: string;
  /** Password of the key exchange, 20 bits; it never leaves either peer. */
  readonly secret: string;
}

/** Why a text is no join code. */
export interface JoinCodeError {
  readonly error: 'length' | 'character';
  /** Plain words, to be shown. */
  readonly detail: string;
}

/** Makes a code from 8 random bytes. */
export function makeJoinCode(random: Uint8Array): JoinCode {
  const characters = Array.from({ length: 2 * HALF }, (_, i) => ALPHABET.charAt((random[i] ?? 0) & 31)).join('');
  return { nameplate: characters.slice(0, HALF), secret: characters.slice(HALF) };
}

/** A code as it is shown: `K7QF-3M9X`. */
export function formatJoinCode(code: JoinCode): string {
  return `${code.nameplate}-${code.secret}`;
}

/** A code in every spelling that a text may have, each in any case: with its dash, in two words, as one. */
export function writtenForms({ nameplate, secret }: JoinCode): readonly string[] {
  return [`${nameplate}-${secret}`, `${nameplate} ${secret}`, `${nameplate}${secret}`];
}

/** Reads a code as people type and paste it: alone in any case, with or without dashes and spaces, O for 0 and I or L for 1; within a link or a sentence. */
export function parseJoinCode(text: string): JoinCode | JoinCodeError {
  const pasted = pastedText(text);
  const [, linked] = LINK.exec(pasted) ?? [];
  if (linked !== undefined) return split(linked);
  const whole = split(pasted);
  if (!('error' in whole)) return whole;
  const found = new Map(codesIn(pasted).map((code) => [formatJoinCode(code), code]));
  const [first, second] = found.values();
  if (first !== undefined && second === undefined) return first;
  if (found.size > 1)
    return {
      error: 'length',
      detail: `There is more than one code in this: ${[...found.keys()].slice(0, 3).join(', ')}. Take one of them.`,
    };
  // What is wrong with a sentence is not its length.
  if (pasted.length > LONGEST_TYPED) return { error: 'length', detail: 'There is no code in this text. A code looks like K7QF-3M9X.' };
  return whole;
}

/** A code in a link, whatever else the link says. */
const LINK = /paddlewire(?::\/\/|%3a%2f%2f)join(?:\/|%2f)([0-9a-z]{4}-?[0-9a-z]{4})(?![0-9a-z])/i;
/** Longest text that may be meant as a code alone: with a dash or blanks, and some characters too many. */
const LONGEST_TYPED = 14;
/** Spellings of a code within a sentence, the surest first: with its dash; as one word with a digit; in two words of capitals with digits. */
const IN_SENTENCE = [
  /(?<![\p{L}\p{N}])([0-9a-z]{4})[\p{Pd}_.]+ ?([0-9a-z]{4})(?![\p{L}\p{N}])/giu,
  /(?<![\p{L}\p{N}])(?=[a-z]{0,7}[0-9])([0-9a-z]{4})([0-9a-z]{4})(?![\p{L}\p{N}])/giu,
  /(?<![\p{L}\p{N}])(?=[A-Z]*[0-9])([0-9A-Z]{4}) (?=[A-Z]*[0-9])([0-9A-Z]{4})(?![\p{L}\p{N}])/gu,
];

/** The codes in a sentence, in the surest spelling that occurs. */
function codesIn(sentence: string): JoinCode[] {
  for (const way of IN_SENTENCE) {
    const codes = Array.from(sentence.matchAll(way), ([, nameplate, secret]) => split(`${nameplate}${secret}`));
    const right = codes.flatMap((code) => ('error' in code ? [] : [code]));
    if (right.length > 0) return right;
  }
  return [];
}

/** A text that is nothing but a code. */
function split(text: string): JoinCode | JoinCodeError {
  const characters = text
    .replace(/[a-z]/g, (letter) => letter.toUpperCase())
    .replace(/[\s\p{Pd}_.]/gu, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
  const wrong = charactersOf(characters).find((character) => !ALPHABET.includes(character));
  if (wrong !== undefined) return { error: 'character', detail: `${shown(wrong)} is in no code: codes have digits and letters except U.` };
  if (characters.length !== 2 * HALF) {
    return { error: 'length', detail: `A code has ${2 * HALF} characters; this one has ${characters.length}.` };
  }
  return { nameplate: characters.slice(0, HALF), secret: characters.slice(HALF) };
}

/** A character in quotation marks, or its number if showing it would hide it or turn the sentence around. */
function shown(character: string): string {
  if (isDrawn(character) && !/^\p{M}/u.test(character)) return `“${character}”`;
  return `The character U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
