import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  promises,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { frameRecord, MAX_RECORD_BYTES, readRecords } from 'paddlewire-netcode/session';
import { afterEach, beforeEach, expect, test as it, vi } from 'vitest';
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

it.skipIf(process.platform === 'win32')('nobody else can read the secrets in a log', async () => {
  await openMatchLogs(join(folder, 'new')).append('m1', Uint8Array.of(1));
  expect(statSync(join(folder, 'new')).mode & 0o777).toBe(0o700);
  expect(statSync(join(folder, 'new/m1.log')).mode & 0o777).toBe(0o600);
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
  const logs = openMatchLogs(folder, { limitBytes: 100 });
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

it('a log that is damaged in its middle keeps what comes before, and the file as it was stays beside it', async () => {
  const damaged = Buffer.from(whole);
  damaged[frameRecord(records[0]!).length + 8]! ^= 1;
  writeFileSync(file, damaged);
  const onTrouble = vi.fn<(what: string) => void>();
  expect(await openMatchLogs(folder, { onTrouble }).read('m1')).toEqual(records.slice(0, 1));
  expect(readFileSync(join(folder, 'm1.damaged'))).toEqual(damaged);
  expect(onTrouble).toHaveBeenCalledExactlyOnceWith('a log was damaged in its middle, and is kept as it was');
  expect(await openMatchLogs(folder).list()).toEqual(['m1']);
});

it('a log that is damaged in its middle and can’t be kept as it was is read, and neither cut nor written to', async () => {
  const damaged = Buffer.from(whole);
  damaged[frameRecord(records[0]!).length + 8]! ^= 1;
  writeFileSync(file, damaged);
  vi.spyOn(promises, 'copyFile').mockRejectedValue(Object.assign(new Error('no space left'), { code: 'ENOSPC' }));
  const logs = openMatchLogs(folder);
  expect(await logs.read('m1')).toEqual(records.slice(0, 1));
  await expect(logs.append('m1', Uint8Array.of(9))).rejects.toThrow('no space left');
  expect(readFileSync(file)).toEqual(damaged);
  vi.restoreAllMocks();
  await logs.append('m1', Uint8Array.of(9));
  expect(await logs.read('m1')).toEqual([records[0], Uint8Array.of(9)]);
  expect(readFileSync(join(folder, 'm1.damaged'))).toEqual(damaged);
});

it('a log that is damaged once more is kept beside the copy of the first time', async () => {
  const damaged = Buffer.from(whole);
  damaged[frameRecord(records[0]!).length + 8]! ^= 1;
  writeFileSync(join(folder, 'm1.damaged'), 'earlier');
  writeFileSync(file, damaged);
  await openMatchLogs(folder).read('m1');
  expect(readFileSync(join(folder, 'm1.damaged'), 'utf8')).toBe('earlier');
  expect(readFileSync(join(folder, 'm1.damaged-2'))).toEqual(damaged);
});

it('a torn tail is not kept', async () => {
  writeFileSync(file, whole.subarray(0, whole.length - 1));
  await openMatchLogs(folder).read('m1');
  expect(readdirSync(folder)).toEqual(['m1.log']);
});

it('folders, broken links and files of others in the folder don’t hide the matches in it', async () => {
  writeFileSync(file, whole);
  mkdirSync(join(folder, 'm2.log'));
  symlinkSync('nowhere', join(folder, 'm3.log'));
  for (const name of ['notes.txt', 'Thumbs.db', '.DS_Store', 'm1 (conflicted copy).log', 'm1.log.bak', '.log'])
    writeFileSync(join(folder, name), 'x');
  const logs = openMatchLogs(folder);
  expect(await logs.list()).toEqual(['m1']);
  expect(await logs.read('m1')).toEqual(records);
  await expect(logs.read('m2')).rejects.toThrow();
});

it.skipIf(process.platform === 'win32')('a pipe that has the name of a log is not waited for', async () => {
  execFileSync('mkfifo', [file]);
  expect(await openMatchLogs(folder).list()).toEqual([]);
  await expect(openMatchLogs(folder).read('m1')).rejects.toThrow('Something that is not a file');
});

it('a huge file that has the name of a log is not read', async () => {
  writeFileSync(file, Buffer.alloc(5_000));
  await expect(openMatchLogs(folder, { limitBytes: 4_096 }).read('m1')).rejects.toThrow('too large (5000 bytes)');
  expect(readFileSync(file)).toHaveLength(5_000);
});

it.skipIf(process.platform === 'win32' || process.getuid?.() === 0)('a log that may only be read is read', async () => {
  writeFileSync(file, whole.subarray(0, whole.length - 1));
  chmodSync(file, 0o400);
  expect(await openMatchLogs(folder).read('m1')).toEqual(records.slice(0, 2));
  await expect(openMatchLogs(folder).append('m1', Uint8Array.of(1))).rejects.toThrow('EACCES');
});

it('a match that is dropped is gone, and one that was never there may be', async () => {
  const logs = openMatchLogs(folder);
  await logs.append('m1', Uint8Array.of(1));
  await logs.drop('m1');
  await logs.drop('m1');
  expect(await logs.list()).toEqual([]);
  await logs.append('m1', Uint8Array.of(2));
  expect(await logs.read('m1')).toEqual([Uint8Array.of(2)]);
  await expect(logs.drop('../m1')).rejects.toThrow('match id');
});

it('a log whose time lies in the future is listed as any other', async () => {
  writeFileSync(file, whole);
  utimesSync(file, 4e9, 4e9);
  writeFileSync(join(folder, 'm2.log'), whole);
  expect(await openMatchLogs(folder).list()).toEqual(['m1', 'm2']);
});
