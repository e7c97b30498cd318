import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { charactersOf } from './characters.ts';
import { MAX_CHAT_BYTES, MAX_CHAT_CHARACTERS, plainChat } from './chat-text.ts';
import { plainText } from './plain-text.ts';
import { MAX_NAME_BYTES, plainName, readName } from './player-name.ts';

const ROOMY = { characters: 1000, bytes: 4000 };
const plain = (text: string): string => plainText(text, ROOMY);

/** Flag of patterns that know sequences; the compiler's target does not. */
const WITH_SETS = 'v';
const SKINS = ['', '🏻', '🏼', '🏽', '🏾', '🏿'];
const FAMILY = '👨\u200d👩\u200d👧\u200d👦';

/** Every emoji that Unicode recommends and this engine knows, made from its parts. */
function allEmoji(): string[] {
  const isEmoji = new RegExp('^\\p{RGI_Emoji}$', WITH_SETS);
  const singles: string[] = [];
  for (let point = 0; point < 0x20000; point++) {
    if (point < 0xd800 || point > 0xdfff) singles.push(String.fromCodePoint(point));
  }
  const pictures = singles.filter((single) => /\p{Extended_Pictographic}/u.test(single));
  const letters = singles.filter((single) => /\p{Regional_Indicator}/u.test(single));
  const people = ['👨', '👩', '🧑'].flatMap((person) => SKINS.map((skin) => person + skin));
  const hearts = ['❤\ufe0f', '❤\ufe0f\u200d💋'].flatMap((heart) =>
    people.flatMap((one) => people.map((other) => [one, heart, other].join('\u200d'))),
  );
  const families = ['👨', '👩', '👨\u200d👩', '👨\u200d👨', '👩\u200d👩', '🧑', '🧑\u200d🧑'].flatMap((parents) =>
    ['👦', '👧', '👦\u200d👦', '👧\u200d👧', '👧\u200d👦', '🧒', '🧒\u200d🧒'].map((children) => `${parents}\u200d${children}`),
  );
  const hands = people.flatMap((one) => people.map((other) => `${one}\u200d🤝\u200d${other}`));
  const turned = ['', '\u200d♂\ufe0f', '\u200d♀\ufe0f'].map((sex) => `${sex}\u200d➡\ufe0f`);
  const joined = pictures.flatMap((picture) =>
    ['', '\ufe0f', ...SKINS.slice(1)].flatMap((form) => [
      picture + form,
      `${picture}${form}\u200d♂\ufe0f`,
      `${picture}${form}\u200d♀\ufe0f`,
      ...turned.map((way) => picture + form + way),
    ]),
  );
  const jobs = people.flatMap((person) =>
    pictures.flatMap((picture) => [
      `${person}\u200d${picture}`,
      `${person}\u200d${picture}\ufe0f`,
      `${person}\u200d${picture}\u200d➡\ufe0f`,
    ]),
  );
  const beasts = [
    '🐕',
    '🐈',
    '🐻',
    '🐦',
    '🏳\ufe0f',
    '🏴',
    '😮',
    '😵',
    '😶',
    '❤\ufe0f',
    '⛓\ufe0f',
    '🍄',
    '🍋',
    '🙂',
    '🫱',
    ...SKINS.map((skin) => `🫱${skin}`),
  ].flatMap((first) =>
    pictures.flatMap((second) => [
      `${first}\u200d${second}`,
      `${first}\u200d${second}\ufe0f`,
      ...SKINS.slice(1).map((skin) => `${first}\u200d${second}${skin}`),
    ]),
  );
  const keys = Array.from('0123456789#*', (key) => `${key}\ufe0f\u20e3`);
  const flags = letters.flatMap((one) => letters.map((other) => one + other));
  const lands = ['gbeng', 'gbsct', 'gbwls'].map(
    (land) => `🏴${Array.from(land, (letter) => String.fromCodePoint(0xe0000 + (letter.codePointAt(0) ?? 0))).join('')}\u{e007f}`,
  );
  return [
    ...new Set([
      ...joined,
      ...jobs,
      ...beasts,
      ...hearts,
      ...families,
      ...hands,
      ...keys,
      ...flags,
      ...lands,
      '👁\ufe0f\u200d🗨\ufe0f',
      '🏳\ufe0f\u200d⚧\ufe0f',
    ]),
  ].filter((text) => isEmoji.test(text));
}

describe('an emoji', () => {
  it('of every kind that Unicode has stays whole, counts as one character, and is a name', () => {
    const all = allEmoji();
    expect(all.length).toBeGreaterThan(3600);
    for (const emoji of all) {
      expect(plain(emoji)).toBe(emoji.normalize('NFC'));
      expect(charactersOf(emoji)).toEqual([emoji]);
      expect(plainName(emoji)).toBe(emoji);
    }
  });

  it('family fits ten times into a name, and 20 flags do not lose half a flag', () => {
    expect(plainName(FAMILY.repeat(10))).toBe(FAMILY.repeat(10));
    expect(plainName('🇺🇳'.repeat(30))).toBe('🇺🇳'.repeat(20));
    expect(plainChat(FAMILY.repeat(60))).toBe(FAMILY.repeat(40));
  });
});

describe('joiners and variation selectors that change what is seen', () => {
  it.each([
    ['Persian', 'می\u200cخواهم', 'ه\u200d.ش'],
    ['Hindi', 'रत\u094d\u200dन', 'क\u094d\u200cष'],
    ['Bengali', 'র\u200d\u09cdয'],
    ['Sinhala', 'ශ\u0dca\u200dරී'],
    ['Malayalam', 'ന\u0d4d\u200d'],
    ['a Japanese name', '葛\u{e0100}城'],
    ['Mongolian', 'ᠭ\u180bᠠ'],
  ])('stay in %s', (_, ...texts) => {
    for (const text of texts) expect(plain(text)).toBe(text.normalize('NFC'));
  });

  it('know every sign that silences a vowel', () => {
    // Two marks of different classes change places when the higher one comes first: that tells a mark's class.
    const comesBefore = (mark: string, other: string): boolean => `x${other}${mark}`.normalize('NFD') === `x${mark}${other}`;
    for (let point = 0x300; point < 0x20000; point++) {
      const mark = point >= 0xd800 && point <= 0xdfff ? 'x' : String.fromCodePoint(point);
      // Class 8 has the voicing marks of Japanese, class 10 the first Hebrew point.
      const isAbove = comesBefore('\u3099', mark) && !comesBefore(mark, '\u3099');
      const silences = /\p{M}/u.test(mark) && isAbove && comesBefore(mark, '\u05b0') && !comesBefore('\u05b0', mark);
      expect([point, plain(`क${mark}\u200cx`).includes('\u200c')]).toEqual([point, silences]);
    }
  });
});

describe('what is invisible, or hides or turns the text beside it', () => {
  it.each([
    ['a zero-width space', 'A\u200bda', 'Ada'],
    ['joiners that join nothing', 'A\u200dd\u200ca\u200d', 'Ada'],
    ['marks of direction', '\u200e\u202eA\u2066da\u2069\u061c\u200f', 'Ada'],
    ['tags that spell a hidden text', 'Ada\u{e0068}\u{e0069}\u{e007f}', 'Ada'],
    ['a flag with half a name', '🏴\u{e0067}\u{e0062}', '🏴'],
    ['a variant of a letter that has none', 'A\ufe0fd\u{e0100}a', 'Ada'],
    ['fillers', 'A\u3164\u115fd\uffa0a', 'Ada'],
    ['a soft hyphen and a byte order mark', '\ufeffA\u00adda', 'Ada'],
    ['half a character', 'A\ud83dda\udc00', 'Ada'],
    ['letters of a private font and what is no character', 'A\ue000\ufffed\u{10ffff}a\ufffc', 'Ada'],
    ['lines, tabs and blanks of all kinds', ' \u3000A\n\r\tda\u00a0\u2003\u2028B\u2800 ', 'A da B'],
    ['control characters', 'A\u0007\u001bda', 'A da'],
    ['accents without a letter', '\u0301Ada \u0308b', 'Ada b'],
  ])('goes: %s', (_, text, left) => {
    expect(plain(text)).toBe(left);
  });

  it('a tower of accents is four high', () => {
    expect(plain(`Z${'\u0310'.repeat(40)}a\u0323\u0310`)).toBe(`Z${'\u0310'.repeat(4)}ạ\u0310`);
    expect(plain(`Z${'\u0310\u200b'.repeat(40)}`)).toBe(`Z${'\u0310'.repeat(4)}`);
    expect(plain(`👍${'🏽'.repeat(9)}`)).toBe(`👍${'🏽'.repeat(4)}`);
  });

  it('a name is composed, so that both ways to type an accent are one name', () => {
    expect(plainName('A\u030asa')).toBe('Åsa');
    expect(plainName('\u1112\u1161\u11ab')).toBe('한');
  });

  it('a text in which nothing can be seen is no name', () => {
    for (const text of ['', ' ', '\u200b', '\u3164', '\u2800', '\u115f', '\u034f', '\u200d\ufe0f', '\u0301']) {
      expect(readName(text)).toBeUndefined();
      expect(plainName(text)).toBe('Player');
      expect(plainChat(text)).toBe('');
    }
  });
});

describe('length', () => {
  it('is counted as a person counts, and the cut leaves no half character', () => {
    expect(plainName('नि'.repeat(30))).toBe('नि'.repeat(20));
    expect(plainName(`${'e\u0301'.repeat(19)}${FAMILY}x`)).toBe(`${'é'.repeat(19)}${FAMILY}`);
    expect(plainChat(`${'a'.repeat(99)} b`)).toBe('a'.repeat(99));
  });

  it('has an end however much is joined into one character', () => {
    expect(plainName('👩\u200d'.repeat(200)).length).toBeLessThanOrEqual(MAX_NAME_BYTES);
    expect(plainName('\u1100'.repeat(500))).not.toBe('Player');
    expect(new TextEncoder().encode(plainChat('क\u094d'.repeat(2000))).length).toBeLessThanOrEqual(MAX_CHAT_BYTES);
  });

  it.each([
    ['Latin', 'Straße'],
    ['Korean', '한국어'],
    ['Tamil', 'நிலா'],
    ['Thai', 'กำลังดี'],
    ['Arabic', 'مُحَمَّد'],
  ])('of %s agrees with the engine’s own count', (_, text) => {
    expect(charactersOf(text)).toEqual(Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment));
  });
});

it('cleaning again changes nothing, and the remote peer accepts what is cleaned', () => {
  const pieces = [
    'a',
    ' ',
    '\u200d',
    '\u200c',
    '👩',
    '❤',
    '\ufe0f',
    '🏽',
    '🏴',
    '\u{e0067}',
    '\u{e007f}',
    '\u0301',
    '\u094d',
    'क',
    'ه',
    '\u0650',
    '\u200b',
    '\u202e',
  ];
  const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.string({ unit: fc.constantFrom(...pieces), maxLength: 60 }));
  fc.assert(
    fc.property(text, (typed) => {
      const name = plainName(typed);
      expect(plainName(name)).toBe(name);
      const said = plainChat(typed);
      expect(plainChat(said)).toBe(said);
      expect(said).not.toMatch(/[\p{Cc}\p{Cs}\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]|[\p{Mn}\p{Me}]{5}|\s\s|^\s|\s$/u);
      expect(charactersOf(said).length).toBeLessThanOrEqual(MAX_CHAT_CHARACTERS);
      expect(charactersOf(typed).join('')).toBe(typed);
    }),
    { numRuns: 400 },
  );
});
