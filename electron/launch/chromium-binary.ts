import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, posix, win32 } from 'node:path';
import { waitBounded } from './bounded.ts';
import { probe } from './probe.ts';
import { top } from './top.ts';

/** What is looked at to find a Chromium: a test hands in a machine that does not exist. */
export interface ChromiumHost {
  readonly platform: NodeJS.Platform;
  readonly env: NodeJS.ProcessEnv;
  readonly home: string;
  exists(path: string): boolean;
  /** Names in a folder; empty when there is none. */
  list(folder: string): readonly string[];
  /** The file behind a chain of links. */
  real(path: string): string;
}

/** The machine that this runs on. */
export const thisHost: ChromiumHost = {
  platform: process.platform,
  env: process.env,
  home: homedir(),
  exists: existsSync,
  list: (folder) => (existsSync(folder) ? readdirSync(folder) : []),
  real: realpathSync,
};

const namesOnPath = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge', 'microsoft-edge-stable'];

const macApps = [
  'Chromium.app/Contents/MacOS/Chromium',
  'Google Chrome.app/Contents/MacOS/Google Chrome',
  'Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];

const windowsPrograms = [
  'Chromium/Application/chrome.exe',
  'Google/Chrome/Application/chrome.exe',
  'Microsoft/Edge/Application/msedge.exe',
];

/** Where Playwright unpacks its Chromium, by platform and by the layouts it has had. */
const insidePlaywright: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  linux: ['chrome-linux64/chrome', 'chrome-linux/chrome'],
  darwin: ['chrome-mac-arm64', 'chrome-mac-x64', 'chrome-mac'].flatMap((folder) => [
    `${folder}/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing`,
    `${folder}/Chromium.app/Contents/MacOS/Chromium`,
  ]),
  win32: ['chrome-win64/chrome.exe', 'chrome-win/chrome.exe'],
};

/**
 * Path of a Chromium, or undefined when there is none: `CHROME_PATH`, then Chromium, Chrome and Edge where they are usually installed,
 * then Playwright's cache.
 */
export function findChromium(machine: ChromiumHost = thisHost): string | undefined {
  const { env, platform } = machine;
  const chosen = env['CHROME_PATH'];
  if (chosen !== undefined && machine.exists(chosen)) return chosen;
  const found = [...installedPlaces(machine), ...playwrightPlaces(machine)].filter((path) => machine.exists(path));
  // A snap can't read a profile outside its own folders, so it comes last.
  return found.find((path) => platform !== 'linux' || !machine.real(path).startsWith('/snap/')) ?? found[0];
}

function installedPlaces({ env, home, platform }: ChromiumHost): string[] {
  const { delimiter, join } = pathsOf(platform);
  if (platform === 'darwin')
    return ['/Applications', join(home, 'Applications')].flatMap((folder) => macApps.map((app) => join(folder, app)));
  if (platform === 'win32') {
    const folders = [env['PROGRAMFILES'], env['PROGRAMFILES(X86)'], env['LOCALAPPDATA']].filter((folder) => folder !== undefined);
    return folders.flatMap((folder) => windowsPrograms.map((program) => join(folder, program)));
  }
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return namesOnPath.flatMap((name) => folders.map((folder) => join(folder, name)));
}

/** Not this machine's own, so that a test sees the same on every system. */
function pathsOf(platform: NodeJS.Platform): typeof posix {
  return platform === 'win32' ? win32 : posix;
}

function playwrightPlaces(machine: ChromiumHost): string[] {
  const { env, home, platform } = machine;
  const { join } = pathsOf(platform);
  const usual: Partial<Record<NodeJS.Platform, string>> = {
    darwin: join(home, 'Library/Caches/ms-playwright'),
    win32: join(env['LOCALAPPDATA'] ?? join(home, 'AppData/Local'), 'ms-playwright'),
  };
  const cache = env['PLAYWRIGHT_BROWSERS_PATH'] ?? usual[platform] ?? join(env['XDG_CACHE_HOME'] ?? join(home, '.cache'), 'ms-playwright');
  // Newest first; the folders are named chromium-REVISION.
  const revisions = machine
    .list(cache)
    .filter((name) => /^chromium-\d+$/.test(name))
    .sort((a, b) => Number(b.slice(9)) - Number(a.slice(9)));
  return revisions.flatMap((name) => (insidePlaywright[platform] ?? []).map((program) => join(cache, name, program)));
}

/** About 180 MB, and on Debian some libraries; a person sees its progress all the while. */
const downloadMs = 300_000;

/** The server that Playwright fetches its browsers from. */
const playwrightHost = 'https://cdn.playwright.dev/';

/**
 * Gets a Chromium by the means this machine has: Debian's package when this is Debian and we are root (it brings its libraries along),
 * else Playwright's download. Never rejects.
 *
 * @param say gets progress, one line at a time
 * @returns the program's path, or undefined after saying why
 */
export async function fetchChromium(say: (line: string) => void): Promise<string | undefined> {
  if (isDebianAsRoot()) {
    say("Installing Debian's Chromium …");
    const quiet = { stdio: ['ignore', 2, 2] as ['ignore', 2, 2], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
    await waitBounded(spawn('apt-get', ['update', '-qq'], quiet), downloadMs, say);
    await waitBounded(spawn('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], quiet), downloadMs, say);
    const path = findChromium();
    if (path !== undefined) return path;
    say("Debian's Chromium could not be installed.");
  }
  const answer = await probe(playwrightHost);
  // Its front page may answer with any status: what counts is that it answers.
  if (answer === "can't be reached") {
    say(`Chromium can't be fetched: ${new URL(playwrightHost).host} ${answer}.`);
    return undefined;
  }
  say('Fetching Chromium, about 180 MB …');
  const child = spawn(process.execPath, [join(top, 'node_modules/@playwright/test/cli.js'), 'install', '--no-shell', 'chromium'], {
    stdio: ['ignore', 2, 2],
  });
  await waitBounded(child, downloadMs, say);
  return findChromium();
}

function isDebianAsRoot(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/etc/os-release')) return false;
  // Ubuntu's package of that name is only a pointer to a snap.
  return /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
}
