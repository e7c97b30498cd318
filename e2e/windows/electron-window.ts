import { once } from 'node:events';
import { _electron } from '@playwright/test';
import { top } from '../../electron/launch/top.ts';
import { sharedArguments } from '../../electron/launch/window.ts';
import type { GameWindow, GameWindowOptions } from './game-window.ts';
import { killTree } from './process-tree.ts';

/**
 * Opens a window of the Electron shell. It needs a display.
 *
 * @param executable path of Electron's program
 */
export async function openElectronWindow(executable: string, options: GameWindowOptions): Promise<GameWindow> {
  const { width, height, x } = options;
  const app = await _electron.launch({
    executablePath: executable,
    args: [
      top,
      ...sharedArguments({ ...options, telemetry: true }),
      `--x=${x}`,
      '--y=0',
      `--width=${width}`,
      `--height=${height}`,
      '--show-local-ips',
    ],
    cwd: top,
  });
  const child = app.process();
  const ended = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : Promise.resolve([]);
  const page = await app.firstWindow();
  const window = await app.browserWindow(page);
  return {
    shell: 'electron',
    profile: options.profile,
    dataDir: options.dataDir,
    page,
    restart: async () => {
      await page.reload();
    },
    resize: async (newWidth, newHeight) => {
      await window.evaluate((target, size) => target.setContentSize(size.width, size.height), { width: newWidth, height: newHeight });
    },
    hide: () => window.evaluate((target) => target.hide()),
    show: () => window.evaluate((target) => target.show()),
    kill: async () => {
      if (child.pid !== undefined) killTree(child.pid);
      await ended;
    },
    close: async () => {
      if (child.exitCode === null && child.signalCode === null) await app.close();
      await ended;
    },
  };
}
