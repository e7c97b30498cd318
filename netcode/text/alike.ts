import { inLatin } from './look-alikes.ts';

/** A mark at the end of a name, as {@link toldApart} adds it. */
const MARK = /\s*\([^()]{1,12}\)$/u;

/** What two names have in common when a person takes them for the same one. */
function likeness(name: string): string {
  return folded(name.replace(MARK, ''));
}

/** A text without case, blanks, forms of letters and alphabets. */
function folded(text: string): string {
  const plain = text.normalize('NFKC').replace(/[\p{Default_Ignorable_Code_Point}\p{Z}]/gu, '');
  return inLatin(inLatin(plain).toUpperCase().toLowerCase());
}

/** Whether a name begins with what a person types who looks for it; look-alikes count as the same. */
export function beginsAlike(name: string, typed: string): boolean {
  return folded(name).startsWith(folded(typed));
}

/** Whether a person takes two names for the same one: they differ in case, in blanks, in forms of a letter or in its alphabet at most. */
export function areAlike(name: string, other: string): boolean {
  return likeness(name) === likeness(other);
}

/**
 * Names for use in sentences, beside other names and digits. None turns the text around it, and names that look alike say in brackets
 * whose they are, as in "Player (left)".
 * @param marks what tells each of them apart: a side or a number
 */
export function toldApart(names: readonly string[], marks: readonly string[]): string[] {
  const likenesses = names.map(likeness);
  return names.map((name, i) => {
    const isAlone = likenesses.every((other, j) => j === i || other !== likenesses[i]);
    return isAlone ? isolated(name) : `${isolated(name)} (${marks[i] ?? i + 1})`;
  });
}

/** Scripts from right to left, and their digits. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** A name within a sentence. One that is written from right to left is isolated, so that it does not turn the text around it. */
export function isolated(name: string): string {
  return RIGHT_TO_LEFT.test(name) && !name.startsWith('\u2068') ? `\u2068${name}\u2069` : name;
}
