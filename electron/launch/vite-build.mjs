import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What Vite reads as the end of a path, wherever it stands. */
const misread = /[#?]/;

/**
 * Builds everything into a folder's dist/, whatever that folder is called. Output goes to stderr.
 * @param {string} top folder of package.json
 * @returns {Promise<void>}
 */
export function buildWithVite(top) {
  return throughPlainPath(top, (path) => {
    const flags = path === top ? [] : ['--preserve-symlinks', '--preserve-symlinks-main'];
    const vite = join(path, 'node_modules/vite/bin/vite.js');
    const args = ['build', '--config', join(path, 'vite.config.mjs'), '--configLoader', 'native', '--logLevel=warn'];
    return run(process.execPath, [...flags, vite, ...args], path, false);
  });
}

/**
 * Works on a folder by a path that Vite can read: its own, or that of a link that is there meanwhile.
 * @template T
 * @param {string} folder
 * @param {(path: string) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function throughPlainPath(folder, work) {
  if (!misread.test(folder)) return work(folder);
  const place = mkdtempSync(join(tmpdir(), 'paddlewire-build-'));
  try {
    const link = join(place, 'top');
    // Windows lets everybody make one of this kind, and other systems don't look at it.
    symlinkSync(folder, link, 'junction');
    return await work(link);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

/**
 * Everything goes to stderr: with `--json` the command's own output has to be all there is on stdout.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {string} cwd
 * @param {boolean} shell
 * @returns {Promise<void>}
 */
export function run(program, args, cwd, shell) {
  return new Promise((done, failed) => {
    const child = spawn(program, args, { cwd, shell, stdio: ['ignore', 2, 2] });
    child.once('error', failed);
    child.once('close', (code, signal) => (code === 0 ? done() : failed(new Error(signal === null ? `exit code ${code}` : signal))));
  });
}
