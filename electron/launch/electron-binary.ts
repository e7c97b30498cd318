import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { waitBounded } from './bounded.ts';
import { probe } from './probe.ts';
import { top } from './top.ts';

/** Electron is about 120 MB; at 1 MB/s that is two minutes. */
const downloadMs = 180_000;

/** Where the program lies in an unpacked Electron. */
export function programInside(platform: NodeJS.Platform): string {
  if (platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return platform === 'win32' ? 'electron.exe' : 'electron';
}

/**
 * Path of Electron's program, or undefined when this machine has none yet. `ELECTRON_OVERRIDE_DIST_PATH` counts, as it does for the
 * npm package.
 */
export function findElectron(env: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform): string | undefined {
  const folder = env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(top, 'node_modules/electron/dist');
  const path = join(folder, programInside(platform));
  return existsSync(path) ? path : undefined;
}

/**
 * Fetches Electron's program with the npm package's own installer, in bounded time. Never rejects.
 *
 * @param say gets progress, one line at a time
 * @returns the program's path, or why it could not be had, as the end of a sentence
 */
export async function fetchElectron(say: (line: string) => void): Promise<{ readonly path: string } | { readonly why: string }> {
  const file = `electron-v${installedVersion()}-${process.platform}-${process.arch}.zip`;
  // Behind a proxy a plain request says nothing about the download.
  if (!isCached(file) && process.env['ELECTRON_GET_USE_PROXY'] === undefined) {
    const mirror =
      process.env['npm_config_electron_mirror'] ??
      process.env['ELECTRON_MIRROR'] ??
      'https://github.com/electron/electron/releases/download/';
    const answer = await probe(`${mirror}v${installedVersion()}/${file}`);
    if (answer !== undefined) return { why: `its download from ${new URL(mirror).host} ${answer}` };
  }
  say('Fetching Electron, about 120 MB …');
  const child = spawn(process.execPath, [join(top, 'node_modules/electron/install.js')], { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = await waitBounded(child, downloadMs, say);
  const path = findElectron();
  if (path !== undefined) return { path };
  return {
    why: ended.timedOut ? `its download took more than ${downloadMs / 60_000} minutes` : `its installer failed: ${ended.firstError}`,
  };
}

function installedVersion(): string {
  return readFileSync(join(top, 'node_modules/electron/package.json'), 'utf8').match(/"version": "([^"]+)"/)?.[1] ?? '';
}

/** Whether an earlier download lies in the cache, so that no network is needed. */
function isCached(file: string): boolean {
  const local: Partial<Record<NodeJS.Platform, string>> = {
    darwin: join(homedir(), 'Library/Caches/electron'),
    win32: join(process.env['LOCALAPPDATA'] ?? join(homedir(), 'AppData/Local'), 'electron/Cache'),
  };
  const cache =
    process.env['electron_config_cache'] ??
    local[process.platform] ??
    join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'electron');
  return existsSync(cache) && readdirSync(cache).some((folder) => existsSync(join(cache, folder, file)));
}
