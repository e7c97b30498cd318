import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BrowserContext, chromium } from '@playwright/test';
import { chromiumFlags } from '../../electron/launch/chromium-flags.ts';
import { makeChromiumProfile } from '../../electron/launch/chromium-profile.ts';
import { top } from '../../electron/launch/top.ts';
import { readUrl, sharedArguments } from '../../electron/launch/window-process.ts';
import type { GameWindow, GameWindowOptions } from './game-window.ts';
import { killTree, signalTree } from './process-tree.ts';

/** Flags that Playwright sets itself and does not take from others. */
const setByPlaywright = /^--(user-data-dir|headless|no-sandbox)\b/;

/** Time that a program gets to end by itself before it is killed. */
const closeMs = 5_000;

/**
 * Opens a window of the browser shell: its server and a headless Chromium of its own.
 *
 * @param executable path of a Chromium
 */
export async function openBrowserWindow(executable: string, options: GameWindowOptions): Promise<GameWindow> {
  const within = options.within ?? [];
  const script = join(top, 'dist/browser/server.js');
  const [program = '', ...args] = [...within, process.execPath, script, ...sharedArguments({ ...options, telemetry: true })];
  const server = spawn(program, args, {
    stdio: ['pipe', 'pipe', 'inherit'],
    // In a group of its own, so that its broker can be killed with it.
    detached: process.platform !== 'win32',
  });
  const serverEnded = once(server, 'exit');
  const url = await readUrl(server);
  const userDataDir = join(options.dataDir, 'chromium');
  const { width, height, x } = options;
  const flags = chromiumFlags({ userDataDir, x, y: 0, width, height, headless: true });
  makeChromiumProfile(userDataDir);
  const context = await chromium
    .launchPersistentContext(userDataDir, {
      executablePath: within.length === 0 ? executable : startedThrough(within, executable, options.dataDir),
      args: flags.filter((flag) => !setByPlaywright.test(flag)),
      chromiumSandbox: !flags.includes('--no-sandbox'),
      headless: true,
      viewport: { width, height },
      // Drawing in software is dear: no more pixels than the window has.
      deviceScaleFactor: 1,
      reducedMotion: 'no-preference',
    })
    .catch((error: unknown) => {
      server.stdin?.end();
      throw error;
    });
  const pid = await processId(context);
  const page = context.pages()[0] ?? (await context.newPage());
  await page.goto(url);
  const signalBoth = (signal: 'SIGSTOP' | 'SIGCONT') => {
    for (const tree of [pid, server.pid]) if (tree !== undefined) signalTree(tree, signal);
  };
  const gone = new Promise<void>((done) => context.once('close', () => done()));
  return {
    shell: 'browser',
    profile: options.profile,
    dataDir: options.dataDir,
    page,
    resize: (newWidth, newHeight) => page.setViewportSize({ width: newWidth, height: newHeight }),
    // Headless Chromium calls its pages visible whatever becomes of the window, so what a hidden page sees is made here.
    hide: () => page.evaluate(hidePage),
    show: () => page.evaluate(showPage),
    kill: async () => {
      killTree(pid);
      if (server.pid !== undefined) killTree(server.pid);
      await Promise.all([gone, serverEnded]);
    },
    freeze: () => signalBoth('SIGSTOP'),
    thaw: () => signalBoth('SIGCONT'),
    close: async () => {
      await context.close();
      server.stdin?.end();
      await endOrKill(server, serverEnded);
    },
  };
}

/** Path of a script that starts a program through a command: Playwright takes a path, and no command in front of it. */
function startedThrough(command: readonly string[], executable: string, folder: string): string {
  const script = join(folder, 'chromium.sh');
  writeFileSync(script, `#!/bin/sh\nexec ${[...command, executable].map((word) => `'${word}'`).join(' ')} "$@"\n`, { mode: 0o700 });
  return script;
}

/** Id of the browser's main process, which leads the group of all its processes. */
async function processId(context: BrowserContext): Promise<number> {
  const session = await context.browser()?.newBrowserCDPSession();
  const { processInfo } = (await session?.send('SystemInfo.getProcessInfo')) ?? { processInfo: [] };
  await session?.detach();
  const main = processInfo.find(({ type }) => type === 'browser');
  if (main === undefined) throw new Error('Chromium does not say which process it is.');
  return main.id;
}

async function endOrKill(server: ChildProcess, ended: Promise<unknown>): Promise<void> {
  const limit = setTimeout(() => server.pid !== undefined && killTree(server.pid), closeMs);
  await ended;
  clearTimeout(limit);
}

/** Runs in the page: no frames are drawn and the page is told that it is hidden. */
function hidePage(): void {
  if (document.hidden) return;
  Object.defineProperty(document, 'visibilityState', { configurable: true, value: 'hidden' });
  Object.defineProperty(document, 'hidden', { configurable: true, value: true });
  const held: FrameRequestCallback[] = [];
  const request = window.requestAnimationFrame;
  window.requestAnimationFrame = (callback) => held.push(callback);
  document.addEventListener(
    'paddlewire-show',
    () => {
      window.requestAnimationFrame = request;
      for (const callback of held) request.call(window, callback);
    },
    { once: true },
  );
  document.dispatchEvent(new Event('visibilitychange'));
}

/** Runs in the page: undoes {@link hidePage}. */
function showPage(): void {
  Reflect.deleteProperty(document, 'visibilityState');
  Reflect.deleteProperty(document, 'hidden');
  document.dispatchEvent(new Event('paddlewire-show'));
  document.dispatchEvent(new Event('visibilitychange'));
}
