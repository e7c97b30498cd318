import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { hasDisplay } from '../../electron/launch/display.ts';
import { findElectron } from '../../electron/launch/electron-binary.ts';
import { isOnPath } from '../../electron/launch/path-search.ts';
import { findShell } from '../../electron/launch/shell.ts';
import { top } from '../../electron/launch/top.ts';

/** How an end-to-end run went. */
export interface EndToEndRun {
  /** Playwright's exit code, or 1 when it could not be started. */
  readonly code: number;
  /** A sentence about a project that was left out, with the reason. */
  readonly notRun: string | undefined;
}

/** What decides whether Electron's tests can run here. */
export interface ElectronMeans {
  readonly electron: string | undefined;
  readonly display: boolean;
  readonly virtualDisplay: boolean;
}

/** Why Electron's tests can't run here, or undefined when they can. */
export function whyNoElectron({ electron, display, virtualDisplay }: ElectronMeans): string | undefined {
  if (electron === undefined) return "Electron's program is not on this machine (npx install-electron --no fetches it)";
  if (!display && !virtualDisplay) return 'there is no display, and no xvfb-run to stand in for one';
  return undefined;
}

/**
 * Runs Playwright over both shells, or over Chromium alone where Electron's tests can't run. Output goes to this process's own.
 *
 * @param args more arguments for Playwright; a `--project` among them is taken as it is
 * @param reportFile where to write Playwright's JSON report, when one is wanted
 */
export async function runEndToEnd(args: readonly string[], reportFile?: string): Promise<EndToEndRun> {
  const chosen = args.filter((arg) => arg.startsWith('--project')).join(' ');
  const means = { electron: findElectron(), display: hasDisplay(), virtualDisplay: isOnPath('xvfb-run') };
  const missing = chosen.includes('chromium') ? undefined : whyNoElectron(means);
  const notRun = missing === undefined ? undefined : `Not run: the end-to-end tests in Electron, because ${missing}.`;
  if (notRun !== undefined && chosen.includes('electron')) return { code: 1, notRun };
  if (!chosen.includes('electron')) {
    const shell = await findShell({ wanted: 'browser', fetch: true, say: (line) => console.log(line) });
    if (shell.shell === 'none') return { code: 1, notRun: `Not run: the end-to-end tests. ${shell.sentence}` };
  }
  const command = [
    process.execPath,
    join(top, 'node_modules/@playwright/test/cli.js'),
    'test',
    '-c',
    join(top, 'e2e/playwright.config.ts'),
  ];
  if (chosen === '') command.push('--project=chromium', ...(notRun === undefined ? ['--project=electron'] : []));
  if (reportFile !== undefined) command.push('--reporter=list,json');
  if (!means.display && means.virtualDisplay && missing === undefined) command.unshift('xvfb-run', '-a');
  const [program = '', ...rest] = [...command, ...args];
  const env = { ...process.env, ...(reportFile === undefined ? {} : { PLAYWRIGHT_JSON_OUTPUT_FILE: reportFile }) };
  const code = await new Promise<number>((done) => {
    const child = spawn(program, rest, { cwd: top, stdio: 'inherit', env });
    child.once('error', () => done(1));
    child.once('exit', (exitCode) => done(exitCode ?? 1));
  });
  return { code, notRun };
}
