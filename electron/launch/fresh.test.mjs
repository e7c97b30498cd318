import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { installedMatches, sourcesHash } from './fresh.mjs';

describe('installedMatches', () => {
  const lock = {
    packages: {
      '': { version: '0.1.0' },
      'node_modules/ws': { version: '8.23.0' },
      'node_modules/fsevents': { version: '2.3.3', optional: true },
    },
  };
  const installed = (packages) => ({ packages });

  it('accepts a tree that lacks only what is optional', () => {
    expect(installedMatches(lock, installed({ 'node_modules/ws': { version: '8.23.0' } }))).toBe(true);
  });

  it('refuses a missing package', () => {
    expect(installedMatches(lock, installed({}))).toBe(false);
  });

  it('refuses another version, of an optional package too', () => {
    expect(installedMatches(lock, installed({ 'node_modules/ws': { version: '8.22.0' } }))).toBe(false);
    const optional = { 'node_modules/ws': { version: '8.23.0' }, 'node_modules/fsevents': { version: '2.0.0' } };
    expect(installedMatches(lock, installed(optional))).toBe(false);
  });

  it('refuses a package that the lock file does not know', () => {
    const extra = { 'node_modules/ws': { version: '8.23.0' }, 'node_modules/left-pad': { version: '1.3.0' } };
    expect(installedMatches(lock, installed(extra))).toBe(false);
  });
});

describe('sourcesHash', () => {
  let top = '';
  const write = (name, content) => writeFileSync(join(top, name), content);

  beforeEach(() => {
    top = mkdtempSync(join(tmpdir(), 'paddlewire-fresh-'));
    mkdirSync(join(top, 'netcode/node_modules'), { recursive: true });
    write('netcode/pong.ts', 'one');
  });
  afterEach(() => rmSync(top, { recursive: true, force: true }));

  it('changes with a content and with a name', () => {
    const first = sourcesHash(top);
    write('netcode/pong.ts', 'two');
    const second = sourcesHash(top);
    rmSync(join(top, 'netcode/pong.ts'));
    write('netcode/ping.ts', 'two');
    expect(new Set([first, second, sourcesHash(top)]).size).toBe(3);
  });

  it('is the same for the same content', () => {
    const before = sourcesHash(top);
    write('netcode/pong.ts', 'one');
    expect(sourcesHash(top)).toBe(before);
  });

  it('leaves out unit tests, installed packages and files that the build does not read', () => {
    const before = sourcesHash(top);
    write('netcode/pong.test.ts', 'test');
    write('netcode/node_modules/some.js', 'package');
    write('README.md', 'text');
    expect(sourcesHash(top)).toBe(before);
  });
});
