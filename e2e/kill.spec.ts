import { setTimeout as wait } from 'node:timers/promises';
import { expect } from '@playwright/test';
import { Random } from '../netcode/local/random.ts';
import { it } from './window-test.ts';
import type { GameWindow } from './windows/game-window.ts';
import { backToMenu, joinByCode } from './windows/lobby.ts';
import { MatchGuard } from './windows/match-guard.ts';
import { isOffered, readMatchHistory } from './windows/match-history.ts';
import { inSeat, playPoint } from './windows/rally.ts';
import { letBotPlay, readTelemetry, waitForPhase } from './windows/telemetry.ts';
import { leaveUnfinishedAppend } from './windows/unfinished-append.ts';

const cycles = Number(process.env['KILL_CYCLES'] ?? 200);
const seed = Number(process.env['KILL_SEED'] ?? Date.now() % 1_000_000);

/** Longest time in the seats before the next kill, in ms: "get ready", serve, rally, point and commit lie in it, the last in about every third. */
const LONGEST_PLAY_MS = 10_000;
/** Longest time from "Resume" to a kill that does not wait until both are in their seats, in ms: about what it takes to get there. */
const LONGEST_RESUME_MS = 500;
/** Share of the cycles in which the next kill comes as early as that. */
const KILLED_IN_RESUME = 0.25;
/** Share of the killed windows whose log has the remains of an append behind it. */
const TORN = 0.5;
/** Limit for one cycle, in ms: ten times what it takes. */
const CYCLE_LIMIT_MS = 60_000;

const victims: readonly (readonly (0 | 1)[])[] = [[0], [1], [0, 1]];

it(`${cycles} kills of host, joiner or both at random moments: no committed rally is ever lost or doubled`, { tag: '@kill' }, async ({
  opener,
}) => {
  it.setTimeout(cycles * CYCLE_LIMIT_MS);
  const random = new Random(seed, 'kills');
  const windows: [GameWindow, GameWindow] = await Promise.all([opener.open('Ada'), opener.open('Grace')]);
  const guard = new MatchGuard([windows[0].dataDir, windows[1].dataDir]);
  const counts = { rallies: 0, matches: 0, torn: 0, inResume: 0 };
  const cycleMs: number[] = [];
  console.log(`Seed ${seed}: KILL_SEED=${seed} npm run e2e -- --grep @kill`);

  const startMatch = async () => {
    counts.matches++;
    counts.rallies += guard.rallies;
    guard.restart();
    for (const { page } of windows) await backToMenu(page);
    await joinByCode(windows[0].page, windows[1].page);
    // A log that is not there yet is an error.
    await expect(() => expect(guard.sameMatch).toBe(true)).toPass();
  };
  const play = async () => {
    const phases = await Promise.all(windows.map(({ page }) => readTelemetry(page)));
    if (phases.every(({ phase }) => phase === 'over')) {
      for (const { page } of windows) await page.getByRole('button', { name: 'Rematch' }).click();
    }
    // One paddle stands still, so that a point falls every few seconds.
    const playing = random.below(2);
    for (const [side, { page }] of windows.entries()) await letBotPlay(page, side === playing ? 1 : 0);
    await wait(random.below(LONGEST_PLAY_MS));
  };
  const expectSeated = async (score: readonly number[], cycle: number) => {
    for (const { page } of windows) await waitForPhase(page, inSeat);
    const seated = await Promise.all(windows.map(({ page }) => readTelemetry(page)));
    expect([seated[0]!.score, seated[1]!.score], `after kill ${cycle}`).toEqual([score, score]);
    expect(guard.look(), `in the seats again after kill ${cycle}`).toEqual([]);
  };

  await startMatch();
  await play();
  for (let cycle = 1; cycle <= cycles; cycle++) {
    const began = performance.now();
    const killed = victims[random.below(victims.length)]!;
    await Promise.all(killed.map((side) => windows[side].kill()));
    expect(guard.look(), `after kill ${cycle}`).toEqual([]);
    for (const side of killed) {
      if (!random.chance(TORN)) continue;
      leaveUnfinishedAppend(readMatchHistory(windows[side].dataDir), random);
      counts.torn++;
    }
    const reopened = await Promise.all(killed.map((side) => opener.reopen(windows[side])));
    for (const [index, side] of killed.entries()) windows[side] = reopened[index]!;
    if (killed.every((side) => isOffered(readMatchHistory(windows[side].dataDir)))) {
      const { score } = guard;
      for (const side of killed)
        await windows[side].page
          .getByRole('button', { name: /^(Resume|Settle) match against/ })
          .first()
          .click();
      if (random.chance(KILLED_IN_RESUME)) {
        counts.inResume++;
        await wait(random.below(LONGEST_RESUME_MS));
      } else {
        await expectSeated(score, cycle);
        await play();
      }
    } else {
      // The match was over, and both sides knew it.
      await startMatch();
      await play();
    }
    cycleMs.push(performance.now() - began);
    if (cycle % 10 === 0) {
      const median = cycleMs.toSorted((a, b) => a - b)[cycleMs.length >> 1]!;
      const rallies = counts.rallies + guard.rallies;
      console.log(`${cycle} of ${cycles} kills, ${rallies} rallies in ${counts.matches} matches, ${(median / 1000).toFixed(1)} s each`);
    }
  }
  for (const { page } of windows) await waitForPhase(page, inSeat);
  await playPoint(windows[1].page, windows[0].page);
  expect(guard.look()).toEqual([]);
  console.log(`Of ${cycles} kills ${counts.inResume} came during a resume; ${counts.torn} logs had an unfinished append behind them.`);
});
