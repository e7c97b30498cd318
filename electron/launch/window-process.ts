import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { freeChromiumProfile } from '../storage/chromium-singleton.ts';
import { diskWords } from '../storage/disk-error.ts';
import { isLockedBy } from '../storage/profile-lock.ts';
import { chromiumFlags } from './chromium-flags.ts';
import { makeChromiumProfile } from './chromium-profile.ts';
import type { Shell } from './shell.ts';
import { top } from './top.ts';

/** One window to open. */
export interface WindowOptions {
  readonly profile: string;
  /** Folder for everything this window stores; made when missing. */
  readonly dataDir: string;
  readonly telemetry: boolean;
  /** Code of a game to ask about joining as soon as the window is open. */
  readonly join?: string | undefined;
  /** Place and size on the screen in CSS pixels. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A window that was opened. */
export interface OpenWindow {
  /** Resolves when its processes have ended: undefined when it was closed, else what went wrong. */
  readonly closed: Promise<string | undefined>;
  /** Ends its processes. Safe to call twice. */
  close(): void;
}

/** Another window has the profile; the message is what to say. */
export class ProfileInUse extends Error {}

/** Time that the browser shell's server has to say where it is. */
const serverStartMs = 30_000;

/**
 * Opens one window in processes of its own.
 *
 * @throws ProfileInUse when another window of the browser shell has the profile
 * @throws Error when the browser shell's server does not start
 */
export function openWindow(shell: Exclude<Shell, { readonly shell: 'none' }>, options: WindowOptions): Promise<OpenWindow> {
  // Match logs have secrets in them.
  mkdirSync(options.dataDir, { recursive: true, mode: 0o700 });
  return shell.shell === 'electron' ? Promise.resolve(openElectron(shell.executable, options)) : openChromium(shell.chromium, options);
}

function openElectron(executable: string, options: WindowOptions): OpenWindow {
  const { x, y, width, height } = options;
  const args = [top, ...sharedArguments(options), `--x=${x}`, `--y=${y}`, `--width=${width}`, `--height=${height}`];
  // Chromium's sandbox does not start as root.
  if (process.platform === 'linux' && process.getuid?.() === 0) args.unshift('--no-sandbox');
  const child = spawn(executable, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  return { closed: whenClosed(child, 'Electron'), close: () => child.kill() };
}

async function openChromium(executable: string, options: WindowOptions): Promise<OpenWindow> {
  const server = spawn(process.execPath, [join(top, 'dist/browser/server.js'), ...sharedArguments(options)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const url = await readUrl(server);
  const look = { ...options, userDataDir: await readyChromium(server, options.dataDir), headless: false };
  const child = spawn(executable, [...chromiumFlags(look), `--app=${url}`], { stdio: ['ignore', 'ignore', 'pipe'] });
  // Without its server the page is dead.
  server.once('exit', () => child.kill());
  const closed = whenClosed(child, 'Chromium').finally(() => server.stdin?.end());
  return { closed, close: () => child.kill() };
}

/**
 * Makes the Chromium profile of a window ready and returns its folder.
 *
 * @param server the window's own, which has our profile
 * @throws Error with plain words when the disk fails; the server is ending then
 */
export async function readyChromium(server: ChildProcess, dataDir: string): Promise<string> {
  const userDataDir = join(dataDir, 'chromium');
  try {
    // Without the file another window may have the profile too.
    if (isLockedBy(dataDir, server.pid)) await freeChromiumProfile(userDataDir);
    makeChromiumProfile(userDataDir);
    return userDataDir;
  } catch (error) {
    server.stdin?.end();
    throw new Error(diskWords(error), { cause: error });
  }
}

/** Arguments that both shells take. */
export function sharedArguments({
  profile,
  dataDir,
  telemetry,
  join: code,
}: Pick<WindowOptions, 'profile' | 'dataDir' | 'telemetry' | 'join'>): string[] {
  const shared = [`--profile=${profile}`, `--data-dir=${dataDir}`];
  if (telemetry) shared.push('--telemetry');
  if (code !== undefined) shared.push(`--join=${code}`);
  return shared;
}

/**
 * Waits for the line `PADDLEWIRE_URL http://…` of the browser shell's server.
 *
 * @param server just started, with a piped stdout
 * @throws ProfileInUse when it prints `PADDLEWIRE_TAKEN` and a sentence
 * @throws Error when it ends first or takes too long; it has been stopped then
 */
export function readUrl(server: ChildProcess): Promise<string> {
  return new Promise((done, failed) => {
    const fail = (why: string) => {
      server.kill();
      failed(new Error(`The window's server ${why}.`));
    };
    const limit = setTimeout(() => fail(`did not start within ${serverStartMs / 1000} s`), serverStartMs);
    server.once('error', (error) => fail(`could not be started: ${error.message}`));
    server.once('exit', (code) => {
      clearTimeout(limit);
      fail(`ended with exit code ${code}`);
    });
    if (server.stdout === null) return;
    createInterface(server.stdout).on('line', (line) => {
      if (line.startsWith('PADDLEWIRE_TAKEN ')) {
        clearTimeout(limit);
        failed(new ProfileInUse(line.slice('PADDLEWIRE_TAKEN '.length)));
      }
      if (!line.startsWith('PADDLEWIRE_URL ')) return;
      clearTimeout(limit);
      done(line.slice('PADDLEWIRE_URL '.length));
    });
  });
}

/** How a window is told to close from outside; any other signal is a crash. */
const closingSignals: ReadonlySet<NodeJS.Signals> = new Set(['SIGTERM', 'SIGINT', 'SIGHUP']);

function whenClosed(child: ChildProcess, what: string): Promise<string | undefined> {
  return new Promise((done) => {
    // Chromium writes about missing buses and graphics cards all the time: it is kept for the case that it fails.
    let errors = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      errors = (errors + chunk.toString()).slice(-2_000);
    });
    child.once('error', (error) => done(`${what} could not be started: ${error.message}`));
    child.once('exit', (code, signal) => {
      const asked = signal !== null && closingSignals.has(signal);
      done(code === 0 || asked ? undefined : `${what} ended with ${signal ?? `exit code ${code}`}:\n${errors.trim()}`);
    });
  });
}
