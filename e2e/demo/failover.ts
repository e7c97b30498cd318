import type { Page } from '@playwright/test';
import { percentile } from '../../netcode/lab/bench/statistics.ts';
import type { GameWindow } from '../windows/game-window.ts';
import { type MatchHistory, readMatchHistory } from '../windows/match-history.ts';
import { inSeat, playPoint } from '../windows/rally.ts';
import { letBotPlay, readTelemetry, waitForPhase } from '../windows/telemetry.ts';
import { beginWatched, contradictions, goOn, playIntoRally, type WatchedMatch, waitForTable } from '../windows/watched-match.ts';

/** Middle and largest of what was measured, in whole ms. */
interface Durations {
  readonly p50: number;
  readonly max: number;
}

/** What became of a watched match whose leader was killed again and again. Printed as JSON: the names stay. */
export interface FailoverReport {
  readonly runs: number;
  /** From the kill until another leader, with the term on the disks of all who are left, was acted on by the spectator. */
  readonly newLeaderMs: Durations;
  /** From "Resume" pressed in the window that was opened again to both players in their seats, without the "get ready" that follows. */
  readonly backInSeatMs: Durations;
  /** Runs after which, with a point more on all disks, nothing in the three match records spoke against the others. */
  readonly recordsIdentical: number;
  readonly ralliesLost: number;
  readonly ralliesDoubled: number;
}

/**
 * Plays a match between the first two of three windows that are at their menus, which the third watches, and kills the first one's processes in
 * a rally of it, `runs` times.
 *
 * @param reopen opens a killed window again on its files
 * @param say gets progress, one line at a time
 */
export async function failOver(
  windows: WatchedMatch,
  runs: number,
  reopen: (killed: GameWindow) => Promise<GameWindow>,
  say: (line: string) => void,
): Promise<FailoverReport> {
  const match: WatchedMatch = [...windows];
  const measured = { newLeader: [] as number[], backInSeat: [] as number[] };
  const counts = { recordsIdentical: 0, ralliesLost: 0, ralliesDoubled: 0 };
  await beginWatched(match);
  await waitForTable(match);
  await playIntoRally(match);
  for (let run = 1; run <= runs; run++) {
    const before = readMatchHistory(match[2].dataDir);
    const { score } = await readTelemetry(match[2].page);
    const newLeaderMs = await killLeader(match);
    match[0] = await reopen(match[0]);
    const backInSeatMs = await comeBack(match);
    const back = await readTelemetry(match[0].page);
    await playPoint(match[0].page, match[1].page);
    const problems = await contradictions(match);
    const fallen = sumOf(back.score) - sumOf(score);
    measured.newLeader.push(newLeaderMs);
    measured.backInSeat.push(backInSeatMs);
    counts.recordsIdentical += problems.length === 0 ? 1 : 0;
    counts.ralliesLost += Math.max(0, -fallen) + missing(before, match);
    counts.ralliesDoubled += Math.max(0, fallen);
    for (const problem of problems) say(`  ${problem}`);
    say(
      `Run ${run}: killed at ${score.join(' : ')}; a new leader after ${Math.round(newLeaderMs)} ms, in the seat ${Math.round(backInSeatMs)} ms after "Resume".`,
    );
    if (run < runs) await nextRally(match);
  }
  return { runs, newLeaderMs: durations(measured.newLeader), backInSeatMs: durations(measured.backInSeat), ...counts };
}

/** Kills the first window. Answers how long it took until the other two acted on the second as their leader, in ms. */
async function killLeader([leader, follower, spectator]: WatchedMatch): Promise<number> {
  const leads = [follower, spectator].map(({ page }) => timeOf(page, () => window.paddlewire.telemetry().leaderId === 2 && Date.now()));
  const killedAtMs = Date.now();
  await leader.kill();
  return Math.max(...(await Promise.all(leads))) - killedAtMs;
}

/** Goes on with the match in the first window. Answers how long it takes until both players are in their seats, in ms. */
async function comeBack([leader, follower]: WatchedMatch): Promise<number> {
  const pressedAtMs = await goOn(leader.page);
  const seated = [leader, follower].map(({ page }) =>
    timeOf(page, (phases) => phases.includes(window.paddlewire.telemetry().phase) && Date.now(), inSeat),
  );
  return Math.max(...(await Promise.all(seated))) - pressedAtMs;
}

/**
 * Waits until a function of the page answers with the time of day, in ms. Pages and this program, on one machine, tell it alike.
 *
 * @param look runs in the page
 */
async function timeOf(page: Page, look: (phases: readonly string[]) => number | false, phases: readonly string[] = []): Promise<number> {
  const handle = await page.waitForFunction(look, phases, { polling: 5, timeout: 60_000 });
  return Number(await handle.jsonValue());
}

/** Committed rallies of before that one of the three logs has not, or has otherwise. */
function missing(before: MatchHistory, match: WatchedMatch): number {
  const after = match.map(({ dataDir }) => readMatchHistory(dataDir).checkpoints);
  const chainOf = (checkpoints: MatchHistory['checkpoints'], number: number) =>
    Buffer.from(checkpoints.get(number)?.chain ?? []).toString('hex');
  return before.committed.filter((number) => after.some((each) => chainOf(each, number) !== chainOf(before.checkpoints, number))).length;
}

/** Waits for a rally that lasts; when the match is won before that, of the next one. */
async function nextRally(match: WatchedMatch): Promise<void> {
  const players = [match[0].page, match[1].page] as const;
  for (const page of players) await letBotPlay(page, 3);
  await waitForPhase(players[0], ['rally', 'over']);
  if ((await readTelemetry(players[0])).phase === 'over') {
    for (const page of players) await page.getByRole('button', { name: 'Rematch' }).click();
    for (const page of players) await waitForPhase(page, ['countdown', 'serve', 'rally']);
    // A match without a point is not offered again, because the one before it is over and known to be.
    await playIntoRally(match);
  } else for (const { page } of match) await waitForPhase(page, ['rally']);
}

function sumOf(score: readonly number[]): number {
  return score.reduce((sum, value) => sum + value);
}

function durations(values: readonly number[]): Durations {
  return { p50: Math.round(percentile(values, 0.5)), max: Math.round(Math.max(...values)) };
}
