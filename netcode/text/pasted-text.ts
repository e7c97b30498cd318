import { inLatin } from './look-alikes.ts';
import { withoutUnseen } from './plain-text.ts';

/** Longest text that is searched, in UTF-16 units: a long message of a chat. */
const MAX_UNITS = 4_000;
/** Strokes that keyboards and word processors insert where a dash was meant: minus, the long vowel of Japanese, box drawing, wave and low line. */
const DASH = /[\p{Pd}\u2212\u02d7\u30fc\uff70\u2500\u2043\u301c]/gu;

/**
 * A text such as a code, with its characters as they were meant: full-width ones and digits of any script as ASCII, letters that are drawn
 * like Latin ones as those, all dashes alike, and no invisible characters.
 */
export function pastedText(text: string): string {
  const visible = withoutUnseen(text.slice(0, MAX_UNITS).replace(DASH, '-').normalize('NFKC').replace(DASH, '-'));
  return inLatin(visible.replace(/\p{Nd}/gu, digit)).trim();
}

/** A digit of any script in ASCII: each script has its ten in a row. */
function digit(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(point - value - 1))) value++;
  return `${value}`;
}
