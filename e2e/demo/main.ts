import { rmSync } from 'node:fs';
import type { Settings } from '../../electron/contract/desktop.ts';
import { findShell } from '../../electron/launch/shell.ts';
import { freePorts } from '../../electron/rendezvous/free-ports-fixture.ts';
import type { GameWindow, ShellName } from '../windows/game-window.ts';
import { makeDataDir, openGameWindow } from '../windows/open-window.ts';
import { animate } from './animation.ts';
import { type DemoArguments, parseDemoArguments } from './arguments.ts';
import { failOver } from './failover.ts';
import { play } from './play.ts';

/** Two of these are drawn at full rate by two cores without a GPU. */
const size = { width: 640, height: 400 };

/** Few frames, where nobody looks. */
const framesPerSecond = 10;

/** As many as the default range, so that a port that is taken in between does no harm. */
const brokerPortCount = 3;

/** Decides which packets are lost. */
const networkSeed = 1;

/** Chromium by choice, because it needs no display to run in. */
async function chooseShell(wanted: DemoArguments['shell'], say: (line: string) => void): Promise<ShellName> {
  const found = await findShell({ wanted: wanted === 'any' ? 'browser' : wanted, fetch: true, say });
  if (found.shell === 'none') throw new Error(found.sentence);
  return found.shell;
}

/** Windows that find each other and nobody else. */
class Windows {
  readonly #shell: ShellName;
  readonly #brokerPorts: readonly number[];
  readonly #opened: Promise<GameWindow>[] = [];
  readonly #dataDirs: string[] = [];

  constructor(shell: ShellName, brokerPorts: readonly number[]) {
    this.#shell = shell;
    this.#brokerPorts = brokerPorts;
  }

  /** Opens a window for a player. */
  open(name: string, settings?: Partial<Settings>): Promise<GameWindow> {
    const dataDir = makeDataDir({ name, brokerPorts: [...this.#brokerPorts], ...settings });
    this.#dataDirs.push(dataDir);
    return this.#openAt(name.toLowerCase(), dataDir, this.#dataDirs.length - 1);
  }

  /** Opens a window once more on the files of one that was killed. */
  reopen({ profile, dataDir }: GameWindow): Promise<GameWindow> {
    return this.#openAt(profile, dataDir, this.#dataDirs.indexOf(dataDir));
  }

  /** Closes all, and removes their files. */
  async close(): Promise<void> {
    const opened = await Promise.allSettled(this.#opened);
    await Promise.all(opened.map((each) => (each.status === 'fulfilled' ? each.value.close() : undefined)));
    for (const dataDir of this.#dataDirs) rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  }

  #openAt(profile: string, dataDir: string, index: number): Promise<GameWindow> {
    const opening = openGameWindow(this.#shell, { ...size, profile, dataDir, x: index * size.width });
    this.#opened.push(opening);
    return opening;
  }
}

/** Plays a match that nothing happens to. Answers whether all went well. */
async function demonstrateMatch(windows: Windows, wanted: DemoArguments, say: (line: string) => void): Promise<boolean> {
  const report = await play(await Promise.all([windows.open('Ada'), windows.open('Grace')]), wanted, say);
  if (wanted.json) console.log(JSON.stringify(report));
  else say(`Final score ${report.score.join(' : ')}; ${report.checksumsCompared} states compared, ${report.checksumsDiffering} differing.`);
  return report.connected && report.scoresAgree && report.checksumsDiffering === 0;
}

/** Plays a watched match whose leader is killed again and again. Answers whether all went well. */
async function demonstrateFailover(windows: Windows, { runs, json }: DemoArguments, say: (line: string) => void): Promise<boolean> {
  // Three that are drawn at full rate would measure the machine.
  const three = await Promise.all([
    windows.open('Ada', { framesPerSecond }),
    windows.open('Grace', { framesPerSecond }),
    windows.open('Linus', { framesPerSecond }),
  ]);
  const report = await failOver(three, runs, (killed) => windows.reopen(killed), say);
  const { newLeaderMs, backInSeatMs, recordsIdentical, ralliesLost, ralliesDoubled } = report;
  if (json) console.log(JSON.stringify(report));
  else {
    say(
      `A new leader after ${newLeaderMs.p50} ms, ${newLeaderMs.max} ms at most; in the seat after ${backInSeatMs.p50} ms, ${backInSeatMs.max} ms at most.`,
    );
    say(`Records identical ${recordsIdentical} times of ${runs}; ${ralliesLost} rallies lost, ${ralliesDoubled} doubled.`);
  }
  return recordsIdentical === runs && ralliesLost + ralliesDoubled === 0;
}

/** Writes the README's picture. Returns whether it is what the README says. */
async function demonstrateDrawing({ screenshot = '', seconds, json }: DemoArguments, say: (line: string) => void): Promise<boolean> {
  say(`Recording ${seconds} s of a match over a bad network …`);
  const report = await animate(screenshot, seconds, networkSeed);
  const { frames, bytes, plainJumps, jumps } = report;
  if (json) console.log(JSON.stringify(report));
  else {
    say(`${screenshot}: ${frames} pictures in ${report.seconds} s, ${Math.round(bytes / 1000)} kB.`);

    say(`Ball and paddle jumped ${plainJumps} times where they are drawn plainly, ${jumps} times below.`);
  }
  return jumps === 0 && plainJumps > 0;
}

async function demonstrate(wanted: DemoArguments, say: (line: string) => void): Promise<boolean> {
  const shell = await chooseShell(wanted.shell, say);
  say(`Opening windows of the ${shell} shell …`);
  if (wanted.scenario === 'animation') return demonstrateDrawing(wanted, say);
  const windows = new Windows(shell, await freePorts(brokerPortCount));
  try {
    return await (wanted.scenario === 'failover' ? demonstrateFailover : demonstrateMatch)(windows, wanted, say);
  } finally {
    await windows.close();
  }
}

try {
  const wanted = parseDemoArguments(process.argv.slice(2));
  const good = await demonstrate(wanted, (line) => (wanted.json ? console.error(line) : console.log(line)));
  process.exitCode = good ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
