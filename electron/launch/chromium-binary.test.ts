import { expect, it } from 'vitest';
import { type ChromiumHost, findChromium } from './chromium-binary.ts';

function machine(over: Partial<ChromiumHost> & { readonly files: readonly string[] }): ChromiumHost {
  const { files } = over;
  return {
    platform: 'linux',
    env: { PATH: '/usr/local/bin:/usr/bin' },
    home: '/home/ada',
    exists: (path) => files.includes(path),
    list: (folder) => [
      ...new Set(files.filter((file) => file.startsWith(`${folder}/`)).map((file) => file.slice(folder.length + 1).split('/')[0] ?? '')),
    ],
    real: (path) => path,
    ...over,
  };
}

it('takes CHROME_PATH before anything else', () => {
  const files = ['/opt/mine', '/usr/bin/chromium'];
  expect(findChromium(machine({ files, env: { CHROME_PATH: '/opt/mine', PATH: '/usr/bin' } }))).toBe('/opt/mine');
});

it('goes on looking when CHROME_PATH points nowhere', () => {
  expect(findChromium(machine({ files: ['/usr/bin/chromium'], env: { CHROME_PATH: '/gone', PATH: '/usr/bin' } }))).toBe(
    '/usr/bin/chromium',
  );
});

it('prefers Chromium to Chrome, and Chrome to Edge, wherever they are on the PATH', () => {
  const files = ['/usr/local/bin/microsoft-edge', '/usr/bin/google-chrome', '/usr/bin/chromium'];
  expect(findChromium(machine({ files }))).toBe('/usr/bin/chromium');
  expect(findChromium(machine({ files: files.slice(0, 2) }))).toBe('/usr/bin/google-chrome');
});

it('takes a snap only when there is nothing else', () => {
  const files = ['/usr/bin/chromium', '/usr/bin/google-chrome'];
  const real = (path: string) => (path === '/usr/bin/chromium' ? '/snap/bin/chromium' : path);
  expect(findChromium(machine({ files, real }))).toBe('/usr/bin/google-chrome');
  expect(findChromium(machine({ files: files.slice(0, 1), real }))).toBe('/usr/bin/chromium');
});

it("takes the newest of Playwright's downloads, by number", () => {
  const cache = '/home/ada/.cache/ms-playwright';
  const files = [
    `${cache}/chromium-999/chrome-linux/chrome`,
    `${cache}/chromium-1200/chrome-linux64/chrome`,
    `${cache}/ffmpeg-1011/ffmpeg`,
  ];
  expect(findChromium(machine({ files }))).toBe(`${cache}/chromium-1200/chrome-linux64/chrome`);
});

it('finds the usual places on macOS', () => {
  const files = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];
  expect(findChromium(machine({ files, platform: 'darwin', env: {} }))).toBe(files[0]);
});

it('finds nothing on an empty machine', () => {
  expect(findChromium(machine({ files: [] }))).toBeUndefined();
});

it('finds the usual places on Windows', () => {
  const files = ['C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe'];
  const env = { PROGRAMFILES: 'C:\\Program Files', 'PROGRAMFILES(X86)': 'C:\\Program Files (x86)' };
  expect(findChromium(machine({ files, platform: 'win32', env }))).toBe(files[0]);
});
