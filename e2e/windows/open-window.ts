import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Settings } from '../../electron/contract/desktop.ts';
import { findChromium } from '../../electron/launch/chromium-binary.ts';
import { findElectron } from '../../electron/launch/electron-binary.ts';
import { openBrowserWindow } from './browser-window.ts';
import { openElectronWindow } from './electron-window.ts';
import type { GameWindow, GameWindowOptions, ShellName } from './game-window.ts';

/**
 * Makes a window's data folder below the system's temporary folder, with a config file in it.
 *
 * @param settings what differs from the defaults
 */
export function makeDataDir(settings: Partial<Settings>): string {
  const dataDir = mkdtempSync(join(tmpdir(), 'paddlewire-'));
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(join(dataDir, 'settings.json'), JSON.stringify(settings));
  return dataDir;
}

/** Ports on which a window that was opened on a folder of {@link makeDataDir} looks for brokers: another one with the same finds it. */
export function brokerPortsOf({ dataDir }: GameWindow): readonly number[] {
  // Written by this file, and by the app, which writes every field.
  const { brokerPorts } = JSON.parse(readFileSync(join(dataDir, 'settings.json'), 'utf8')) as Settings;
  return brokerPorts;
}

/**
 * Opens one window in processes of its own.
 *
 * @throws Error when the shell's program is not on this machine, or does not start
 */
export function openGameWindow(shell: ShellName, options: GameWindowOptions): Promise<GameWindow> {
  const executable = shell === 'electron' ? findElectron() : findChromium();
  if (executable === undefined) throw new Error(`There is no ${shell === 'electron' ? 'Electron' : 'Chromium'} on this machine.`);
  return shell === 'electron' ? openElectronWindow(executable, options) : openBrowserWindow(executable, options);
}
