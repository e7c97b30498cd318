import { rmSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { freePorts } from '../../electron/rendezvous/free-ports-fixture.ts';
import { Histogram, rounded } from '../../netcode/lab/bench/statistics.ts';
import type { Conditions } from '../../netcode/local/network.ts';
import { ChecksumComparison } from '../windows/checksum-comparison.ts';
import { joinByCode } from '../windows/lobby.ts';
import { makeDataDir, openGameWindow } from '../windows/open-window.ts';
import { countSuspensions, type Pace, readPace, watchPace } from '../windows/pace.ts';
import { putBehindProxy } from '../windows/proxied-page.ts';
import { letBotPlay, readTelemetry, type Telemetry, waitForPhase } from '../windows/telemetry.ts';
import { UdpProxy } from '../windows/udp-proxy.ts';
import type { RealArguments } from './arguments.ts';

/** Small, and few pictures: what is measured is the network. */
const SIZE = { width: 640, height: 400 };
const FRAMES_PER_SECOND = 10;
const NAMES = ['Ada', 'Grace'] as const;

/** Mean length of a burst: four packets at full rate. */
const BURST_MS = 66;
/** Twenty packets at full rate, as in the suite \`loss\`. Half a second without a packet suspends a match, whatever is sent and how. */
const LONGEST_BURST_MS = 333;

/** Misses now and then, so that points fall and records are kept. */
const BOT_LEVEL = 2;

/** Often enough for all checksums, and for a rematch when a match is over. */
const LOOK_MS = 500;

/** What the network between the two windows is like. */
export interface RealConditions {
  readonly rttMs: number;
  readonly jitterMs: number;
  readonly lossPercent: number;
  readonly bursts: boolean;
}

/** What two windows showed over one network. The notes of the suite say what each number is. */
export interface RealCell extends RealConditions {
  readonly ticksPerSecond: number;
  readonly suspensions: number;
  readonly stalls: number;
  readonly longestFreezeMs: number;
  readonly longestAbsenceMs: number;
  readonly longestSilenceMs: number;
  readonly packetsPerSecond: number;
  readonly packetsQueued: number;
  readonly rollbackP99: number;
  readonly snaps: number;
  readonly divergences: number;
  readonly comparedTicks: number;
  /** As the windows measured it, mean of both at the end. */
  readonly measuredRttMs: number;
}

/** How a proxy treats each direction so that a round trip is as asked for. */
function directionOf({ rttMs, jitterMs, lossPercent, bursts }: RealConditions): Conditions {
  return {
    delayMs: Math.max(0, rttMs - jitterMs) / 2,
    jitterMs,
    loss: lossPercent / 100,
    meanBurst: 1,
    longestBurst: Number.POSITIVE_INFINITY,
    meanBurstMs: bursts ? BURST_MS : 0,
    longestBurstMs: LONGEST_BURST_MS,
  };
}

/** Opens two windows for this alone, lets bots play a match between them over a network, and closes them when `use` is done. */
export async function withMatch<Result>(
  conditions: RealConditions,
  { shell, seed }: Pick<RealArguments, 'shell' | 'seed'>,
  use: (pages: readonly [Page, Page], proxy: UdpProxy) => Promise<Result>,
): Promise<Result> {
  const brokerPorts = await freePorts(3);
  const dataDirs = NAMES.map((name) => makeDataDir({ name, brokerPorts, framesPerSecond: FRAMES_PER_SECOND }));
  const opening = dataDirs.map((dataDir, index) =>
    openGameWindow(shell, { ...SIZE, profile: `player-${index}`, dataDir, x: index * SIZE.width }),
  );
  const proxy = new UdpProxy(seed, directionOf(conditions));
  try {
    const [host, joiner] = await Promise.all(opening);
    if (host === undefined || joiner === undefined) throw new Error('Two windows are needed.');
    const pages = [host.page, joiner.page] as const;
    await putBehindProxy(host.page, proxy, 0);
    await putBehindProxy(joiner.page, proxy, 1);
    await joinByCode(...pages);
    for (const page of pages) await letBotPlay(page, BOT_LEVEL);
    await Promise.all(pages.map((page) => waitForPhase(page, ['serve', 'rally'])));
    return await use(pages, proxy);
  } finally {
    const opened = await Promise.allSettled(opening);
    await Promise.all(opened.map((each) => (each.status === 'fulfilled' ? each.value.close() : undefined)));
    await proxy.close();
    for (const dataDir of dataDirs) rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Presses "Rematch" where a match is over. */
export async function playOn(page: Page): Promise<void> {
  const rematch = page.getByRole('button', { name: 'Rematch' });
  if ((await readTelemetry(page)).phase === 'over' && (await rematch.isVisible())) await rematch.click();
}

/** Plays a match of two windows over a network. */
export function playCell(conditions: RealConditions, wanted: RealArguments): Promise<RealCell> {
  return withMatch(conditions, wanted, async (pages) => {
    const before = await Promise.all(pages.map(readTelemetry));
    await Promise.all(pages.map(watchPace));
    const comparison = new ChecksumComparison();
    const endMs = performance.now() + wanted.seconds * 1000;
    for (let leftMs = endMs - performance.now(); leftMs > 0; leftMs = endMs - performance.now()) {
      await wait(Math.min(leftMs, LOOK_MS));
      await comparison.collect(pages);
      for (const page of pages) await playOn(page);
    }
    const paces = await Promise.all(pages.map(readPace));
    const after = await Promise.all(pages.map(readTelemetry));
    return { ...conditions, ...measured(paces, before, after, comparison) };
  });
}

function measured(
  paces: readonly Pace[],
  before: readonly Telemetry[],
  after: readonly Telemetry[],
  { compared, differing }: ChecksumComparison,
): Omit<RealCell, keyof RealConditions> {
  const depths = new Histogram();
  for (const { rollbackDepths } of paces) for (const [depth, times] of rollbackDepths.entries()) depths.add(depth, times);
  const grown = (count: (telemetry: Telemetry) => number): number => sum(after.map(count)) - sum(before.map(count));
  return {
    ticksPerSecond: rounded(Math.min(...paces.map(({ ticks, watchedMs }) => (ticks * 1000) / watchedMs)), 2),
    suspensions: Math.max(...paces.map(countSuspensions)),
    stalls: grown(({ stalls }) => stalls),
    longestFreezeMs: Math.round(Math.max(...paces.map(({ longestFreezeMs }) => longestFreezeMs))),
    longestAbsenceMs: Math.round(Math.max(...paces.map(({ longestAbsenceMs }) => longestAbsenceMs))),
    longestSilenceMs: Math.round(Math.max(...paces.map(({ longestSilenceMs }) => longestSilenceMs))),
    packetsPerSecond: rounded(sum(paces.map(({ packetsSent, watchedMs }) => (packetsSent * 1000) / watchedMs)) / paces.length, 1),
    packetsQueued: sum(paces.map(({ packetsQueued }) => packetsQueued)),
    rollbackP99: depths.percentile(0.99),
    snaps: grown(({ resyncs, snaps }) => resyncs + snaps),
    divergences: differing + grown(({ checksumsDiffering }) => checksumsDiffering),
    comparedTicks: compared,
    measuredRttMs: rounded(sum(after.map(({ rttMs }) => rttMs)) / after.length, 1),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
