import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../local/random.ts';
import { ascii } from './cpace.ts';
import { PasteAnswerer, PasteStarter } from './paste.ts';

const password = ascii('K7QF3M9X');
const wrong = ascii('K7QF3M9Y');
let seed = 0;

function randomness(): (bytes: number) => Uint8Array {
  const random = new Random(++seed, 'rendezvous');
  return (bytes) => Uint8Array.from({ length: bytes }, () => random.below(256));
}

const start = (with_ = password): PasteStarter => new PasteStarter(with_, randomness());
function answer(first: Uint8Array, with_ = password): PasteAnswerer {
  const answerer = PasteAnswerer.take(first, with_, randomness());
  if (typeof answerer === 'string') throw new Error(answerer);
  return answerer;
}

describe('three pasted messages', () => {
  it('carry an offer one way and its answer the other, and prove to both that the password is the same', () => {
    const starter = start();
    const answerer = answer(starter.first());
    expect(starter.takeSecond(answerer.second(ascii('offer')))).toEqual({ ok: true, plain: ascii('offer') });
    const third = starter.third(ascii('answer'));
    expect(answerer.takeThird(third ?? new Uint8Array())).toEqual({ ok: true, plain: ascii('answer') });
  });

  it('may be pasted twice before the next is made', () => {
    const starter = start();
    const answerer = answer(starter.first());
    const second = answerer.second(ascii('offer'));
    expect(starter.takeSecond(second)).toEqual(starter.takeSecond(second));
    expect(starter.third(ascii('answer'))).toBeDefined();
  });

  it('reveal nothing of what they seal', () => {
    const starter = start();
    const answerer = answer(starter.first());
    const second = answerer.second(ascii('my address is 192.0.2.7'));
    starter.takeSecond(second);
    const third = starter.third(ascii('mine is 192.0.2.8')) ?? new Uint8Array();
    for (const message of [starter.first(), second, third]) expect(Buffer.from(message).toString('latin1')).not.toMatch(/192\.0\.2|K7QF/);
  });

  it('with another password are refused, the right one is still accepted, and the sixth try finds that the attempt is over', () => {
    const starter = start();
    const guess = () => starter.takeSecond(answer(starter.first(), wrong).second(ascii('offer')));
    for (let guesses = 1; guesses < 5; guesses++) expect(guess()).toEqual({ ok: false, why: 'wrong-password' });
    expect(starter.takeSecond(answer(starter.first()).second(ascii('offer'))).ok).toBe(true);
    expect(guess()).toEqual({ ok: false, why: 'too-many-guesses' });
    expect(starter.takeSecond(answer(starter.first()).second(ascii('offer')))).toEqual({ ok: false, why: 'too-many-guesses' });
  });

  it('can’t be forged into a third one without the password', () => {
    const starter = start(wrong);
    const answerer = answer(starter.first());
    starter.takeSecond(answerer.second(ascii('offer')));
    expect(starter.third(ascii('answer'))).toBeUndefined();
    const other = start();
    const meant = answer(other.first());
    other.takeSecond(meant.second(ascii('offer')));
    const third = other.third(ascii('answer')) ?? new Uint8Array();
    expect(answerer.takeThird(third)).toEqual({ ok: false, why: 'another-attempt' });
    for (let at = 18; at < third.length; at++) {
      const changed = third.with(at, (third[at] ?? 0) ^ 1);
      expect(meant.takeThird(changed).ok).toBe(false);
    }
    expect(meant.takeThird(third).ok).toBe(true);
  });

  it('cut short, of another step or of another version are refused with the reason', () => {
    const starter = start();
    const first = starter.first();
    const second = answer(first).second(ascii('offer'));
    expect(starter.takeSecond(second.subarray(0, second.length - 3))).toEqual({ ok: false, why: 'damaged' });
    expect(starter.takeSecond(second.subarray(0, 40))).toEqual({ ok: false, why: 'damaged' });
    expect(starter.takeSecond(first)).toEqual({ ok: false, why: 'not-this-text' });
    expect(starter.takeSecond(second.with(1, 9))).toEqual({ ok: false, why: 'other-version' });
    expect(starter.takeSecond(start().first())).toEqual({ ok: false, why: 'not-this-text' });
    expect(starter.takeSecond(answer(start().first()).second(ascii('offer')))).toEqual({ ok: false, why: 'another-attempt' });
    const take = (bytes: Uint8Array) => PasteAnswerer.take(bytes, password, randomness());
    expect(take(first.subarray(0, 30))).toBe('damaged');
    expect(take(Uint8Array.of(...first, 0))).toBe('damaged');
    expect(take(second)).toBe('not-this-text');
    expect(take(first.fill(255, 18))).toBe('damaged');
  });

  it('are never read from garbage', () => {
    const starter = start();
    const answerer = answer(starter.first());
    fc.assert(
      fc.property(fc.nat(4), fc.uint8Array({ maxLength: 200 }), (kind, rest) => {
        const bytes = Uint8Array.of(kind, 1, ...rest);
        expect(starter.takeSecond(bytes).ok).toBe(false);
        expect(answerer.takeThird(bytes).ok).toBe(false);
        const taken = PasteAnswerer.take(bytes, password, randomness());
        expect(typeof taken === 'string' || bytes.length === 50).toBe(true);
      }),
    );
  });
});
