import assert from 'node:assert/strict';
import { parseWindowArguments } from '../../../../electron/app/window-arguments.ts';
import { Chat } from '../../../session/chat.ts';
import { areAlike, toldApart } from '../../../text/alike.ts';
import { charactersOf } from '../../../text/characters.ts';
import { MAX_CHAT_BYTES, MAX_CHAT_CHARACTERS } from '../../../text/chat-text.ts';
import { MAX_NAME_BYTES, MAX_NAME_CHARACTERS, plainName } from '../../../text/player-name.ts';
import { asText, type FuzzTarget, utf8 } from '../target.ts';

/** Characters that hide, turn or reorder what stands around them, halves of characters, and accents that tower; joiners and tags that join aside. */
const TREACHEROUS =
  /[\p{Cc}\p{Cs}\p{Co}\p{Zl}\p{Zp}\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\ufff9-\ufffc]|[\p{Mn}\p{Me}]{5}|\u{e0001}|\s\s|^[\s\p{M}]|\s$/u;
const byteLength = (text: string): number => new TextEncoder().encode(text).length;

const chatText: FuzzTarget = {
  name: 'chat-text',
  sources: ['netcode/session/chat.ts', 'netcode/text/plain-text.ts', 'netcode/text/characters.ts', 'netcode/text/alike.ts'],
  maxBytes: 600,
  seeds: () =>
    utf8(
      'gut!',
      '  a  ',
      'a'.repeat(120),
      '🏓'.repeat(101),
      '\u202eabc',
      `${'a'.repeat(99)} b`,
      'می\u200cخواهم',
      'ক\u09cd\u200dষ',
      '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}',
    ),
  dictionary: utf8(
    ' ',
    '\u200d',
    '\u202e',
    '\u2028',
    '\ufeff',
    '\u0000',
    '🏓',
    'e\u0301',
    '👩‍👩‍👧',
    'a'.repeat(99),
    '\u200c',
    '\ufe0f',
    '\u094d',
    '\u{e0067}',
    '\u{e007f}',
    '🏽',
    '🇩',
    '\u0310',
    '\u1100',
    '\u3164',
    '葛\u{e0100}',
  ),
  check: (input) => {
    const text = asText(input);
    const name = plainName(text);
    assert.ok(name !== '' && charactersOf(name).length <= MAX_NAME_CHARACTERS && byteLength(name) <= MAX_NAME_BYTES);
    assert.ok(!TREACHEROUS.test(name));
    assert.equal(charactersOf(text).join(''), text, 'characters are lost');
    assert.ok(areAlike(name, name.toUpperCase()) || !/^[\x20-\x7e]*$/.test(name));
    const labels = toldApart([name, plainName(name.toLowerCase()), 'Ada'], ['left', 'right', '3']);
    assert.equal(new Set(labels).size, 3, 'two people have one name');
    assert.equal(plainName(name), name);
    const lamport = ((input[0] ?? 0) * 0x1010101) >>> 0;
    const reader = new Chat(2);
    for (const from of [1, 2]) {
      const before = reader.lamport;
      const message = reader.read(0, lamport, from, (input[1] ?? 0) % 8 === 0 ? (input[2] ?? 0) : -1, text);
      assert.ok(
        message === undefined ? reader.lamport === before : reader.lamport > Math.max(before, message.lamport),
        'a clock that fell behind',
      );
      assert.ok(message === undefined || from !== 2, 'a message in our own name was taken');
    }
    const writer = new Chat(1);
    const burst = Array.from({ length: 8 }, () => writer.writePreset(0, (input[0] ?? 0) % 8)).filter((message) => message !== undefined);
    assert.ok(burst.length === 5 || burst.length === 0, 'more than a burst, or less');
    const written = new Chat(1).write(0, text);
    if (written === undefined) return;
    assert.ok(charactersOf(written.text).length <= MAX_CHAT_CHARACTERS && byteLength(written.text) <= MAX_CHAT_BYTES);
    assert.ok(!TREACHEROUS.test(written.text));
    const read = new Chat(2).read(0, written.lamport, 1, -1, written.text);
    assert.equal(read?.text, written.text, 'the reader sees something else than the writer');
  },
};

const windowArguments: FuzzTarget = {
  name: 'window-arguments',
  sources: ['electron/app/window-arguments.ts'],
  maxBytes: 400,
  seeds: () =>
    utf8('', '--profile=a_B-1\n--data-dir=/x\n--telemetry', '--x=-20\n--y=0\n--width=800\n--height=600\n--port=70000', '--profile=../x'),
  dictionary: utf8(
    '--profile=',
    '--data-dir=',
    '--x=',
    '--y=',
    '--width=',
    '--height=',
    '--port=',
    '-',
    '\n',
    '..',
    '/',
    '1e3',
    '\u0000',
    '99999',
  ),
  check: (input) => {
    try {
      const args = parseWindowArguments(asText(input).split('\n'), () => 'home');
      assert.match(args.profile, /^[A-Za-z0-9_-]{1,48}$/);
      assert.ok(args.dataDir !== '' && !args.dataDir.includes('\0'));
      assert.ok(args.port >= 0 && args.port <= 65_535);
      for (const place of [args.x, args.y, args.width, args.height]) assert.ok(place === undefined || Number.isInteger(place));
      for (const size of [args.width, args.height]) assert.ok(size === undefined || size >= 150);
    } catch (error) {
      assert.ok(error instanceof Error && /^--[a-z-]+ takes /.test(error.message), String(error));
    }
  },
};

/** Texts that people, or programs in their name, give. */
export const textTargets: readonly FuzzTarget[] = [chatText, windowArguments];
