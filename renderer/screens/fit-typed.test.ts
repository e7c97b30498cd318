import { describe, expect, it } from 'vitest';
import { fitTyped } from './fit-typed.ts';

const LIMITS = { characters: 10, bytes: 256 };
const FAMILY = '👨\u200d👩\u200d👧\u200d👦';
const typed = (text: string) => {
  const caret = text.indexOf('|');
  const fitted = fitTyped(text.replace('|', ''), caret, LIMITS);
  return `${fitted.text.slice(0, fitted.caret)}|${fitted.text.slice(fitted.caret)}`;
};

describe('a field with room for ten characters', () => {
  it('takes ten emoji, and of an eleventh nothing', () => {
    expect(typed(`${FAMILY.repeat(10)}|`)).toBe(`${FAMILY.repeat(10)}|`);
    expect(typed(`${FAMILY.repeat(11)}|`)).toBe(`${FAMILY.repeat(10)}|`);
  });

  it('takes as much of what is pasted into the middle as there is room for', () => {
    expect(typed('abcXYZ|defghi')).toBe('abcX|defghi');
    expect(typed('abcX|defghij')).toBe('abc|defghij');
    expect(typed('ab|c')).toBe('ab|c');
  });
});
