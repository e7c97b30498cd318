import { rmSync } from 'node:fs';
import { test as base } from '@playwright/test';
import type { Settings } from '../electron/desktop.ts';
import { findElectron } from '../electron/launch/electron-binary.ts';
import { freePorts } from './windows/free-ports.ts';
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

export interface WindowFixtures {
  readonly shell: ShellName;
  /** Windows that are kept open from test to test, because opening takes longer than most of what is tested. */
  readonly kept: Set<GameWindow>;
  /** The kept pair. */
  readonly sharedPair: Pair;
}

interface TestFixtures {
  /** Skips a test, and says why, where its shell is not to be had. */
  readonly canRun: true;
  readonly opener: WindowOpener;
  /** The shared pair, each at its menu. */
  readonly pair: Pair;
}

/** Small, because without a GPU every pixel costs time of a processor, but large enough for every screen. */
const size = { width: 640, height: 400 };
/** Few, for the same reason: telemetry comes with ticks, not with pictures. */
const framesPerSecond = 2;

async function useOpener(shell: ShellName, use: (opener: WindowOpener) => Promise<void>): Promise<void> {
  // One range for all windows of a test, so that they find each other, and no other test's.
  const brokerPorts = await freePorts(3);
  const windows: GameWindow[] = [];
  const dataDirs = new Set<string>();
  const openAt = async (profile: string, dataDir: string, extra: Pick<GameWindowOptions, 'join' | 'within'> = {}) => {
    dataDirs.add(dataDir);
    const window = await openGameWindow(shell, { ...size, profile, dataDir, ...extra, x: (windows.length % 2) * size.width });
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
    await Promise.all(windows.map((window) => window.close()));
    for (const dataDir of dataDirs) rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Takes windows back to their menus, in sight: one after the other, so that the second sees what the first has ended. */
async function toMenus(windows: Iterable<GameWindow>): Promise<void> {
  for (const window of windows) {
    await window.show();
    await backToMenu(window.page);
  }
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
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what a fixture needs from here.
  kept: [async ({}, use) => use(new Set()), { scope: 'worker' }],
  sharedPair: [
    async ({ shell, kept }, use) => {
      await useOpener(shell, async (opener) => {
        const pair = await Promise.all([opener.open('Ada'), opener.open('Grace')]);
        for (const window of pair) kept.add(window);
        await use(pair);
      });
    },
    { scope: 'worker' },
  ],
  pair: async ({ sharedPair }, use) => {
    await toMenus(sharedPair);
    await use(sharedPair);
  },
  opener: async ({ shell, kept }, use) => {
    // Behind menus two bots play, and waiting screens move: drawing that would take time from the windows of the test.
    await toMenus(kept);
    for (const window of kept) await window.hide();
    await useOpener(shell, use);
  },
});
