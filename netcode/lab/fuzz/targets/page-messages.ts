import assert from 'node:assert/strict';
import { decodeMessage, encodeMessage } from '../../../../electron/contract/message-text.ts';
import { readRpcMessage } from '../../../../electron/contract/rpc.ts';
import { asText, type FuzzTarget, utf8 } from '../target.ts';

/** Longer than any input here; the limit has a unit test of its own. */
const MAX_CHARS = 1e6;

/** What a page sends: text that becomes a value, which becomes a call or an answer. */
export const pageMessagesTarget: FuzzTarget = {
  name: 'page-messages',
  sources: ['electron/contract/message-text.ts', 'electron/contract/rpc.ts'],
  maxBytes: 8192,
  seeds: () =>
    utf8(
      '{"type":"notify","method":"signal","args":["paddlewire/1/K7QF/host",{"$":"AQID"}]}',
      '{"type":"result","id":1,"value":{"$":""}}',
      '{"type":"error","id":1,"text":"no"}',
      '{"type":"call","id":1,"method":"about","args":[]}',
      '['.repeat(8192),
      '{"a":'.repeat(1600),
      `${'['.repeat(4000)}${']'.repeat(4000)}`,
    ),
  dictionary: utf8(
    '{"$":"',
    'AAAA',
    'AA==',
    '"type":"call"',
    '"type":"result"',
    '"id":1',
    '"__proto__":',
    '"constructor":',
    '[',
    '{"a":',
    'null',
    '-0',
    '1e999',
    '\\ud800',
  ),
  check: (input) => {
    let message: unknown;
    try {
      message = decodeMessage(asText(input), MAX_CHARS);
    } catch (error) {
      // Said in words to whoever closes the connection; anything else would be a mistake of ours.
      assert.ok(error instanceof SyntaxError || (error instanceof RangeError && /call stack/.test(error.message)), String(error));
      return;
    }
    const text = encodeMessage(message);
    assert.equal(encodeMessage(decodeMessage(text, MAX_CHARS)), text);
    try {
      const read = readRpcMessage(message);
      assert.ok(Object.getPrototypeOf(read) === Object.prototype && ['call', 'notify', 'result', 'error'].includes(read.type));
      assert.equal(encodeMessage(readRpcMessage(read)), encodeMessage(read));
    } catch (error) {
      assert.ok(error instanceof TypeError && error.message === 'This is no message between page and desktop.', String(error));
    }
  },
  decode: (input) => {
    try {
      return decodeMessage(asText(input), MAX_CHARS);
    } catch (error) {
      return error;
    }
  },
  mayAllocate: (inputBytes) => 16_384 + 128 * inputBytes,
};
