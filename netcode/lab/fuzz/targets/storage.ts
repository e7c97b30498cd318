import assert from 'node:assert/strict';
import * as v from 'valibot';
import { settingsSchema } from '../../../../electron/contract/settings.ts';
import { takeFields } from '../../../../electron/storage/settings-fields.ts';
import { decodeText, readFields } from '../../../../electron/storage/settings-text.ts';
import { frameRecord, readRecords } from '../../../wire/log-record.ts';
import { type FuzzTarget, utf8 } from '../target.ts';

function framed(...records: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(records.map(frameRecord)));
}

const matchLog: FuzzTarget = {
  name: 'match-log',
  sources: ['netcode/wire/log-record.ts', 'netcode/wire/crc32c.ts'],
  maxBytes: 2048,
  seeds: () => [framed(Uint8Array.of(1, 2, 3)), framed(Uint8Array.of(0), new Uint8Array(40), Uint8Array.of(9)), new Uint8Array(20)],
  dictionary: [framed(Uint8Array.of(5)), Uint8Array.of(255, 255, 255, 255), Uint8Array.of(0, 0, 1, 0)],
  check: (input) => {
    const { records, soundBytes } = readRecords(input);
    // What is read is exactly what was written, and nothing behind it is looked at.
    assert.deepEqual(framed(...records), input.slice(0, soundBytes));
    assert.deepEqual(readRecords(input.subarray(0, soundBytes)).records, records);
    // A record added where the sound part ends is always found again: so writing goes on after any damage.
    const next = Uint8Array.of(...input.slice(0, soundBytes), ...framed(Uint8Array.of(1)));
    assert.equal(readRecords(next).records.length, records.length + 1);
  },
  decode: readRecords,
  mayAllocate: (inputBytes) => 4096 + 32 * inputBytes,
};

function interpretSettings(bytes: Uint8Array) {
  const read = readFields(decodeText(bytes));
  return typeof read === 'string' ? { ...takeFields({}), problems: [read] } : takeFields(read.fields);
}

const settings: FuzzTarget = {
  name: 'settings',
  sources: ['electron/storage/settings-text.ts', 'electron/storage/settings-fields.ts', 'electron/contract/settings.ts'],
  maxBytes: 8192,
  seeds: () =>
    utf8(
      '{}',
      JSON.stringify(v.parse(settingsSchema, {})),
      '{"name":"","volumePercent":101,"effects":{"trail":1,"x":2},"keys":{"up":[]},"other":1}',
      '{"iceServers":[{"urls":"stun:example.org"},{"urls":"turn:example.org","username":"a","credential":"b"}]}',
      'null',
      '['.repeat(8192),
      `{"brokerPorts":[${'0,'.repeat(4000)}0]}`,
      `{${Array.from({ length: 900 }, (_, i) => `"a${i}":0`).join()}}`,
    ),
  dictionary: utf8(
    ...[
      'name',
      'volumePercent',
      'effects',
      'trail',
      'shake',
      'motion',
      'inputDelayTicks',
      'keys',
      'up',
      'down',
      'brokerPorts',
      'iceServers',
      'urls',
    ],
    ...['"__proto__":', '"constructor":', '"toString":', '{"a":', '[', '[0,', '\u202e', '\u3164', '1e999', '-0', '"KeyW"', '\\ud800'],
  ),
  check: (input) => {
    const { settings: read, problems } = interpretSettings(input);
    assert.ok(v.is(settingsSchema, read), 'settings that are none');
    for (const problem of problems) {
      assert.ok(problem.length > 0 && problem.length < 500, 'a problem without a short sentence');
      assert.ok(!/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(problem), 'a problem with characters that hide or turn text');
    }
    assert.deepEqual(interpretSettings(Buffer.from(JSON.stringify(read))), { settings: read, problems: [], bad: new Set() });
  },
  outcome: (input) => {
    const { problems } = interpretSettings(input);
    return `${problems[0]?.replace(/^".*?"/, '').slice(0, 30)} ${Math.min(problems.length, 3)}`;
  },
  decode: interpretSettings,
  // The text is decoded, freed of comments and parsed twice at most.
  mayAllocate: (inputBytes) => 262_144 + 128 * inputBytes,
};

/** What is read from disk. */
export const storageTargets: readonly FuzzTarget[] = [matchLog, settings];
