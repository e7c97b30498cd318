import { rmSync } from 'node:fs';
import { findShell } from '../../electron/launch/shell.ts';
import { freePorts } from '../windows/free-ports.ts';
import type { GameWindow, ShellName } from '../windows/game-window.ts';
import { makeDataDir, openGameWindow } from '../windows/open-window.ts';
import { type DemoArguments, parseDemoArguments } from './arguments.ts';
import { type DemoReport, play } from './play.ts';

/** Two of these are drawn at full rate by two cores without a GPU. */
const size = { width: 640, height: 400 };

const names = ['Ada', 'Grace'] as const;

/** As many as the default range, so that a port that is taken in between does no harm. */
const brokerPortCount = 3;

/** Chromium by choice, because it needs no display to run in. */
async function chooseShell(wanted: DemoArguments['shell'], say: (line: string) => void): Promise<ShellName> {
  const found = await findShell({ wanted: wanted === 'any' ? 'browser' : wanted, fetch: true, say });
  if (found.shell === 'none') throw new Error(found.sentence);
  return found.shell;
}

async function demonstrate(wanted: DemoArguments, say: (line: string) => void): Promise<DemoReport> {
  const shell = await chooseShell(wanted.shell, say);
  say(`Opening two windows of the ${shell} shell …`);
  const brokerPorts = await freePorts(brokerPortCount);
  const dataDirs = names.map((name) => makeDataDir({ name, brokerPorts }));
  const opening = names.map((name, index) =>
    openGameWindow(shell, { ...size, profile: name.toLowerCase(), dataDir: dataDirs[index] ?? '', x: index * size.width }),
  );
  const opened = await Promise.allSettled(opening);
  const windows = opened
    .filter((each): each is PromiseFulfilledResult<GameWindow> => each.status === 'fulfilled')
    .map(({ value }) => value);
  try {
    const [first, second] = await Promise.all(opening);
    if (first === undefined || second === undefined) throw new Error('Two windows are needed.');
    return await play([first, second], wanted, say);
  } finally {
    await Promise.all(windows.map((window) => window.close()));
    for (const dataDir of dataDirs) rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  }
}

try {
  const wanted = parseDemoArguments(process.argv.slice(2));
  const say = (line: string) => (wanted.json ? console.error(line) : console.log(line));
  const report = await demonstrate(wanted, say);
  if (wanted.json) console.log(JSON.stringify(report));
  else say(`Final score ${report.score.join(' : ')}; ${report.checksumsCompared} states compared, ${report.checksumsDiffering} differing.`);
  process.exitCode = report.connected && report.scoresAgree && report.checksumsDiffering === 0 ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
