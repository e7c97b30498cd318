import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test as it } from 'vitest';
import { openDiagnosticsLog } from './diagnostics-log.ts';

const startMs = Date.UTC(2026, 0, 2, 3, 4, 5, 678);
let folder: string;
let file: string;
let clockMs: number;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'paddlewire-diagnostics-'));
  file = join(folder, 'diagnostics.log');
  clockMs = startMs;
});

afterEach(() => rmSync(folder, { recursive: true }));

function open(fileBytes?: number, dir = folder) {
  return openDiagnosticsLog(dir, { nowMs: () => clockMs, ...(fileBytes === undefined ? {} : { fileBytes }) });
}

it('each event is one line with its time and area, in the file and in memory', async () => {
  const log = open(undefined, join(folder, 'new', 'profile'));
  log.note('connect', 'no route', new Error('two\nlines'));
  await log.written();
  const line = '2026-01-02T03:04:05.678Z connect no route: two | lines';
  expect(readFileSync(join(folder, 'new/profile/diagnostics.log'), 'utf8')).toBe(`${line}\n`);
  expect(await log.lines()).toEqual([line]);
});

it.skipIf(process.platform === 'win32')('nobody else can read the file', async () => {
  const log = open();
  log.note('a', 'x');
  await log.written();
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

it('addresses and words that are to be hidden are not written', async () => {
  const log = open();
  log.hide(['Ada']);
  log.note('connect', 'Ada at 192.168.1.2', new Error('ENOENT: open /home/x/y'));
  log.take({ atMs: startMs, area: 'page', text: 'Ada joins K7QF-3M9X' });
  await log.written();
  expect(readFileSync(file, 'utf8')).not.toMatch(/Ada|192|home|K7QF/);
});

it('there are never more than two files of bounded size, and the newest lines are in them', async () => {
  const log = open(2_000);
  for (let index = 0; index < 200; index++) {
    clockMs += 1_000;
    log.note('a', `event ${index}`);
    await log.written();
  }
  expect(readdirSync(folder).toSorted()).toEqual(['diagnostics-old.log', 'diagnostics.log']);
  expect(statSync(file).size).toBeLessThanOrEqual(2_000);
  expect(statSync(join(folder, 'diagnostics-old.log')).size).toBeLessThanOrEqual(2_000);
  expect(readFileSync(file, 'utf8')).toContain('event 199');
});

it('what an earlier run noted, the one that crashed, is copied too', async () => {
  const first = open();
  first.note('a', 'before the crash');
  first.noteLast('desktop', 'uncaught', new TypeError('x is not a function'));
  const lines = await open().lines();
  expect(lines.join('\n')).toMatch(/before the crash\n.*desktop uncaught: TypeError: x is not a function$/);
});

it('of a huge file only the end is read, and it is put away', async () => {
  writeFileSync(file, `${'x'.repeat(3_000_000)}\n2026-01-01T00:00:00.000Z a the end\n`);
  const log = open();
  log.note('b', 'new');
  await log.written();
  expect(await log.lines()).toEqual(['2026-01-01T00:00:00.000Z a the end', '2026-01-02T03:04:05.678Z b new']);
  expect(statSync(file).size).toBeLessThan(100);
});

it('a fault that repeats is counted instead of written', async () => {
  const log = open();
  for (let index = 0; index < 5_000; index++) log.note('court', 'not drawn');
  log.note('court', 'drawn');
  expect((await log.lines()).map((line) => line.slice(25))).toEqual([
    'court not drawn',
    'log 4999 more times: court not drawn',
    'court drawn',
  ]);
});

it('faults that repeat in turn are counted instead of written', async () => {
  const log = open();
  for (let index = 0; index < 100; index++) {
    clockMs += 1_000;
    log.note('connect', 'no place to meet at');
    clockMs += 1_000;
    log.note('connect', 'looks again');
  }
  log.note('connect', 'found');
  expect((await log.lines()).map((line) => line.slice(25))).toEqual([
    'connect no place to meet at',
    'connect looks again',
    'log 99 more times: connect no place to meet at',
    'log 99 more times: connect looks again',
    'connect found',
  ]);
});

it('what comes again long after it was written is written again', async () => {
  const log = open();
  log.note('connect', 'lost');
  clockMs += 3_600_000;
  log.note('connect', 'lost');
  log.note('connect', 'found');
  expect(await log.lines()).toHaveLength(3);
});

it('a flood is cut off and says how much is missing', async () => {
  const log = open();
  for (let index = 0; index < 5_000; index++) log.note('a', `event ${index}`);
  clockMs += 1_000;
  log.note('a', 'after');
  const lines = await log.lines();
  expect(lines).toHaveLength(102);
  expect(lines.slice(-2).map((line) => line.slice(25))).toEqual(['log 4900 lines came too fast and were left out', 'a after']);
});

it('a clock that is put back a year does not silence the log', async () => {
  const log = open();
  for (let index = 0; index < 100; index++) log.note('a', `event ${index}`);
  clockMs -= 365 * 86_400_000;
  log.note('a', 'lost to the flood');
  clockMs += 2_000;
  log.note('a', 'heard');
  expect((await log.lines()).at(-1)).toContain('heard');
});

it.each<[string, () => void]>([
  ['a folder', () => mkdirSync(file)],
  ['a link to itself', () => symlinkSync(file, file)],
  ['a device that is always full', () => symlinkSync('/dev/full', file)],
])('where the file should be is %s: the lines stay in memory and nothing else happens', async (_what, make) => {
  make();
  const log = open();
  log.note('a', 'first');
  await log.written();
  log.note('a', 'second');
  await log.written();
  const lines = (await log.lines()).join('\n');
  expect(lines).toMatch(/a first\n.*log the file cannot be written: .*\n.*a second$/);
  expect(() => log.noteLast('a', 'last', new Error('x'))).not.toThrow();
});

it('a file without a folder of its own, because a file is in its place, does no harm', async () => {
  writeFileSync(join(folder, 'profile'), '');
  const log = open(undefined, join(folder, 'profile'));
  log.note('a', 'x');
  await log.written();
  expect((await log.lines())[0]).toContain('a x');
});
