import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatJoinCode, makeJoinCode, parseJoinCode } from './join-code.ts';

it('takes a code in any case, with or without dash and spaces, and with mistaken letters', () => {
  const code = { nameplate: 'K10F', secret: '3M9X' };
  for (const text of ['K10F-3M9X', 'k10f3m9x', '  k1of 3m9x ', 'KIOF–3M9X', 'kl0f_3m9x']) expect(parseJoinCode(text)).toEqual(code);
});

it('says which character or length is wrong', () => {
  expect(parseJoinCode('K7QF-3M9U')).toMatchObject({ error: 'character', detail: expect.stringContaining('U') });
  expect(parseJoinCode('K7QF')).toMatchObject({ error: 'length', detail: expect.stringContaining('4') });
  expect(parseJoinCode('')).toMatchObject({ error: 'length' });
});

it.each(['ßK7QF3M', 'ıKQF-3M9X', 'Ж7QF-3M9X', 'Ќ7QF-3M9X'])('takes no other letter for one of a code: %s', (text) => {
  expect(parseJoinCode(text)).toMatchObject({ error: 'character' });
});

it.each([
  ['\u0301', '“F\u0301” is'],
  ['U', '“U” is'],
  ['🏓', '“🏓” is'],
])('says which character is wrong without one that would hide or turn the sentence (%j)', (character, detail) => {
  expect(parseJoinCode(`K7QF${character}3M9X`)).toMatchObject({
    error: 'character',
    detail: expect.stringMatching(detail.replace('+', '\\+')),
  });
});

const pasted = { nameplate: 'K7QF', secret: '3M9X' };

it.each([
  ['the link', 'paddlewire://join/K7QF-3M9X'],
  ['the link with a name', 'paddlewire://join/K7QF-3M9X?name=%D7%A2%D7%93%D7%94'],
  ['the link in a sentence', 'Play with me: <paddlewire://join/k7qf-3m9x>, now!'],
  ['the link as a chat encodes it', 'https://example.org/?to=paddlewire%3A%2F%2Fjoin%2FK7QF-3M9X'],
  ['a zero-width space in front', '\u200bK7QF-3M9X'],
  ['a mark of direction behind', 'K7QF-3M9X\u200e'],
  ['isolates around it', '\u2068K7QF-3M9X\u2069'],
  ['a byte order mark and a soft hyphen', '\ufeffK7QF-\u00ad3M9X'],
  ['half a character', 'K7QF-3M9X\ud83d'],
  ['full-width characters', 'Ｋ７ＱＦ－３Ｍ９Ｘ'],
  ['a long vowel for the dash', 'K7QFー3M9X'],
  ['digits of another script', 'K۷QF-۳M۹X'],
  ['Cyrillic letters', 'К7QF-3М9Х'],
  ['a word in front', 'Code: K7QF-3M9X'],
  ['a word in front, without the dash', 'code k7qf3m9x'],
  ['a sentence around it', 'Hi Ada, the password is K7QF-3M9X. Come over when you have time'],
  ['a sentence around it, in two words', 'Join me, the code is K7QF 3M9X please'],
  ['a smart dash', 'K7QF—3M9X'],
  ['a minus sign', 'K7QF−3M9X'],
  ['a line end within', 'K7QF-\n3M9X'],
  ['line ends around', '\r\nK7QF-3M9X\n'],
  ['quotation marks', '“K7QF-3M9X”'],
  ['markup of chats', '**`K7QF-3M9X`**'],
  ['an emoji', '🏓 K7QF-3M9X 🏓'],
  ['the same code twice', 'K7QF-3M9X (again: k7qf-3m9x)'],
])('joins by what was pasted: %s', (_, text) => {
  expect(parseJoinCode(text)).toEqual(pasted);
});

it.each([
  ['two codes', 'K7QF-3M9X or 0000-1111', 'There is more than one code in this: K7QF-3M9X, 0000-1111. Take one of them.'],
  ['a sentence without one', 'see you tomorrow at the usual place', 'There is no code in this text. A code looks like K7QF-3M9X.'],
  ['a link to something else', 'https://example.org/K7QF', 'There is no code in this text. A code looks like K7QF-3M9X.'],
  ['one character too many', 'K7QF-3M9XX', 'A code has 8 characters; this one has 9.'],
])('says what to do with %s', (_, text, detail) => {
  expect(parseJoinCode(text)).toEqual({ error: 'length', detail });
});

it('never puts a character that can’t be seen into what it says', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 12 }), (text) => {
      const parsed = parseJoinCode(text);
      expect('error' in parsed ? parsed.detail : '').not.toMatch(/[\p{Cc}\p{Cs}\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]|“”|“ /u);
    }),
    { numRuns: 2000 },
  );
});

it('reads back every code that it makes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 8, maxLength: 8 }), (random) => {
      const code = makeJoinCode(random);
      expect(parseJoinCode(formatJoinCode(code))).toEqual(code);
    }),
  );
});

it('never throws, whatever is typed', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
      const parsed = parseJoinCode(text);
      expect('error' in parsed || parsed.nameplate.length === 4).toBe(true);
    }),
  );
});
