import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainName, readName } from '../text/player-name.ts';
import { formatJoinCode, makeJoinCode } from './join-code.ts';
import { decodeOpenGame, encodeAsk, encodeOpenGame, isAsk, MAX_LISTED, type OpenGame, OpenGames, STALE_MS } from './lobby.ts';

const ada: OpenGame = { name: 'Ada 🏓', code: { nameplate: 'K7QF', secret: '3M9X' } };
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const gameNumber = (number: number): OpenGame => ({
  name: `Player ${number}`,
  code: makeJoinCode(Uint8Array.of(number >> 5, number, 0, 0, 0, 0, 0, 0)),
});
const names = (games: readonly OpenGame[]): string[] => games.map(({ name }) => name);

describe('an announcement', () => {
  it('is written as PROTOCOL.md says', () => {
    expect(hex(encodeOpenGame(ada))).toBe('02014b375146334d395841646120f09f8f93');
    expect(hex(encodeAsk())).toBe('0101');
  });

  it('is asked for in this version alone', () => {
    expect(isAsk(encodeAsk())).toBe(true);
    for (const other of [[1], [1, 2], [2, 1], [1, 1, 0]]) expect(isAsk(Uint8Array.from(other))).toBe(false);
  });

  it('is read as it was written', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 8, maxLength: 8 }),
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }),
        (random, name) => {
          fc.pre(readName(name) === name);
          const game = { name, code: makeJoinCode(random) };
          expect(decodeOpenGame(encodeOpenGame(game))).toEqual({ ok: true, value: game });
        },
      ),
    );
  });

  it.each([
    ['without a name', { ...ada, name: '' }],
    ['with a name of too many bytes', { ...ada, name: 'a'.repeat(257) }],
    ['with a code in another spelling', { ...ada, code: { nameplate: 'k7qf', secret: '3m9x' } }],
    ['with a code that is none', { ...ada, code: { nameplate: 'K7QU', secret: '3M9X' } }],
  ])('%s is refused', (_, game) => {
    expect(decodeOpenGame(encodeOpenGame(game)).ok).toBe(false);
  });

  it.each([
    ['a name that hides text', 'Ada\u202e', 'Ada'],
    ['a name of two lines', 'Ada\nGrace', 'Ada Grace'],
    ['a long name', 'a'.repeat(40), 'a'.repeat(20)],
  ])('with %s is shown with what can be shown of it', (_, name, shown) => {
    expect(decodeOpenGame(encodeOpenGame({ ...ada, name }))).toMatchObject({ ok: true, value: { name: shown } });
  });

  it('of another version, cut short or too long is refused', () => {
    const bytes = encodeOpenGame(ada);
    expect(decodeOpenGame(bytes.with(1, 2)).ok).toBe(false);
    for (let length = 0; length <= 10; length++) expect(decodeOpenGame(bytes.subarray(0, length)).ok).toBe(false);
    expect(decodeOpenGame(Uint8Array.of(...bytes, ...new Uint8Array(16_000).fill(65))).ok).toBe(false);
  });

  it('with an invisible name is refused', () => {
    for (const name of ['\u3164', '\u2800', '\u034f']) expect(decodeOpenGame(encodeOpenGame({ ...ada, name })).ok).toBe(false);
  });

  it('decodes to a value or an error whatever the bytes are, and what is read can be shown', () => {
    fc.assert(
      fc.property(fc.boolean(), fc.uint8Array({ maxLength: 120 }), (headed, rest) => {
        const bytes = headed ? Uint8Array.of(...encodeOpenGame(ada).subarray(0, 10), ...rest) : rest;
        const decoded = decodeOpenGame(bytes);
        const shown = decoded.ok ? plainName(decoded.value.name) : decoded.error.expected;
        expect(shown).toEqual(decoded.ok ? decoded.value.name : expect.stringMatching(/./));
        expect(isAsk(rest)).toBe(rest.length === 2 && rest[0] === 1 && rest[1] === 1);
      }),
    );
  });
});

describe('the list of open games', () => {
  it('has each game once, filters by the start of the name, and says when it has changed', () => {
    const list = new OpenGames();
    const grace = { name: 'grace', code: makeJoinCode(new Uint8Array(8)) };
    expect([list.hear(0, encodeOpenGame(ada)), list.hear(1, encodeOpenGame(ada)), list.hear(2, encodeOpenGame(grace))]).toEqual([
      true,
      false,
      true,
    ]);
    expect(names(list.named(''))).toEqual(['Ada 🏓', 'grace']);
    expect(names(list.named(' GR'))).toEqual(['grace']);
    expect(names(list.named('da'))).toEqual([]);
  });

  it('drops a game that is no longer announced', () => {
    const list = new OpenGames();
    list.hear(0, encodeOpenGame(ada));
    expect(list.poll(STALE_MS)).toBe(false);
    expect(list.poll(STALE_MS + 1)).toBe(true);
    expect(list.named('')).toEqual([]);
  });

  it('is full at a fixed count, keeps the games it has, and takes others once there is room', () => {
    const list = new OpenGames();
    list.hear(0, encodeOpenGame(ada));
    for (let number = 1; number < 2 * MAX_LISTED; number++) list.hear(1, encodeOpenGame(gameNumber(number)));
    expect(list.named('')).toHaveLength(MAX_LISTED);
    expect(formatJoinCode(list.named('Ada')[0]?.code ?? gameNumber(0).code)).toBe('K7QF-3M9X');
    list.poll(STALE_MS + 1);
    expect(list.hear(STALE_MS + 1, encodeOpenGame(gameNumber(2 * MAX_LISTED)))).toBe(true);
  });

  it('is not changed by garbage', () => {
    const list = new OpenGames();
    expect(list.hear(0, Uint8Array.of(2, 1, 1))).toBe(false);
    expect(list.named('')).toEqual([]);
  });
});
