import { describe, expect, it } from 'vitest';
import { areAlike, isolated, toldApart } from './alike.ts';

describe('two names', () => {
  it.each([
    ['the same', 'Player', 'Player'],
    ['in another case', 'ada', 'ADA'],
    ['with other blanks', 'Ada L', 'AdaL'],
    ['in full-width letters', 'Ada', 'Ａｄａ'],
    ['with Cyrillic letters', 'Ada', 'Аdа'],
    ['with Greek letters', 'NIKO', 'ΝΙΚΟ'],
    ['with a joiner at their end', 'علی', 'علی\u200d'],
    ['with the mark that would tell them apart', 'Player', 'Player (left)'],
    ['in the German way to write ß in capitals', 'Groß', 'GROSS'],
  ])('%s are alike', (_, name, other) => {
    expect(areAlike(name, other)).toBe(true);
  });

  it('that are different are not', () => {
    for (const [name, other] of [
      ['Ada', 'Eda'],
      ['Ada', 'Adá'],
      ['Анна', 'Anna'],
      ['日本', '日木'],
    ] as const)
      expect(areAlike(name, other)).toBe(false);
  });
});

describe('names in sentences', () => {
  it('say which player they belong to where they look alike, and only there', () => {
    const marks = ['left', 'right', '3'];
    expect(toldApart(['Player', 'Player', 'Ada'], marks)).toEqual(['Player (left)', 'Player (right)', 'Ada']);
    expect(toldApart(['Player', 'Ada', 'ADA'], marks)).toEqual(['Player', 'Ada (right)', 'ADA (3)']);
    expect(toldApart(['Player', 'Player (left)'], marks)).toEqual(['Player (left)', 'Player (left) (right)']);
  });

  it('from right to left don’t turn the text around them', () => {
    expect(toldApart(['עדה', 'Ada'], ['left', 'right'])).toEqual(['\u2068עדה\u2069', 'Ada']);
    expect(toldApart(['علی', 'علی'], ['left', 'right'])).toEqual(['\u2068علی\u2069 (left)', '\u2068علی\u2069 (right)']);
    for (const name of ['Ada', 'Åsa 🏓', '日本', 'Ада']) expect(isolated(name)).toBe(name);
  });
});
