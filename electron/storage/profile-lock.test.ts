import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { thisHolder } from './lock-holder.ts';
import { isLockedBy, lockProfile, type ProfileLock, type ProfileTaken } from './profile-lock.ts';

const token = 'a'.repeat(32);
const onCalled = vi.fn<(link: string) => void>();
const note = vi.fn<(area: string, what: string, error?: unknown) => void>();
let folder: string;
let file: string;
let locks: ProfileLock[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'paddlewire-lock-'));
  file = join(folder, 'window.lock');
  locks = [];
  onCalled.mockReset();
  note.mockReset();
});

afterEach(() => {
  for (const lock of locks) lock.release();
  rmSync(folder, { recursive: true });
});

async function lock(dir = folder, link?: string): Promise<ProfileLock | ProfileTaken> {
  const outcome = await lockProfile(dir, { onCalled, note, link });
  if ('release' in outcome) locks.push(outcome);
  return outcome;
}

/** A number of a process that has ended. */
function endedPid(): number {
  return spawnSync(process.execPath, ['-e', '']).pid;
}

function writeLock(changes: object, atSeconds = Date.now() / 1000): void {
  writeFileSync(file, JSON.stringify({ ...thisHolder(0, token), ...changes }));
  utimesSync(file, atSeconds, atSeconds);
}

const held = { byFile: true, release: expect.any(Function) };
const longAgo = Date.now() / 1000 - 120;

it('a second start on a profile brings the first window to the front, hands it the link, and says one sentence', async () => {
  expect(await lock(join(folder, 'new', 'profile'))).toEqual(held);
  const second = await lock(join(folder, 'new', 'profile'), 'paddlewire://join/K7QF-3M9X?name=Ada');
  expect(second).toEqual({
    shown: true,
    sentence: expect.stringMatching(/^Paddlewire is already open with this profile: use that window/),
  });
  expect(onCalled).toHaveBeenCalledExactlyOnceWith('paddlewire://join/K7QF-3M9X?name=Ada');
  expect(await lock(join(folder, 'new', 'other'))).toEqual(held);
});

it('a profile is free again when its window is closed, and nothing is left of it', async () => {
  await lock();
  locks.pop()?.release();
  expect(readdirSync(folder)).toEqual([]);
  expect(await lock()).toEqual(held);
});

it('of twenty starts at the same time one has the profile', async () => {
  const outcomes = await Promise.all(Array.from({ length: 20 }, () => lock()));
  expect(outcomes.filter((outcome) => 'release' in outcome)).toHaveLength(1);
  expect(readdirSync(folder)).toEqual(['window.lock']);
});

it('of twenty starts at the same time after a crash one has the profile', async () => {
  writeLock({ pid: endedPid() });
  const outcomes = await Promise.all(Array.from({ length: 20 }, () => lock()));
  expect(outcomes.filter((outcome) => 'release' in outcome)).toHaveLength(1);
  expect(readdirSync(folder)).toEqual(['window.lock']);
});

it.each<[string, () => void]>([
  ['by a process that has crashed', () => writeLock({ pid: endedPid() })],
  ['by another process that now has the number of the crashed one', () => writeLock({ pid: process.ppid, began: '1' })],
  ['before the machine was started again', () => writeLock({ space: 'other', pid: process.ppid }, longAgo)],
  ['on another computer that crashed', () => writeLock({ host: 'elsewhere' }, longAgo)],
  ['by nobody, because the power went while it was written', () => writeFileSync(file, '')],
  ['by zeros', () => writeFileSync(file, Buffer.alloc(200))],
  ['by something else', () => writeFileSync(file, '{"pid":1}')],
])('a profile that is held %s is free', async (_what, leave) => {
  leave();
  expect(await lock()).toEqual(held);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ pid: process.pid });
  expect(readdirSync(folder)).toEqual(['window.lock']);
});

it.skipIf(process.platform !== 'linux')('a profile that is held by a process which its parent has forgotten is free', async () => {
  // The shell becomes a program that knows nothing of its child, which then ends because there is no more to read.
  const parent = spawn('sh', ['-c', 'cat <&3 & echo $!; exec sleep 60 3<&-'], { stdio: ['ignore', 'pipe', 'ignore', 'pipe'] });
  const [, stdout, , childInput] = parent.stdio;
  const [printed] = await once(stdout!, 'data');
  const pid = Number(String(printed));
  await vi.waitFor(() => expect(readFileSync(`/proc/${parent.pid}/comm`, 'utf8')).toBe('sleep\n'));
  childInput!.destroy();
  await vi.waitFor(() => expect(readFileSync(`/proc/${pid}/stat`, 'utf8')).toContain(') Z '));
  writeLock({
    pid,
    began: readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')[19],
  });
  expect(await lock()).toEqual(held);
  parent.kill();
});

it('a profile that is open on another computer is not touched, and the computer is named', async () => {
  writeLock({ host: 'elsewhere' });
  const text = readFileSync(file, 'utf8');
  expect(await lock()).toEqual({
    shown: false,
    sentence: expect.stringMatching(/^This profile is open on the computer “elsewhere”: close it there/),
  });
  expect(readFileSync(file, 'utf8')).toBe(text);
  expect(readdirSync(folder)).toEqual(['window.lock']);
});

it('a holder that lives but does not answer keeps the profile, and its process is named', async () => {
  writeLock({});
  expect(await lock()).toEqual({ shown: false, sentence: expect.stringContaining(`does not answer: end process ${process.pid}`) });
});

it('a stranger at the port of a crashed window is not taken for it', async () => {
  const stranger = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
  const port = await new Promise<number>((resolve) => {
    stranger.listen(0, '127.0.0.1', () => {
      const address = stranger.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
  writeLock({ pid: endedPid(), port });
  expect(await lock()).toEqual(held);
  stranger.close();
});

it('who does not know the token can’t bring anything to the front', async () => {
  await lock();
  const { port } = JSON.parse(readFileSync(file, 'utf8'));
  writeFileSync(file, JSON.stringify({ ...thisHolder(port, token) }));
  expect(await lock()).toMatchObject({ shown: false });
  expect(onCalled).not.toHaveBeenCalled();
});

it('a lock is known to be of the process that has it, and of no other', async () => {
  expect(isLockedBy(folder, process.pid)).toBe(false);
  await lock();
  expect(isLockedBy(folder, process.pid)).toBe(true);
  expect(isLockedBy(folder, process.ppid)).toBe(false);
  expect(isLockedBy(folder, undefined)).toBe(false);
});

it('something else in the place of the file is named', async () => {
  mkdirSync(file);
  await expect(lock()).rejects.toThrow(/window\.lock is in the way: remove it\. A folder has the name of the file/);
});

it('where nothing can be written the profile is used without a lock, which is noted', async () => {
  writeFileSync(join(folder, 'file'), '');
  expect(await lock(join(folder, 'file', 'profile'))).toEqual({ ...held, byFile: false });
  expect(note).toHaveBeenCalledExactlyOnceWith('profile', 'used without a lock file', expect.any(Error));
});
