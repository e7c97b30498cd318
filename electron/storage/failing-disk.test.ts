import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

const { errno } = constants;
const compiles = process.platform === 'linux' && spawnSync('cc', ['--version']).status === 0;

describe.skipIf(!compiles)('on a drive whose system calls fail', () => {
  let built: string;
  let folder: string;

  beforeAll(async () => {
    built = mkdtempSync(join(tmpdir(), 'paddlewire-failing-'));
    execFileSync('cc', ['-shared', '-fPIC', '-o', join(built, 'disk.so'), join(import.meta.dirname, 'failing-disk.c'), '-ldl']);
    await build({
      configFile: false,
      logLevel: 'silent',
      ssr: { noExternal: true },
      build: {
        ssr: join(import.meta.dirname, 'disk-fixture.ts'),
        outDir: built,
        emptyOutDir: false,
        rolldownOptions: { output: { format: 'es', entryFileNames: 'disk-fixture.mjs' } },
      },
    });
  });

  afterAll(() => rmSync(built, { recursive: true }));

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'paddlewire-disk-'));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  interface Outcome {
    readonly locked: string;
    readonly records: string;
    readonly saved: string;
    /** Records that can be read afterwards, of two. */
    readonly read: number;
    readonly problems: readonly string[];
    readonly log: string;
  }

  function run(call: string, path: string, code: number, times = 0): Outcome {
    const env = { FAIL_CALL: call, FAIL_PATH: path, FAIL_ERRNO: String(code), FAIL_TIMES: String(times) };
    const printed = execFileSync(process.execPath, [join(built, 'disk-fixture.mjs'), folder], {
      encoding: 'utf8',
      env: { ...process.env, ...env, LD_PRELOAD: join(built, 'disk.so'), UV_USE_IO_URING: '0' },
    });
    // The fixture prints one of these.
    return JSON.parse(printed) as Outcome;
  }

  it.each(['EINVAL', 'ENOTSUP', 'EPERM', 'EISDIR', 'EACCES', 'ENOSYS', 'EBADF'] as const)(
    'where folders can’t be synced (%s) matches are kept all the same, and it is said once',
    (code) => {
      const { records, saved, read, problems } = run('sync-folder', '', errno[code]);
      expect({ records, saved, read }).toEqual({ records: 'done', saved: 'done', read: 2 });
      expect(problems).toEqual([expect.stringMatching(/can’t guarantee that saved data survives a power cut/)]);
    },
  );

  it('where files can’t be synced either, as over some network drives, play goes on too', () => {
    const { records, saved, read, problems } = run('sync-file', '', errno.EINVAL);
    expect({ records, saved, read }).toEqual({ records: 'done', saved: 'done', read: 2 });
    expect(problems).toHaveLength(1);
  });

  it.each([
    ['write', 'ENOSPC', 'The disk is full: free some space.'],
    ['write', 'EDQUOT', 'Your disk quota is used up: delete some of your files.'],
    ['write', 'EIO', 'The drive reports an error: check its cable, and whether it is failing.'],
    ['sync-file', 'EIO', 'The drive reports an error: check its cable, and whether it is failing.'],
    ['sync-folder', 'ENOSPC', 'The disk is full: free some space.'],
    ['open-to-write', 'EROFS', 'The drive is read-only: it may be write-protected, or locked by the system after an error.'],
    ['open-to-write', 'EMFILE', 'Too many files are open: close some programs.'],
    ['open-to-write', 'EACCES', 'Paddlewire has no permission: change the permissions of the folder and its contents.'],
    ['open-to-write', 'ESTALE', 'The network drive has changed: connect it again.'],
  ] as const)('%s that fails with %s has its own words, and nothing counts as stored', (call, code, words) => {
    const { records, read, problems, log } = run(call, 'matches', errno[code]);
    expect(records).toMatch(new RegExp(`^${words.replaceAll('.', '\\.')}`));
    expect(read).toBeLessThanOrEqual(1);
    expect(problems.join()).not.toContain('power cut');
    expect(log).toMatch(/match-log record not written: /);
    expect(log).not.toContain(folder);
  });

  it.each([
    ['ENOSPC', 'The disk is full: free some space.'],
    ['EDQUOT', 'Your disk quota is used up: delete some of your files.'],
  ] as const)('a profile whose lock file has no space (%s) is not opened, because a second window could open it too', (code, words) => {
    expect(run('write', 'window.lock', errno[code]).locked).toBe(words);
  });

  it('a profile on a drive that can only be read is opened without a lock file', () => {
    expect(run('open-to-write', 'window.lock', errno.EROFS).locked).toBe('done');
  });

  it('a setting that can’t be written says why, and the file is as before', () => {
    expect(run('write', 'settings.json', errno.ENOSPC).saved).toBe('The disk is full: free some space.');
    expect(() => readFileSync(join(folder, 'settings.json'))).toThrow('ENOENT');
  });

  it('settings that may not be read are named, and moved aside before others are written', () => {
    writeFileSync(join(folder, 'settings.json'), '{"name":"Ada"}');
    const { saved, problems, log } = run('open-to-read', 'settings.json', errno.EACCES, 3);
    expect(log).toMatch(/settings settings.json can't be read: Paddlewire has no permission/);
    expect(problems).toEqual(['settings.json was rewritten. The previous file is kept as settings.json.bad-1.']);
    expect(saved).toBe('done');
    expect(readFileSync(join(folder, 'settings.json.bad-1'), 'utf8')).toBe('{"name":"Ada"}');
    expect(readdirSync(folder)).toContain('settings.json');
  });

  it('a virus scanner that holds the new settings file for a moment does not lose the setting', () => {
    expect(run('rename', 'settings.json', errno.EPERM, 3).saved).toBe('done');
    expect(JSON.parse(readFileSync(join(folder, 'settings.json'), 'utf8'))).toMatchObject({ volumePercent: 7 });
  });

  it('a diagnostics log that can’t be written disturbs nothing', () => {
    const { records, saved, log } = run('open-to-write', 'diagnostics', errno.EIO);
    expect({ records, saved }).toEqual({ records: 'done', saved: 'done' });
    expect(log).toContain('test begun');
    expect(log).toContain('log the file cannot be written');
  });
});
