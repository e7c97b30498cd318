import { setTimeout as wait } from 'node:timers/promises';
import { GET_READY_MS } from 'paddlewire-netcode/session';
import { median } from '../../netcode/lab/bench/statistics.ts';
import { type Pace, readPace, watchPace } from '../windows/pace.ts';
import { onCourt, waitForPhase } from '../windows/telemetry.ts';
import type { RealArguments } from './arguments.ts';
import { playOn, type RealConditions, withMatch } from './real-cell.ts';

const RUNS = 20;
const CUT_MS = 1_000;
const CONDITIONS: RealConditions = { rttMs: 200, jitterMs: 0, lossPercent: 10, bursts: false };
/** Play between two cuts, so that the association has forgotten the last one. */
const BETWEEN_MS = 3_000;

const NOTES = [
  'everything is lost both ways for cutMs, again and again in one match',
  'healToPlayMs: from the end of the cut to both sides on the court again; firstPacketToPlayMs: from the first packet that either side got on the unreliable channel',
  'beyondGetReadyMs: firstPacketToPlayMs without the wait of “get ready” itself, getReadyMs',
] as const;

/** How a match came back after one cut, in ms. */
interface CutRun {
  readonly healToPlayMs: number;
  readonly firstPacketToPlayMs: number;
  readonly beyondGetReadyMs: number;
}

/** What `--suite=real --scenario=cut` prints. */
export interface CutResult extends RealConditions {
  readonly cutMs: number;
  readonly getReadyMs: number;
  readonly median: CutRun;
  readonly runs: readonly CutRun[];
  /** What the numbers mean. */
  readonly notes: readonly string[];
}

/** Cuts a match of real windows again and again, and measures how long each time it takes until it is played on. */
export async function cutScenario(wanted: RealArguments): Promise<CutResult> {
  const runs = await withMatch(CONDITIONS, wanted, async (pages, proxy) => {
    await Promise.all(pages.map(watchPace));
    const done: CutRun[] = [];
    while (done.length < RUNS) {
      await wait(BETWEEN_MS);
      for (const page of pages) await playOn(page);
      await Promise.all(pages.map((page) => waitForPhase(page, ['serve', 'rally'])));
      proxy.cut(0, 1);
      // In parallel, because a busy page that is waited for would make the cut longer.
      const suspended = Promise.all(pages.map((page) => waitForPhase(page, ['suspended'])));
      await wait(CUT_MS);
      const healedMs = Date.now();
      proxy.heal();
      await suspended;
      await Promise.all(pages.map((page) => waitForPhase(page, onCourt)));
      done.push(runOf(await Promise.all(pages.map(readPace)), healedMs));
      process.stderr.write(`Cut ${done.length} of ${RUNS}: ${JSON.stringify(done.at(-1))}\n`);
    }
    return done;
  });
  const of = (ms: (run: CutRun) => number): number => Math.round(median(runs.map(ms)));
  const middle = {
    healToPlayMs: of((run) => run.healToPlayMs),
    firstPacketToPlayMs: of((run) => run.firstPacketToPlayMs),
    beyondGetReadyMs: of((run) => run.beyondGetReadyMs),
  };
  return { ...CONDITIONS, cutMs: CUT_MS, getReadyMs: GET_READY_MS, median: middle, runs, notes: NOTES };
}

function runOf(paces: readonly Pace[], healedMs: number): CutRun {
  const firstMs = Math.min(...paces.flatMap(({ silences }) => silences.map(({ toMs }) => toMs)).filter((ms) => ms >= healedMs));
  const playMs = Math.max(...paces.map(({ phases }) => phases.at(-1)?.atMs ?? Number.NaN));
  const firstPacketToPlayMs = Math.round(playMs - firstMs);
  return { healToPlayMs: Math.round(playMs - healedMs), firstPacketToPlayMs, beyondGetReadyMs: firstPacketToPlayMs - GET_READY_MS };
}

/** The scenario for people. */
export function cutReport({ runs, notes, ...result }: CutResult): string {
  const { median: middle, cutMs, rttMs, lossPercent } = result;
  const how = `${runs.length} cuts of ${cutMs} ms at ${rttMs} ms and ${lossPercent} %`;
  const times = `${middle.firstPacketToPlayMs} ms from the first packet to play, ${middle.beyondGetReadyMs} ms of it beyond “get ready”`;
  return `${how}, median: ${times}; ${middle.healToPlayMs} ms from the end of the cut.\nEach, beyond “get ready”: ${runs.map((run) => run.beyondGetReadyMs).join(' ')}\n\n${notes.join('.\n')}.`;
}
