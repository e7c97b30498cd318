import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { dataHome } from '../storage/data-home.ts';
import { hasDisplay } from './display.ts';
import { findShell } from './shell.ts';
import { parseStartArguments, profileName, type StartArguments } from './start-arguments.ts';
import { top } from './top.ts';
import { type OpenWindow, openWindow, ProfileInUse } from './window-process.ts';

/** Two of these fit side by side on the narrowest common screen, 1,366 pixels. */
const windowSize = { width: 660, height: 470 };
const gap = 12;

function say(line: string): void {
  console.log(line);
}

/** Opens the windows and waits until they are closed. Returns the exit code. */
async function openWindows({ windows, profile, shell: wanted, telemetry, join: code }: StartArguments): Promise<number> {
  const shell = await findShell({ wanted, fetch: true, say });
  if (shell.shell === 'none') {
    console.error(shell.sentence);
    return 1;
  }
  say(shell.shell === 'electron' ? `Opening in Electron (${shell.executable}).` : `Opening in the browser shell (${shell.chromium}).`);
  const open: OpenWindow[] = [];
  const closeAll = () => {
    for (const window of open) window.close();
  };
  process.once('SIGINT', closeAll);
  process.once('SIGTERM', closeAll);
  for (let index = 0; index < windows; index += 1) {
    const name = profileName(profile, index);
    const place = { x: gap + (index % 2) * (windowSize.width + gap), y: 40 + Math.floor(index / 2) * (windowSize.height + gap) };
    try {
      open.push(
        await openWindow(shell, {
          profile: name,
          dataDir: join(dataHome(), name),
          telemetry,
          join: index === 0 ? code : undefined,
          ...place,
          ...windowSize,
        }),
      );
    } catch (error) {
      if (!(error instanceof ProfileInUse)) throw error;
      say(`${name}: ${error.message}`);
    }
  }
  if (open.length > 1) say('Host a game in one window and join it with the code in the other. Close the windows to end.');
  const problems = (await Promise.all(open.map((window) => window.closed))).filter((problem) => problem !== undefined);
  for (const problem of problems) console.error(problem);
  return problems.length === 0 ? 0 : 1;
}

/** Without a display: bots play a whole match in two hidden windows. Returns the exit code. */
async function playHidden(): Promise<number> {
  say('There is no display, so two bots play a match in hidden windows, joined by code.');
  // Electron needs a display even for a hidden window; a Chromium does not.
  const shell = await findShell({ wanted: 'browser', fetch: true, say });
  if (shell.shell === 'none') {
    console.error(shell.sentence);
    return 1;
  }
  const screenshot = join(top, 'dist/match.png');
  const args = [join(top, 'dist/demo/main.js'), '--until=over', '--shell=browser', `--screenshot=${screenshot}`];
  return new Promise((done) => {
    const demo = spawn(process.execPath, args, { stdio: 'inherit' });
    demo.once('exit', (code) => {
      if (code === 0) say(`Both windows at the end of the match: ${screenshot}`);
      done(code ?? 1);
    });
  });
}

try {
  const wanted = parseStartArguments(process.argv.slice(2));
  process.exitCode = hasDisplay() ? await openWindows(wanted) : await playHidden();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
