import { expect, type Page } from '@playwright/test';
import { it, type WindowOpener } from './window-test.ts';
import { say } from './windows/chat.ts';
import { ChecksumComparison } from './windows/checksum-comparison.ts';
import { joinByCode, leaveMatch } from './windows/lobby.ts';
import { brokerPortsOf } from './windows/open-window.ts';
import { playPoint } from './windows/rally.ts';
import { letBotPlay, onCourt, readTelemetry, waitForPhase } from './windows/telemetry.ts';
import {
  allowSpectators,
  beginWatched,
  contradictions,
  goOn,
  joinToWatch,
  playIntoRally,
  type WatchedMatch,
  waitForSameScore,
  waitForTable,
} from './windows/watched-match.ts';

// Long, and independent of each other: who has time takes the next one.
it.describe.configure({ mode: 'parallel' });

const seats = [
  [1, 0],
  [2, 1],
  [3, null],
];

/** From three menus into a rally of a match in which a point has fallen: Ada hosts, Grace plays, Linus has watched from the start. */
async function watchedRally(trio: Readonly<WatchedMatch>): Promise<WatchedMatch> {
  const match: WatchedMatch = [...trio];
  await beginWatched(match);
  await waitForTable(match);
  await playIntoRally(match);
  return match;
}

/** Opens killed windows once more and goes on with the match in each. */
async function bringBack(opener: WindowOpener, match: WatchedMatch, killed: readonly (0 | 1 | 2)[]): Promise<void> {
  const reopened = await Promise.all(killed.map((index) => opener.reopen(match[index])));
  for (const [i, index] of killed.entries()) match[index] = reopened[i]!;
  for (const { page } of reopened) await goOn(page);
}

async function sayInClosedChat(page: Page, text: string): Promise<void> {
  await page.getByRole('button', { name: 'Chat', exact: true }).click();
  await say(page, text);
  await page.getByRole('button', { name: 'Close chat' }).click();
}

it('a watch code lets somebody in before the match: all see the same, chat reaches everybody, and the players see who watches', async ({
  trio: match,
}) => {
  await beginWatched(match);
  await waitForTable(match);
  const [ada, grace, linus] = match.map(({ page }) => page) as [Page, Page, Page];
  await expect(linus.getByText('Watching Ada against Grace')).toBeVisible();
  for (const player of [ada, grace]) await expect(player.getByText('Watched by Linus')).toBeVisible();
  for (const player of [ada, grace]) await letBotPlay(player, 1);
  for (const [index, page] of [ada, grace, linus].entries()) {
    await sayInClosedChat(page, `number ${index}`);
    for (const reader of [ada, grace, linus]) await expect(reader.getByRole('log')).toContainText(`number ${index}`);
  }
  const comparisons = [ada, grace].map((player) => ({ player, comparison: new ChecksumComparison() }));
  for (const { player, comparison } of comparisons) {
    const compared = async () => {
      await comparison.collect([player, linus]);
      return comparison.compared;
    };
    await expect.poll(compared).toBeGreaterThan(300);
    expect(comparison.differing).toBe(0);
  }
  await playPoint(ada, grace);
  await waitForSameScore(ada, linus);
  expect(await contradictions(match)).toEqual([]);
});

it('a watch code of the match menu lets somebody in who sees the score, has no paddle, and can leave again', async ({
  trio: [{ page: ada }, { page: grace }, { page: linus }],
}) => {
  await joinByCode(ada, grace);
  await playPoint(ada, grace);
  // Not by Escape, which opens no menu while a connection is away for a moment; the button is there again after it.
  await ada.getByRole('button', { name: 'Menu' }).click();
  const code = await allowSpectators(ada);
  await ada.getByRole('button', { name: 'Keep playing' }).click();
  await joinToWatch(linus, code);
  await waitForPhase(linus, onCourt);
  await waitForSameScore(ada, linus);
  expect(await readTelemetry(linus)).toMatchObject({ peerId: 3, seat: null, leaderId: 1 });
  await expect(linus.getByText('you', { exact: true })).toHaveCount(0);
  await leaveMatch(linus);
  for (const page of [ada, grace]) await expect(page.getByText('Watched by Linus')).toHaveCount(0);
  await expect(linus.getByRole('button', { name: /^Watch / })).toHaveCount(0);
  await playPoint(ada, grace);
});

it('two who watch see each other, because the host has introduced them and carried their signals', async ({
  trio: [ada, grace, linus],
  opener,
}) => {
  const margaret = await opener.open('Margaret', { brokerPorts: brokerPortsOf(ada) });
  await beginWatched([ada, grace, linus]);
  await ada.page.getByRole('button', { name: 'Menu' }).click();
  await joinToWatch(margaret.page, await allowSpectators(ada.page));
  await waitForPhase(margaret.page, onCourt);
  await expect(linus.page.getByText('Watching Ada against Grace, with Margaret')).toBeVisible();
  await expect(margaret.page.getByText('Watching Ada against Grace, with Linus')).toBeVisible();
  for (const { page } of [ada, grace]) await expect(page.getByText('Watched by Linus and Margaret')).toBeAttached();
});

it('the leader is killed in a rally: another one leads, the screens say so, and the player comes back into the seat', async ({
  trio,
  opener,
}) => {
  const match = await watchedRally(trio);
  const [ada, grace, linus] = match;
  const { term } = await readTelemetry(linus.page);
  expect(term).not.toBeNull();
  await ada.kill();
  for (const { page } of [grace, linus]) {
    await page.waitForFunction(() => window.paddlewire.telemetry().leaderId === 2, undefined, { polling: 10 });
    await waitForPhase(page, ['suspended']);
    await expect(page.getByText(/Waiting for Ada/)).toBeVisible();
  }
  const { score, term: nextTerm } = await readTelemetry(linus.page);
  expect(nextTerm).toBeGreaterThan(term ?? 0);
  await bringBack(opener, match, [0]);
  for (const { page } of match) await waitForPhase(page, onCourt);
  const told = await Promise.all(match.map(({ page }) => readTelemetry(page)));
  expect(told.map((each) => each.score)).toEqual([score, score, score]);
  expect(told.map(({ peerId, seat }) => [peerId, seat])).toEqual(seats);
  for (const { page } of match) await page.waitForFunction(() => window.paddlewire.telemetry().leaderId === 1, undefined, { polling: 10 });
  await playPoint(match[0].page, match[1].page);
  expect(await contradictions(match)).toEqual([]);
});

const pairs: readonly (readonly [names: string, killed: readonly (0 | 1 | 2)[], left: 0 | 1 | 2, tag: string[]])[] = [
  ['the host and the other player', [0, 1], 2, []],
  ['the host and the spectator', [0, 2], 1, ['@slow']],
  ['the other player and the spectator', [1, 2], 0, ['@slow']],
];

for (const [names, killed, left, tag] of pairs) {
  it(`${names} are killed at once: both come back to the third, and the match goes on`, { tag }, async ({ trio, opener }) => {
    const match = await watchedRally(trio);
    await Promise.all(killed.map((index) => match[index].kill()));
    const { score } = await waitForPhase(match[left].page, ['suspended']);
    await bringBack(opener, match, killed);
    for (const { page } of match) await waitForPhase(page, onCourt);
    const told = await Promise.all(match.map(({ page }) => readTelemetry(page)));
    expect(told.map((each) => each.score)).toEqual([score, score, score]);
    expect(told.map(({ peerId, seat }) => [peerId, seat])).toEqual(seats);
    await playPoint(match[1].page, match[0].page);
    expect(await contradictions(match)).toEqual([]);
  });
}
