import { setTimeout as wait } from 'node:timers/promises';
import { ChecksumComparison } from '../windows/checksum-comparison.ts';
import type { GameWindow } from '../windows/game-window.ts';
import { hostGame, typeCode } from '../windows/lobby.ts';
import { letBotPlay, readTelemetry, type Telemetry } from '../windows/telemetry.ts';
import type { DemoArguments } from './arguments.ts';
import { timedJoin } from './join-clock.ts';
import { screenshotSideBySide } from './side-by-side.ts';

/** What the demonstration measured, in the order host, joiner where there are two. Printed as JSON: the names stay. */
export interface DemoReport {
  readonly shell: string;
  readonly connected: boolean;
  /** From "Join" pressed to both sides on the court, without the countdown. */
  readonly joinToCourtMs: number | undefined;
  readonly ticks: readonly number[];
  readonly confirmed: readonly number[];
  /** Confirmed ticks whose checksum both windows told, compared here. */
  readonly checksumsCompared: number;
  readonly checksumsDiffering: number;
  /** The same as counted by each session itself. */
  readonly sessionsCompared: readonly number[];
  readonly sessionsDiffering: readonly number[];
  readonly score: readonly number[];
  readonly scoresAgree: boolean;
  readonly rollbacks: readonly number[];
  readonly maxRollbackTicks: readonly number[];
  readonly stalls: readonly number[];
  readonly resyncs: readonly number[];
  /** Above 1 when the match was suspended on the way. */
  readonly epochs: readonly number[];
  readonly bytesSentPerSecond: readonly number[];
  readonly rttMs: readonly number[];
}

/** How often both windows are looked at: often enough to tell each point as it falls. */
const lookEveryMs = 250;

/** Bots of this level miss now and then, so that points fall. */
const botLevel = 1;

/** No match of two such bots takes longer. */
const longestMatchMs = 600_000;

/**
 * Plays a match between two windows that are at their menus.
 *
 * @param say gets progress, one line at a time
 */
export async function play(
  windows: readonly [GameWindow, GameWindow],
  wanted: DemoArguments,
  say: (line: string) => void,
): Promise<DemoReport> {
  const [host, joiner] = [windows[0].page, windows[1].page];
  const code = await hostGame(host);
  say(`The first window hosts with the code ${code}.`);
  await typeCode(joiner, code);
  const joinToCourtMs = await timedJoin(host, joiner);
  const comparison = new ChecksumComparison();
  if (joinToCourtMs === undefined) {
    say('The windows did not connect.');
    return report(windows[0].shell, joinToCourtMs, comparison, await readBoth(windows));
  }
  say(`The second window joined: both are on the court after ${joinToCourtMs} ms.`);
  await Promise.all([letBotPlay(host, botLevel), letBotPlay(joiner, botLevel)]);
  const began = performance.now();
  const limitMs = wanted.untilOver ? longestMatchMs : wanted.seconds * 1000;
  let told = '0 : 0';
  let seen = await readBoth(windows);
  while (performance.now() - began < limitMs) {
    await wait(lookEveryMs);
    await comparison.collect([host, joiner]);
    seen = await readBoth(windows);
    const score = seen[0].score.join(' : ');
    if (score !== told) say(`${((performance.now() - began) / 1000).toFixed(1)} s  ${score}`);
    told = score;
    if (wanted.untilOver && seen.every(({ phase }) => phase === 'over')) break;
  }
  if (wanted.screenshot !== undefined) await screenshotSideBySide([host, joiner], wanted.screenshot);
  await comparison.collect([host, joiner]);
  return report(windows[0].shell, joinToCourtMs, comparison, seen);
}

async function readBoth([first, second]: readonly [GameWindow, GameWindow]): Promise<readonly [Telemetry, Telemetry]> {
  return Promise.all([readTelemetry(first.page), readTelemetry(second.page)]);
}

function report(
  shell: string,
  joinToCourtMs: number | undefined,
  comparison: ChecksumComparison,
  seen: readonly [Telemetry, Telemetry],
): DemoReport {
  return {
    shell,
    connected: joinToCourtMs !== undefined,
    joinToCourtMs,
    ticks: seen.map(({ tick }) => tick),
    confirmed: seen.map(({ confirmedTick }) => confirmedTick),
    checksumsCompared: comparison.compared,
    checksumsDiffering: comparison.differing,
    sessionsCompared: seen.map(({ checksumsCompared }) => checksumsCompared),
    sessionsDiffering: seen.map(({ checksumsDiffering }) => checksumsDiffering),
    score: seen[0].score,
    scoresAgree: seen[0].score.join() === seen[1].score.join(),
    rollbacks: seen.map(({ rollbacks }) => rollbacks),
    maxRollbackTicks: seen.map(({ maxRollbackTicks }) => maxRollbackTicks),
    stalls: seen.map(({ stalls }) => stalls),
    resyncs: seen.map(({ resyncs }) => resyncs),
    epochs: seen.map(({ epoch }) => epoch),
    bytesSentPerSecond: seen.map(({ bytesSentPerSecond }) => bytesSentPerSecond),
    rttMs: seen.map(({ rttMs }) => Math.round(rttMs * 10) / 10),
  };
}
