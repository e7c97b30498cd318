import { charactersOf } from './characters.ts';

/** How long a text may be. */
export interface TextLimits {
  /** Most characters, as a person counts them. */
  readonly characters: number;
  /** Most bytes in UTF-8: a character can be made of many code points. */
  readonly bytes: number;
}

/** UTF-16 units that are read: more than any limit allows, and few enough for any paste. */
const MAX_UNITS = 4_000;
/** What leaves a gap: all kinds of space, line ends, other control characters, and the Braille pattern without dots. */
const GAP = /[\p{Z}\p{Cc}\u2800]+/gu;
/** Signs that silence a vowel (Canonical_Combining_Class 9): joiners beside them choose between the forms of Indic letters. */
const VIRAMA =
  '[\\u094d\\u09cd\\u0a4d\\u0acd\\u0b4d\\u0bcd\\u0c4d\\u0ccd\\u0d3b\\u0d3c\\u0d4d\\u0dca\\u0e3a\\u0eba\\u0f84\\u1039\\u103a\\u1714\\u1715\\u1734' +
  '\\u17d2\\u1a60\\u1b44\\u1baa\\u1bab\\u1bf2\\u1bf3\\u2d7f\\ua806\\ua82c\\ua8c4\\ua953\\ua9c0\\uaaf6\\uabed\\u{10a3f}\\u{11046}\\u{11070}\\u{1107f}\\u{110b9}' +
  '\\u{11133}\\u{11134}\\u{111c0}\\u{11235}\\u{112ea}\\u{1134d}\\u{113ce}-\\u{113d0}\\u{11442}\\u{114c2}\\u{115bf}\\u{1163f}\\u{116b6}\\u{1172b}\\u{11839}' +
  '\\u{1193d}\\u{1193e}\\u{119e0}\\u{11a34}\\u{11a47}\\u{11a99}\\u{11c3f}\\u{11d44}\\u{11d45}\\u{11d97}\\u{11f41}\\u{11f42}\\u{1612f}]';
/** A letter of a script whose letters join, as in Persian. */
const JOINING = '(?=\\p{L})[\\p{scx=Arab}\\p{scx=Syrc}\\p{scx=Nkoo}\\p{scx=Mand}\\p{scx=Mong}\\p{scx=Adlm}\\p{scx=Rohg}\\p{scx=Sogd}]';
const PICTURE = '\\p{Extended_Pictographic}';

/** Invisible characters in the places where they change what is seen: there they belong to the text. */
const BELONGS = [
  // England's, Scotland's and Wales's flag: a black one with tags.
  '\\u{1f3f4}[\\u{e0030}-\\u{e0039}\\u{e0061}-\\u{e007a}]{3,6}\\u{e007f}',
  // Emoji joined into one, and emoji drawn as such or as text.
  `(?<=${PICTURE}\\ufe0f?\\p{Emoji_Modifier}?)\\u200d(?=${PICTURE})`,
  '(?<=\\p{Emoji})[\\ufe0e\\ufe0f]',
  // Forms of a Chinese character, as in Japanese names, and of a Mongolian letter.
  '(?<=\\p{Script=Han})[\\ufe00-\\ufe0f\\u{e0100}-\\u{e01ef}]',
  '(?<=[\\u1820-\\u18aa])[\\u180b-\\u180d\\u180f]',
  `(?<=${VIRAMA})[\\u200c\\u200d]`,
  `(?<=\\p{L})\\u200d(?=${VIRAMA})`,
  `(?<=${JOINING}\\p{M}*)(?:\\u200d|\\u200c(?=${JOINING}))`,
].join('|');

/**
 * Characters that are invisible, turn the text around them, are half a character, are drawn by private fonts alone or stand for something
 * that is not there.
 */
const UNSEEN = '[\\p{Default_Ignorable_Code_Point}\\p{Cf}\\p{Cs}\\p{Co}\\p{Noncharacter_Code_Point}\\ufffc]';
const BELONGS_OR_UNSEEN = new RegExp(`(${BELONGS})|${UNSEEN}`, 'gu');

/** Accents without a letter, which would attach to whatever precedes the text. */
const LOOSE_MARKS = /(^| )\p{M}+/gu;
/** Accents above four on one letter, which would tower over the lines around: Unicode's report 39 forbids more. */
const PILED_MARKS = /(?<=(?:[\p{Mn}\p{Me}\p{Emoji_Modifier}][\u200c\u200d]?){4})[\p{Mn}\p{Me}\p{Emoji_Modifier}]/gu;
/** A character that is drawn as something. */
const DRAWN = /[^\p{Default_Ignorable_Code_Point}\p{M}\p{Z}\p{C}\u2800]|\p{Cn}/u;

const encoder = new TextEncoder();

/**
 * A text from outside as it may be shown within a line of others: in Unicode's composed form (NFC), on one line, with at most one space
 * between words and none around them, without anything that hides, turns around or towers over the text beside it, and within its limits,
 * cut at a whole character. Cleaning it again changes nothing.
 */
export function plainText(text: string, limits: TextLimits): string {
  let plain = text.slice(0, MAX_UNITS);
  // Removing a character joins its neighbours, which may then have to go as well.
  for (let before: string | undefined; before !== plain; ) {
    before = plain;
    plain = cut(cleaned(plain), limits);
  }
  return plain;
}

/** Whether anything of a text can be seen. */
export function isDrawn(text: string): boolean {
  return DRAWN.test(text);
}

/** A text without characters that are invisible where they are; gaps such as line ends become single spaces. */
export function withoutUnseen(text: string): string {
  return text.replace(GAP, ' ').replace(BELONGS_OR_UNSEEN, (_, belongs: string | undefined) => belongs ?? '');
}

function cleaned(text: string): string {
  return withoutUnseen(text.normalize('NFC'))
    .replace(LOOSE_MARKS, '$1')
    .replace(PILED_MARKS, '')
    .replace(/ {2,}/g, ' ')
    .trim()
    .normalize('NFC');
}

/** Whether a text is within its limits. */
export function fits(text: string, { characters, bytes }: TextLimits): boolean {
  // Most texts are far below them, and need not be counted.
  if (text.length <= characters && 3 * text.length <= bytes) return true;
  return charactersOf(text).length <= characters && encoder.encode(text).length <= bytes;
}

function cut(text: string, limits: TextLimits): string {
  if (fits(text, limits)) return text;
  const { characters, bytes } = limits;
  let kept = '';
  let left = bytes;
  for (const character of charactersOf(text).slice(0, characters)) {
    left -= encoder.encode(character).length;
    if (left < 0) break;
    kept += character;
  }
  return kept;
}
