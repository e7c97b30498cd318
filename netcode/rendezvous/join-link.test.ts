import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainName } from '../text/player-name.ts';
import { MAX_LINK_CHARS, parseJoinLink } from './join-link.ts';

const code = { nameplate: 'K7QF', secret: '3M9X' };

describe('a join link', () => {
  it.each(['paddlewire://join/K7QF-3M9X', 'paddlewire://join/K7QF3M9X', 'paddlewire://join/k7qf-3m9x/', 'PADDLEWIRE://join/K7QF-3M9X'])(
    '%s leads to a game',
    (link) => {
      expect(parseJoinLink(link)).toEqual({ code });
    },
  );

  it('may say whose game it is', () => {
    expect(parseJoinLink('paddlewire://join/K7QF-3M9X?name=Ada')).toEqual({ code, name: 'Ada' });
    expect(parseJoinLink('paddlewire://join/K7QF-3M9X/?name=%C3%85sa+%F0%9F%8F%93')).toEqual({ code, name: 'Åsa 🏓' });
  });

  it.each([
    ['an empty one', '%20'],
    ['an invisible one', '%E3%85%A4'],
    ['one that is no UTF-8', '%FF'],
    ['half a percent sign', 'Ada%4'],
  ])('leaves out %s for a name', (_, name) => {
    expect(parseJoinLink(`paddlewire://join/K7QF-3M9X?name=${name}`)).toEqual({ code });
  });

  it.each([
    ['one that turns text around', '%E2%80%AEadA', 'adA'],
    ['one of two lines', 'Ada%0AGrace', 'Ada Grace'],
    ['a long one', 'A'.repeat(30), 'A'.repeat(20)],
  ])('takes what can be shown of %s', (_, name, shown) => {
    expect(parseJoinLink(`paddlewire://join/K7QF-3M9X?name=${name}`)).toEqual({ code, name: shown });
  });

  it('is as long as the longest name makes it, and no longer', () => {
    const longest = `paddlewire://join/K7QF-3M9X/?name=${'%41'.repeat(256)}`;
    expect(longest.length).toBe(MAX_LINK_CHARS);
    expect(parseJoinLink(longest)).toEqual({ code, name: 'A'.repeat(20) });
    expect(parseJoinLink(`${longest}A`)).toBeUndefined();
  });

  it('takes markup in a name as text', () => {
    expect(parseJoinLink('paddlewire://join/K7QF-3M9X?name=%3Cb%3EAda%3C%2Fb%3E')).toEqual({ code, name: '<b>Ada</b>' });
  });

  it.each([
    '',
    'K7QF-3M9X',
    'paddlewire://join/',
    'paddlewire://join/K7QF',
    'paddlewire://join/K7QF-3M9U',
    'paddlewire://join/K7QF-3M9X?next=1',
    'paddlewire://join/K7QF-3M9X?name=A&name=B',
    'paddlewire://join/K7QF-3M9X?name=A#b',
    'paddlewire://host/K7QF-3M9X',
    'paddlewire://join/../K7QF-3M9X',
    'paddlewire://join/K7QF-3M9X --no-sandbox',
    'paddlewire://user@join/K7QF-3M9X',
    'https://join/K7QF-3M9X',
    ' paddlewire://join/K7QF-3M9X',
    'paddlewire://join/K7QF-3M9X\n',
  ])('%j is none', (text) => {
    expect(parseJoinLink(text)).toBeUndefined();
  });

  it('is never read from garbage', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (tail) => {
        const link = parseJoinLink(`paddlewire://join/K7QF-3M9X?name=${tail}`);
        expect(link ?? { code }).toMatchObject({ code });
        expect(plainName(link?.name ?? '')).toBe(link?.name ?? 'Player');
      }),
    );
  });
});
