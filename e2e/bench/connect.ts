import { rmSync } from 'node:fs';
import { findChromium } from '../../electron/launch/chromium-binary.ts';
import { freePorts } from '../../electron/rendezvous/free-ports-fixture.ts';
import { percentile } from '../../netcode/lab/bench/statistics.ts';
import { timedJoin } from '../demo/join-clock.ts';
import type { GameWindow } from '../windows/game-window.ts';
import { hostGame, typeCode } from '../windows/lobby.ts';
import { makeDataDir, openGameWindow } from '../windows/open-window.ts';

const RUNS = 20;
/** Two of these are drawn at full rate by two cores without a GPU. */
const SIZE = { width: 640, height: 400 };
const NAMES = ['Ada', 'Grace'] as const;

const NOTES = [
  '“Join” pressed, as the joiner’s page saw it, to the later of both pages on the court; the countdown that follows is not in it',
  'two windows of the browser shell on one machine, opened anew for each run, so that nothing is warmed up; they meet at the embedded broker',
] as const;

/** What `--suite=connect` prints. */
export interface ConnectResult {
  readonly joinToCourtMs: { readonly p50: number; readonly p95: number };
  readonly runs: number;
  /** Each run, in order, in ms. */
  readonly eachMs: readonly number[];
  /** What the numbers mean. */
  readonly notes: readonly string[];
}

async function joinOnce(): Promise<number> {
  const brokerPorts = await freePorts(3);
  const dataDirs = NAMES.map((name) => makeDataDir({ name, brokerPorts }));
  const opening = dataDirs.map((dataDir, index) =>
    openGameWindow('browser', { ...SIZE, profile: `player-${index}`, dataDir, x: index * SIZE.width }),
  );
  try {
    const [host, joiner] = await Promise.all(opening);
    if (host === undefined || joiner === undefined) throw new Error('Two windows are needed.');
    await typeCode(joiner.page, await hostGame(host.page));
    const ms = await timedJoin(host.page, joiner.page);
    if (ms === undefined) throw new Error('The two windows did not connect.');
    return ms;
  } finally {
    const opened = (await Promise.allSettled(opening)).filter(
      (each): each is PromiseFulfilledResult<GameWindow> => each.status === 'fulfilled',
    );
    await Promise.all(opened.map(({ value }) => value.close()));
    for (const dataDir of dataDirs) rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Joins again and again, each time in new windows. */
export async function connectSuite(): Promise<ConnectResult> {
  if (findChromium() === undefined) throw new Error('There is no Chromium on this machine, and this suite opens windows of it.');
  const eachMs: number[] = [];
  for (let run = 1; run <= RUNS; run++) {
    eachMs.push(await joinOnce());
    process.stderr.write(`Run ${run} of ${RUNS}: ${eachMs.at(-1)} ms\n`);
  }
  const at = (share: number): number => Math.round(percentile(eachMs, share));
  return { joinToCourtMs: { p50: at(0.5), p95: at(0.95) }, runs: RUNS, eachMs, notes: NOTES };
}
