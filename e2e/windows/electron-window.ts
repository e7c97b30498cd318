import { once } from 'node:events';
import { _electron } from '@playwright/test';
import { top } from '../../electron/launch/top.ts';
import { sharedArguments } from '../../electron/launch/window-process.ts';
import type { GameWindow, GameWindowOptions } from './game-window.ts';
import { killTree, signalTree } from './process-tree.ts';

/** Time that the app gets to end by itself before it is killed. */
const closeMs = 5_000;

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
  return {
    shell: 'electron',
    profile: options.profile,
    dataDir: options.dataDir,
    page,
    // An app of ours has one window, so it need not be looked up by its page.
    resize: (newWidth, newHeight) =>
      app.evaluate(({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height), {
        width: newWidth,
        height: newHeight,
      }),
    hide: () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide()),
    show: () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.show()),
    kill: async () => {
      if (child.pid !== undefined) killTree(child.pid);
      await ended;
    },
    freeze: () => child.pid !== undefined && signalTree(child.pid, 'SIGSTOP'),
    thaw: () => child.pid !== undefined && signalTree(child.pid, 'SIGCONT'),
    close: async () => {
      const limit = setTimeout(() => child.pid !== undefined && killTree(child.pid), closeMs);
      if (child.exitCode === null && child.signalCode === null) await app.close();
      await ended;
      clearTimeout(limit);
    },
  };
}
