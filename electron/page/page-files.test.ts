import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test as it } from 'vitest';
import { pageFilePath, readPageFile } from './page-files.ts';

let folder: string;

beforeAll(() => {
  const outside = mkdtempSync(join(tmpdir(), 'paddlewire-page-'));
  folder = join(outside, 'page');
  mkdirSync(join(folder, 'assets'), { recursive: true });
  writeFileSync(join(outside, 'secret.json'), '{}');
  writeFileSync(join(folder, 'index.html'), '<p>');
  writeFileSync(join(folder, 'assets', 'main-Ab_1.js'), '1');
});

afterAll(() => rmSync(join(folder, '..'), { recursive: true }));

it('the page and its assets are served with their types', async () => {
  expect(await readPageFile(folder, '/')).toMatchObject({ mimeType: 'text/html; charset=utf-8', body: Buffer.from('<p>') });
  expect(await readPageFile(folder, '/assets/main-Ab_1.js')).toMatchObject({ mimeType: 'text/javascript; charset=utf-8' });
});

it('what is not there is undefined', async () => {
  expect(await readPageFile(folder, '/none.js')).toBeUndefined();
  expect(await readPageFile(folder, '/assets.js')).toBeUndefined();
});

it.each([
  '',
  '../secret.json',
  '/../secret.json',
  '/assets/../../secret.json',
  '/%2e%2e/secret.json',
  '/..%2fsecret.json',
  '/..\\secret.json',
  '//etc/passwd.json',
  '/./index.html',
  '/.hidden.js',
  '/C:/x.js',
  '/index.html\0.js',
  '/index.html/',
  '/assets//main-Ab_1.js',
  '/a/b/c/d/e/f/g/h/i.js',
  '/index.exe',
  '/index',
])('the path %j leads nowhere', (path) => {
  expect(pageFilePath(folder, path)).toBeUndefined();
});
