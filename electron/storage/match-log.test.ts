import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test as it } from 'vitest';
import { frameRecord, MAX_RECORD_BYTES, readRecords } from '../../netcode/wire/log-record.ts';
import { openMatchLogs } from './match-log.ts';

const records = [Uint8Array.of(1), Uint8Array.of(2, 3), Uint8Array.of(4, 5, 6)];
const whole = Buffer.concat(records.map((record) => frameRecord(record)));
let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'paddlewire-log-'));
  file = join(folder, 'm1.log');
});

afterEach(() => rmSync(folder, { recursive: true }));

/** The records that are wholly within so many bytes of {@link whole}. */
function within(bytes: number): Uint8Array[] {
  let end = 0;
  return records.filter((record) => {
    end += frameRecord(record).length;
    return end <= bytes;
  });
}

it('what was appended is read back in order, also by another process', async () => {
  const logs = openMatchLogs(join(folder, 'new', 'folder'));
  for (const record of records) await logs.append('m1', record);
  expect(await logs.read('m1')).toEqual(records);
  expect(await openMatchLogs(join(folder, 'new', 'folder')).read('m1')).toEqual(records);
});

it('appends at once keep their order', async () => {
  const logs = openMatchLogs(folder);
  const many = Array.from({ length: 30 }, (_, index) => Uint8Array.of(index, index));
  await Promise.all(many.map((record) => logs.append('m1', record)));
  expect(await logs.read('m1')).toEqual(many);
});

it('a match without a log has no records', async () => {
  expect(await openMatchLogs(folder).read('m1')).toEqual([]);
});

it('a log torn at any byte keeps the records before it and takes new ones behind them', async () => {
  for (let bytes = 0; bytes <= whole.length; bytes++) {
    writeFileSync(file, whole.subarray(0, bytes));
    const logs = openMatchLogs(folder);
    await logs.append('m1', Uint8Array.of(9));
    const expected = [...within(bytes), Uint8Array.of(9)];
    expect(await logs.read('m1')).toEqual(expected);
    expect(readFileSync(file)).toEqual(Buffer.concat(expected.map((record) => frameRecord(record))));
  }
});

it('reading cuts a torn tail for good', async () => {
  writeFileSync(file, whole.subarray(0, whole.length - 1));
  expect(await openMatchLogs(folder).read('m1')).toEqual(records.slice(0, 2));
  expect(readFileSync(file)).toEqual(Buffer.concat(records.slice(0, 2).map((record) => frameRecord(record))));
});

it('any bit that is turned ends the log before its record', () => {
  for (let bit = 0; bit < whole.length * 8; bit++) {
    const turned = Buffer.from(whole);
    turned[bit >> 3]! ^= 1 << (bit & 7);
    expect(readRecords(turned).records).toEqual(within(bit >> 3));
  }
});

it('zeros that a file system left behind a crash are no records', async () => {
  writeFileSync(file, Buffer.concat([whole, Buffer.alloc(4_096)]));
  expect(await openMatchLogs(folder).read('m1')).toEqual(records);
});

it('records and logs have a size that they cannot exceed, and a refused one leaves no trace', async () => {
  const logs = openMatchLogs(folder, 100);
  await logs.append('m1', new Uint8Array(80));
  await expect(logs.append('m1', new Uint8Array(13))).rejects.toThrow('full');
  await expect(logs.append('m1', new Uint8Array(0))).rejects.toThrow('not between 1 and');
  await expect(logs.append('m1', new Uint8Array(MAX_RECORD_BYTES + 1))).rejects.toThrow('not between 1 and');
  await logs.append('m1', new Uint8Array(4));
  expect(await logs.read('m1')).toEqual([new Uint8Array(80), new Uint8Array(4)]);
});

it.each(['', '..', '../m1', 'a/b', 'A', 'm1.log', 'a'.repeat(65), 'a\0'])('the match id %j is refused', async (matchId) => {
  const logs = openMatchLogs(folder);
  await expect(logs.append(matchId, Uint8Array.of(1))).rejects.toThrow('match id');
  await expect(logs.read(matchId)).rejects.toThrow('match id');
});
