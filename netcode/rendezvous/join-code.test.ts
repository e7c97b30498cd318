import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatJoinCode, makeJoinCode, parseJoinCode } from './join-code.ts';

it('takes a code in any case, with or without dash and spaces, and mistaken letters', () => {
  const code = { nameplate: 'K10F', secret: '3M9X' };
  for (const text of ['K10F-3M9X', 'k10f3m9x', '  k1of 3m9x ', 'KIOF–3M9X', 'kl0f_3m9x']) expect(parseJoinCode(text)).toEqual(code);
});

it('says which character or length is wrong', () => {
  expect(parseJoinCode('K7QF-3M9U')).toMatchObject({ error: 'character', detail: expect.stringContaining('U') });
  expect(parseJoinCode('K7QF')).toMatchObject({ error: 'length', detail: expect.stringContaining('4') });
  expect(parseJoinCode('')).toMatchObject({ error: 'length' });
});

it.each(['ßK7QF3M', 'ſ7QF-3M9X', 'ﬀQF-3M9X', 'ıKQF-3M9X', 'Ｋ7QF-3M9X'])(
  'takes no letter for one of a code that is none of ASCII: %s',
  (text) => {
    expect(parseJoinCode(text)).toMatchObject({ error: 'character' });
  },
);

it.each([
  ['\u202e', 'The character U+202E is'],
  ['\0', 'The character U+0000 is'],
  ['\ud800', 'The character U+D800 is'],
  ['🏓', '“🏓” is'],
])('says which character is wrong without one that would hide or turn the sentence (%j)', (character, detail) => {
  expect(parseJoinCode(`K7QF${character}3M9X`)).toMatchObject({
    error: 'character',
    detail: expect.stringMatching(detail.replace('+', '\\+')),
  });
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
