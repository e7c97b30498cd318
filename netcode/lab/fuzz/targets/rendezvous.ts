import assert from 'node:assert/strict';
import { formatJoinCode, parseJoinCode } from '../../../rendezvous/join-code.ts';
import { decodeRendezvous, encodeRendezvous, RendezvousKind } from '../../../rendezvous/messages.ts';
import { MAX_SEALED_BYTES, Opener, SealDirection, Sealer } from '../../../rendezvous/seal.ts';
import { asText, type FuzzTarget, utf8 } from '../target.ts';
import { assertCanonical } from './decode-error.ts';

const joiner = new Uint8Array(16).fill(7);
const [share, tag] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];

const messages: FuzzTarget = {
  name: 'rendezvous-message',
  sources: ['netcode/wire/bytes.ts', 'netcode/rendezvous/messages.ts'],
  maxBytes: 16 * 1024 + 8,
  seeds: () => [
    encodeRendezvous({ kind: RendezvousKind.knock, version: 1, joiner, share }),
    encodeRendezvous({ kind: RendezvousKind.answer, share }),
    encodeRendezvous({ kind: RendezvousKind.confirm, joiner, tag }),
    encodeRendezvous({ kind: RendezvousKind.accept, tag }),
    encodeRendezvous({ kind: RendezvousKind.refuse, reason: 2 }),
    encodeRendezvous({ kind: RendezvousKind.sealed, joiner, sealed: new Uint8Array(40) }),
    encodeRendezvous({ kind: RendezvousKind.sealed, joiner, sealed: new Uint8Array(MAX_SEALED_BYTES + 65) }),
  ],
  dictionary: [],
  check: (input) => assertCanonical(input, decodeRendezvous(input), encodeRendezvous),
  decode: decodeRendezvous,
  mayAllocate: () => 4096,
};

const joinCode: FuzzTarget = {
  name: 'join-code',
  sources: ['netcode/rendezvous/join-code.ts', 'netcode/text/pasted-text.ts'],
  maxBytes: 400,
  seeds: () => utf8('K7QF-3M9X', 'k7qf 3m9x', 'OIL0-1lio', 'U', '—'),
  dictionary: utf8(
    'K7QF-3M9X',
    ' ',
    '–',
    'ß',
    'ﬀ',
    'ı',
    'İ',
    'ſ',
    '\u202e',
    '🏓',
    '\u0000',
    '\u200b',
    'Ｋ',
    'К',
    '۷',
    'ー',
    'Code: ',
    'paddlewire://join/',
  ),
  check: (input) => {
    const code = parseJoinCode(asText(input));
    if ('error' in code) {
      assert.ok(code.detail.length > 0 && code.detail.length < 100, 'no short sentence about what is wrong');
      assert.ok(!/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(code.detail), 'a sentence with characters that hide or turn text');
      return;
    }
    assert.match(code.nameplate + code.secret, /^[0-9A-HJKMNP-TV-Z]{8}$/);
    assert.deepEqual(parseJoinCode(formatJoinCode(code)), code);
  },
  decode: (input) => parseJoinCode(asText(input)),
  // The text as a dozen replacements leave it, two bytes a character each, one string for each character three times, and a sentence's codes.
  mayAllocate: (inputBytes) => 32_768 + 768 * inputBytes,
};

const key = new Uint8Array(32).fill(3);
const plain = Uint8Array.of(1, 2, 3, 4, 5);
const sealedTwice = ((): readonly [Uint8Array, Uint8Array] => {
  const sealer = new Sealer(key, SealDirection.toHost);
  return [sealer.seal(plain), sealer.seal(plain)];
})();

const sealed: FuzzTarget = {
  name: 'sealed-signal',
  sources: ['netcode/rendezvous/seal.ts'],
  maxBytes: MAX_SEALED_BYTES + 40,
  seeds: () => [...sealedTwice, new Sealer(key, SealDirection.toJoiner).seal(plain), new Uint8Array(MAX_SEALED_BYTES + 21)],
  dictionary: [Uint8Array.of(0, 0, 0, 0), Uint8Array.of(255, 255, 255, 255)],
  check: (input) => {
    const opener = new Opener(key, SealDirection.toHost);
    const opened = opener.open(input);
    const genuine = sealedTwice.findIndex((message) => Buffer.compare(message, input) === 0);
    if (genuine < 0) assert.equal(typeof opened, 'string', 'something was opened that was never sealed');
    else assert.deepEqual(opened, plain);
    // Whatever came before must not shut out what is genuine and newer.
    assert.deepEqual(opener.open(sealedTwice[1]), genuine === 1 ? 'replayed or out of order' : plain);
  },
};

/** Decoders of `netcode/rendezvous/`. */
export const rendezvousTargets: readonly FuzzTarget[] = [messages, joinCode, sealed];
