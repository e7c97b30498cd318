import { expect, type Page } from '@playwright/test';
import { it, type WindowOpener } from './window-test.ts';
import type { GameWindow } from './windows/game-window.ts';
import { keepConnections } from './windows/kept-connections.ts';
import { joinByCode } from './windows/lobby.ts';
import { MatchGuard } from './windows/match-guard.ts';
import { playPoint, startRally } from './windows/rally.ts';
import { letBotPlay, onCourt, readTelemetry, waitForPhase } from './windows/telemetry.ts';

// Long, and independent of each other: who has time takes the next one.
it.describe.configure({ mode: 'parallel' });

/** As short as the config file allows, because a claim waits for all of it. */
const graceSeconds = 5;

/** Opens a killed window once more and goes on with its match. */
async function resume(opener: WindowOpener, killed: GameWindow): Promise<GameWindow> {
  const again = await opener.reopen(killed);
  await again.page.getByRole('button', { name: /^Resume match against/ }).click();
  return again;
}

async function scoresAfterMeeting(...pages: readonly Page[]): Promise<(readonly number[])[]> {
  for (const page of pages) await waitForPhase(page, onCourt);
  return Promise.all(pages.map(async (page) => (await readTelemetry(page)).score));
}

for (const which of ['host', 'joiner'] as const) {
  it(`the ${which} is killed: the match freezes and says so, and goes on where it was when the window is opened again`, async ({
    pair,
    opener,
  }) => {
    await startRally([pair[0].page, pair[1].page]);
    const [ada, grace] = pair;
    const [killed, left] = which === 'host' ? [ada, grace] : [grace, ada];
    await killed.kill();
    const before = await waitForPhase(left.page, ['suspended']);
    expect(before.score).not.toEqual([0, 0]);
    await expect(left.page.getByText(/Waiting for/).first()).toBeVisible();
    const again = await resume(opener, killed);
    const [score, otherScore] = await scoresAfterMeeting(left.page, again.page);
    expect(score).toEqual(before.score);
    expect(otherScore).toEqual(score);
    const seated = await readTelemetry(again.page);
    expect(seated.peerId).toBe(which === 'host' ? 1 : 2);
    expect(seated.epoch).toBeGreaterThan(before.epoch);
    await playPoint(again.page, left.page);
    for (const { page } of [left, again]) expect(await readTelemetry(page)).toMatchObject({ checksumsDiffering: 0 });
  });
}

it('both are killed: both go on from their menus, with the score that both had', async ({ pair, opener }) => {
  await startRally([pair[0].page, pair[1].page]);
  const [ada, grace] = pair;
  await Promise.all([ada.kill(), grace.kill()]);
  const { score } = new MatchGuard([ada.dataDir, grace.dataDir]);
  expect(score).not.toEqual([0, 0]);
  const [adaAgain, graceAgain] = await Promise.all([resume(opener, ada), resume(opener, grace)]);
  expect(await scoresAfterMeeting(adaAgain.page, graceAgain.page)).toEqual([score, score]);
});

it('a player who does not come back loses by the choice of the other alone, and both records say so', async ({ opener }) => {
  const pair = await Promise.all([opener.open('Ada', { graceSeconds }), opener.open('Grace', { graceSeconds })]);
  await startRally([pair[0].page, pair[1].page]);
  const [ada, grace] = pair;
  await grace.kill();
  const claim = ada.page.getByRole('button', { name: 'Claim the match' });
  await claim.click();
  await expect(ada.page.getByText(/The result is pending/)).toBeVisible();
  const again = await resume(opener, grace);
  await expect(ada.page.getByText(/You win the match by forfeit/)).toBeVisible();
  await expect(again.page.getByText(/Ada claimed the match by forfeit/)).toBeVisible();
  for (const { page } of [ada, again]) {
    await page.getByRole('button', { name: 'Back to menu' }).click();
    await expect(page.getByRole('button', { name: 'Host game' })).toBeVisible();
    await expect(page.getByRole('button', { name: /^(Resume|Settle)/ })).toHaveCount(0);
  }
});

it('a connection that dies is made anew by itself, and the rally goes on', async ({ pair }) => {
  await pair[0].page.evaluate(keepConnections);
  await joinByCode(pair[0].page, pair[1].page);
  for (const { page } of pair) await letBotPlay(page, 1);
  await waitForPhase(pair[0].page, ['rally']);
  const before = await readTelemetry(pair[0].page);
  await pair[0].page.evaluate(closeConnections);
  for (const { page } of pair) await page.waitForFunction((epoch) => window.paddlewire.telemetry().epoch > epoch, before.epoch);
  for (const { page } of pair) await waitForPhase(page, onCourt);
  expect((await readTelemetry(pair[1].page)).score).toEqual(before.score);
});

/** Runs in the page: closes all of them, as a network card that is taken out would. */
function closeConnections(): void {
  for (const connection of window.keptConnections) connection.close();
}
