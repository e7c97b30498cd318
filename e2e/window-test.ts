import { rmSync } from 'node:fs';
import { test as base } from '@playwright/test';
import type { Settings } from '../electron/contract/desktop.ts';
import { findElectron } from '../electron/launch/electron-binary.ts';
import { freePorts } from '../electron/rendezvous/free-ports-fixture.ts';
import type { GameWindow, GameWindowOptions, ShellName } from './windows/game-window.ts';
import { backToMenu } from './windows/lobby.ts';
import { makeDataDir, openGameWindow } from './windows/open-window.ts';

/** Opens windows that are closed, and their files removed, when the test or the worker is done with them. */
export interface WindowOpener {
  /**
   * Opens a window with files of its own.
   *
   * @param name the player's name, and the profile's in lower case
   * @param settings what else differs from the defaults
   * @param extra a code that it is opened with, as by a link; a command that it is started through
   */
  open(name: string, settings?: Partial<Settings>, extra?: Pick<GameWindowOptions, 'join' | 'within'>): Promise<GameWindow>;
  /** Opens a window once more on the files of an earlier one, which must have been closed. */
  reopen(earlier: GameWindow): Promise<GameWindow>;
}

/** Two windows that find each other and nobody else: Ada on the left, Grace on the right. */
export type Pair = readonly [ada: GameWindow, grace: GameWindow];

/** A pair, and a third window that finds it. */
export type Trio = readonly [ada: GameWindow, grace: GameWindow, linus: GameWindow];

/** Windows that are kept open from test to test, because opening takes longer than most of what is tested. */
interface KeptWindows {
  readonly opener: WindowOpener;
  /** Ada, Grace and Linus, as many of them as were needed so far; who was opened once more is in the place of the one that was killed. */
  readonly windows: GameWindow[];
}

export interface WindowFixtures {
  readonly shell: ShellName;
  readonly kept: KeptWindows;
}

interface TestFixtures {
  /** Skips a test, and says why, where its shell is not to be had. */
  readonly canRun: true;
  /** The kept windows, each at its menu and out of sight. */
  readonly stowed: KeptWindows;
  readonly opener: WindowOpener;
  /** The kept pair, as the test before has left it. */
  readonly sharedPair: Pair;
  /** The kept pair, each at its menu. */
  readonly pair: Pair;
  /** The kept pair and Linus, each at its menu. */
  readonly trio: Trio;
}

const keptNames = ['Ada', 'Grace', 'Linus'] as const;

/** Small, because without a GPU every pixel costs time of a processor, but large enough for every screen. */
const size = { width: 640, height: 400 };
/** Few, for the same reason: telemetry comes with ticks, not with pictures. */
const framesPerSecond = 1;

/** One window that sounds is enough to notice when that fails, and it costs a tenth of what a match does. */
const silent = { volumePercent: 0 };

async function useOpener(shell: ShellName, use: (opener: WindowOpener) => Promise<void>): Promise<void> {
  // One range for all windows of a test, so that they find each other, and no other test's.
  const brokerPorts = await freePorts(3);
  const windows: Promise<GameWindow>[] = [];
  const dataDirs = new Set<string>();
  const openAt = (profile: string, dataDir: string, extra: Pick<GameWindowOptions, 'join' | 'within'> = {}) => {
    dataDirs.add(dataDir);
    const window = openGameWindow(shell, { ...size, profile, dataDir, ...extra, x: (windows.length % 2) * size.width });
    windows.push(window);
    return window;
  };
  const opener: WindowOpener = {
    open: (name, settings, extra) => openAt(name.toLowerCase(), makeDataDir({ name, brokerPorts, framesPerSecond, ...settings }), extra),
    reopen: ({ profile, dataDir }) => openAt(profile, dataDir),
  };
  try {
    await use(opener);
  } finally {
    // Also those that were still being opened when another one could not be.
    await Promise.allSettled(windows.map(async (window) => (await window).close()));
    for (const dataDir of dataDirs) rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Takes all kept windows back to their menus, one after the other, so that the second sees what the first has ended, and hides them. */
async function stow({ windows }: KeptWindows): Promise<void> {
  for (const window of windows) {
    await window.show();
    await backToMenu(window.page);
  }
  // Behind menus two bots play: drawing that would take time from the windows of the test.
  for (const window of windows) await window.hide();
}

/** Brings the first `count` kept windows into sight; those that are missing are opened. */
async function bringOut<Cast extends readonly GameWindow[]>({ opener, windows }: KeptWindows, count: Cast['length']): Promise<Cast> {
  for (const window of windows.slice(0, count)) await window.show();
  const missing = keptNames.slice(windows.length, count);
  windows.push(...(await Promise.all(missing.map((name) => opener.open(name, name === 'Ada' ? {} : silent)))));
  // As many as its length says.
  return windows.slice(0, count) as readonly GameWindow[] as Cast;
}

/** Opens a kept window once more, in its own place; undefined when it is none. */
function reopenKept({ opener, windows }: KeptWindows, earlier: GameWindow): Promise<GameWindow> | undefined {
  const index = windows.indexOf(earlier);
  if (index < 0) return undefined;
  return opener.reopen(earlier).then((again) => {
    windows[index] = again;
    return again;
  });
}

/** Playwright's `test` with windows of the game, under the name that all tests here have. */
export const it = base.extend<TestFixtures, WindowFixtures>({
  shell: ['browser', { option: true, scope: 'worker' }],
  canRun: [
    async ({ shell }, use, testInfo) => {
      testInfo.skip(shell === 'electron' && findElectron() === undefined, "Electron's program is not on this machine");
      await use(true);
    },
    { auto: true },
  ],
  kept: [async ({ shell }, use) => useOpener(shell, (opener) => use({ opener, windows: [] })), { scope: 'worker' }],
  stowed: async ({ kept }, use) => {
    await stow(kept);
    await use(kept);
  },
  opener: async ({ shell, stowed }, use) => {
    await useOpener(shell, (opener) =>
      use({ open: opener.open, reopen: (earlier) => reopenKept(stowed, earlier) ?? opener.reopen(earlier) }),
    );
  },
  sharedPair: async ({ kept }, use) => use(await bringOut(kept, 2)),
  pair: async ({ stowed }, use) => use(await bringOut(stowed, 2)),
  trio: async ({ stowed }, use) => use(await bringOut(stowed, 3)),
});
