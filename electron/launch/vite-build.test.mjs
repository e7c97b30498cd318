import { existsSync, mkdirSync, mkdtempSync, readdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { buildWithVite, throughPlainPath } from './vite-build.mjs';

const top = resolve(import.meta.dirname, '../..');
let folder;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'paddlewire-vite-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

it('a folder with # or ? in its name is worked on through a link, which is gone afterwards', async () => {
  const odd = join(folder, 'C# games?');
  mkdirSync(odd);
  const path = await throughPlainPath(odd, async (link) => {
    expect(readlinkSync(link)).toBe(odd);
    return link;
  });
  expect(path).not.toMatch(/[#?]/);
  expect(existsSync(path)).toBe(false);
  await expect(throughPlainPath(odd, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
});

it('any other folder is worked on by its own path', async () => {
  const plain = join(folder, '100% é ü');
  expect(await throughPlainPath(plain, async (path) => path)).toBe(plain);
});

it('a clone in a folder with #, %, blanks and letters of other alphabets in its name can be built', async () => {
  const clone = join(folder, 'my #1 100%20 игра é');
  mkdirSync(clone);
  for (const name of [
    'assets',
    'e2e',
    'electron',
    'netcode',
    'node_modules',
    'renderer',
    'package.json',
    'tsconfig.json',
    'vite.config.mjs',
  ])
    symlinkSync(join(top, name), join(clone, name), 'junction');
  await buildWithVite(clone);
  expect(readdirSync(join(clone, 'dist/page'))).toContain('index.html');
  for (const built of ['browser/server.js', 'electron/main.js', 'electron/preload.cjs', 'launch/start.js']) {
    expect(existsSync(join(clone, 'dist', built))).toBe(true);
  }
});
