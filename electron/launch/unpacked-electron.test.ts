import { lstatSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { folderOfElectron, hasFuses, withoutLinks } from './unpacked-electron.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'paddlewire-unpacked-'));
  mkdirSync(join(folder, 'real/resources'), { recursive: true });
  writeFileSync(join(folder, 'real/electron'), 'program');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('takes a folder without links as it is', () => {
  expect(withoutLinks(join(folder, 'real'), folder, 'linux')).toBe(join(folder, 'real'));
});

it('copies a folder of links, so that packaging writes into nobody else’s Electron', () => {
  mkdirSync(join(folder, 'links'));
  symlinkSync(join(folder, 'real/resources'), join(folder, 'links/resources'), 'junction');
  const taken = withoutLinks(join(folder, 'links'), folder, 'linux');
  expect(taken).not.toBe(join(folder, 'links'));
  expect(lstatSync(join(taken, 'resources')).isSymbolicLink()).toBe(false);
});

it('knows an Electron with fuses by their mark', () => {
  const program = join(folder, 'real/electron');
  expect(hasFuses(program, 'linux')).toBe(false);
  writeFileSync(program, 'code dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX code');
  expect(hasFuses(program, 'linux')).toBe(true);
});

it('finds the folder around the program on macOS', () => {
  expect(folderOfElectron(join(folder, 'Electron.app/Contents/MacOS/Electron'), 'darwin')).toBe(folder);
});
