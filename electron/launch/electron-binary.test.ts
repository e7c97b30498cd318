import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findElectron, programInside } from './electron-binary.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'paddlewire-electron-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it.each(['linux', 'darwin', 'win32'] as const)('takes ELECTRON_OVERRIDE_DIST_PATH on %s', (platform) => {
  const program = join(folder, programInside(platform));
  mkdirSync(dirname(program), { recursive: true });
  writeFileSync(program, '');
  expect(findElectron({ ELECTRON_OVERRIDE_DIST_PATH: folder }, platform)).toBe(program);
});

it('finds nothing in a folder without the program', () => {
  expect(findElectron({ ELECTRON_OVERRIDE_DIST_PATH: folder }, 'linux')).toBeUndefined();
});
