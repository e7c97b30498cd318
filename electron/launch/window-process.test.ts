import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { thisHolder } from '../storage/lock-holder.ts';
import { readyChromium } from './window-process.ts';

let dataDir: string;
let server: ChildProcess;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'paddlewire-window-'));
  // Ends with its standard input, as the browser shell's server does.
  server = spawn(process.execPath, ['-e', 'process.stdin.resume()'], { stdio: ['pipe', 'ignore', 'ignore'] });
});

afterEach(() => {
  server.kill();
  rmSync(dataDir, { recursive: true });
});

it('where no Chromium profile can be made the server ends, and it is said why', async () => {
  writeFileSync(join(dataDir, 'chromium'), '');
  const ended = once(server, 'exit');
  await expect(readyChromium(server, dataDir)).rejects.toThrow('A file has the name of the folder: rename or remove it.');
  expect(await ended).toEqual([0, null]);
});

// Elsewhere Chromium's lock is no file, or names no process.
it.skipIf(process.platform !== 'linux')(
  'the Chromium of a window that has the profile without a lock file, as this one does, runs on',
  async () => {
    const userDataDir = await readyChromium(server, dataDir);
    const chromium = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', '--', `--user-data-dir=${userDataDir}`], {
      stdio: 'ignore',
    });
    symlinkSync(`${hostname()}-${chromium.pid}`, join(userDataDir, 'SingletonLock'));
    await readyChromium(server, dataDir);
    expect(chromium.exitCode ?? chromium.signalCode).toBeNull();
    expect(readdirSync(userDataDir)).toContain('SingletonLock');
    const ended = once(chromium, 'exit');
    writeFileSync(join(dataDir, 'window.lock'), JSON.stringify({ ...thisHolder(0, 'a'.repeat(32)), pid: server.pid }));
    await readyChromium(server, dataDir);
    expect(await ended).toEqual([null, 'SIGTERM']);
  },
);
