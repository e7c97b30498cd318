import { expect } from '@playwright/test';
import { it, type WindowOpener } from './window-test.ts';
import type { GameWindow } from './windows/game-window.ts';
import { playPoint } from './windows/rally.ts';
import { onCourt, readTelemetry, waitForPhase } from './windows/telemetry.ts';
import { beginWatched, contradictions, goOn, playIntoRally, type WatchedMatch, waitForTable } from './windows/watched-match.ts';

/** Three windows in a rally of a match in which a point has fallen: Ada hosts, Grace plays, Linus has watched from the start. */
async function watchedRally(opener: WindowOpener): Promise<WatchedMatch> {
  const [ada, grace, linus] = await Promise.all([opener.open('Ada'), opener.open('Grace'), opener.open('Linus')]);
  const match: WatchedMatch = [ada, grace, linus];
  await beginWatched(match);
  await waitForTable(match);
  await playIntoRally(match);
  return match;
}

/** Opens killed windows once more and goes on with the match in each. */
async function bringBack(opener: WindowOpener, match: WatchedMatch, killed: readonly number[]): Promise<void> {
  const reopened = await Promise.all(killed.map((index) => opener.reopen(match[index] as GameWindow)));
  for (const [i, index] of killed.entries()) match[index] = reopened[i] as GameWindow;
  for (const { page } of reopened) await goOn(page);
}

/** All three are in their places, with the score that counted before; they play on, and their records tell the same. */
async function expectGoesOn(match: WatchedMatch, score: readonly number[]): Promise<void> {
  for (const { page } of match) await waitForPhase(page, onCourt);
  const told = await Promise.all(match.map(({ page }) => readTelemetry(page)));
  expect(told.map((each) => each.score)).toEqual([score, score, score]);
  expect(told.map(({ peerId, seat }) => [peerId, seat])).toEqual([
    [1, 0],
    [2, 1],
    [3, null],
  ]);
  await playPoint([match[0].page, match[1].page]);
  expect(await contradictions(match)).toEqual([]);
}

it('the leader is killed in a rally: another one leads, the screens say so, and the player comes back into the seat', async ({
  opener,
}) => {
  const match = await watchedRally(opener);
  const [ada, grace, linus] = match;
  const { score, term } = await readTelemetry(linus.page);
  expect(term).not.toBeNull();
  await ada.kill();
  for (const { page } of [grace, linus])
    await page.waitForFunction(() => window.paddlewire.telemetry().leaderId === 2, undefined, { polling: 10 });
  expect((await readTelemetry(linus.page)).term).toBeGreaterThan(term ?? 0);
  for (const { page } of [grace, linus]) {
    await waitForPhase(page, ['suspended']);
    await expect(page.getByText(/Waiting for Ada/)).toBeVisible();
  }
  await grace.page.screenshot({ path: '/tmp/shots/waiting-grace.png' });
  await linus.page.screenshot({ path: '/tmp/shots/waiting-linus.png' });
  await bringBack(opener, match, [0]);
  await expectGoesOn(match, score);
  for (const { page } of match) expect(await readTelemetry(page)).toMatchObject({ leaderId: 1 });
});

for (const killed of [
  [0, 1],
  [0, 2],
  [1, 2],
] as const) {
  const names = killed.map((index) => ['the host', 'the other player', 'the spectator'][index]).join(' and ');
  it(`${names} are killed at once: both come back to the third, and the match goes on`, async ({ opener }) => {
    const match = await watchedRally(opener);
    const { score } = await readTelemetry(match[2].page);
    await Promise.all(killed.map((index) => match[index].kill()));
    await bringBack(opener, match, killed);
    await expectGoesOn(match, score);
  });
}
