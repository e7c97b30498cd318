import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { lstatSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freeChromiumProfile } from './chromium-singleton.ts';

describe.skipIf(process.platform !== 'linux')("a Chromium profile's lock", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'paddlewire-singleton-'));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  function lockAs(target: string): void {
    symlinkSync(target, join(folder, 'SingletonLock'));
    symlinkSync('/nowhere/SingletonSocket', join(folder, 'SingletonSocket'));
    symlinkSync('1234', join(folder, 'SingletonCookie'));
  }

  it('of a computer that was renamed since is removed', async () => {
    lockAs('old-name-1');
    await freeChromiumProfile(folder);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('of a process that is somebody else now is removed, and that one goes on', async () => {
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    lockAs(`${hostname()}-${other.pid}`);
    await freeChromiumProfile(folder);
    expect(() => lstatSync(join(folder, 'SingletonLock'))).toThrow('ENOENT');
    expect(other.kill(0)).toBe(true);
    other.kill();
  });

  it('of a window that was left without its server is removed with the window', async () => {
    const left = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', '--', `--user-data-dir=${folder}`], { stdio: 'ignore' });
    const ended = once(left, 'exit');
    lockAs(`${hostname()}-${left.pid}`);
    await freeChromiumProfile(folder);
    expect(await ended).toEqual([null, 'SIGTERM']);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('that is not there is not missed', async () => {
    await freeChromiumProfile(join(folder, 'new'));
    expect(readdirSync(folder)).toEqual([]);
  });
});
