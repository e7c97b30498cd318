import { expect, type Locator, type Page } from '@playwright/test';
import { it, type Pair } from './window-test.ts';
import { say } from './windows/chat.ts';
import { ChecksumComparison } from './windows/checksum-comparison.ts';
import { plugIn, pressPad, standardPad, unplug } from './windows/devices.ts';
import { layoutFaults } from './windows/layout.ts';
import { hostGame, leaveMatch, pressJoin, typeCode } from './windows/lobby.ts';
import { letBotPlay, onCourt, readTelemetry, waitForPhase, waitForTicks } from './windows/telemetry.ts';

// One match from its code to its rematch: each test goes on where the one before it stopped.
it.describe.configure({ mode: 'serial' });

/** Two bots of level 1 take about 100 seconds for 11 points. */
const matchMs = 300_000;

const comparison = new ChecksumComparison();

const pagesOf = ([ada, grace]: Pair) => [ada.page, grace.page] as const;

it('a game is hosted and joined by its code, and names show on both sides', async ({ pair }) => {
  const [ada, grace] = pagesOf(pair);
  const code = await hostGame(ada);
  await typeCode(grace, code);
  await pressJoin(grace);
  for (const page of [ada, grace]) {
    await waitForPhase(page, onCourt);
    await expect(page.getByText('Ada', { exact: true }).first()).toBeVisible();
    await expect(page.getByText('Grace', { exact: true }).first()).toBeVisible();
    await expect(page.getByTestId('score-left')).toHaveText('0');
    await expect(page.getByTestId('score-right')).toHaveText('0');
  }
  expect(await readTelemetry(ada)).toMatchObject({ peerId: 1, seat: 0, leaderId: 1 });
  expect(await readTelemetry(grace)).toMatchObject({ peerId: 2, seat: 1, leaderId: 1 });
});

it('bots play, and both windows show the same phase and confirm the same ticks', async ({ sharedPair }) => {
  const pages = pagesOf(sharedPair);
  for (const page of pages) await letBotPlay(page, 1);
  for (const page of pages) await waitForPhase(page, ['rally']);
  await expect(pages[0].getByTestId('phase')).toBeAttached();
  const compared = async () => {
    await comparison.collect(pages);
    return comparison.compared;
  };
  await expect.poll(compared).toBeGreaterThan(120);
  expect(comparison.differing).toBe(0);
});

it('chat and presets arrive on both sides in the same order', async ({ sharedPair }) => {
  const [ada, grace] = pagesOf(sharedPair);
  for (const page of [ada, grace]) await page.getByRole('button', { name: 'Chat' }).click();
  await say(ada, 'hello there');
  await expect(chatOf(grace)).toContainText('hello there');
  await grace.getByRole('button', { name: 'Nice shot!' }).click();
  await expect(chatOf(ada)).toContainText('Nice shot!');
  await say(ada, 'good luck');
  for (const page of [ada, grace]) {
    await expect(chatOf(page).getByRole('paragraph')).toHaveText([/hello there$/, /Nice shot!$/, /good luck$/]);
    await page.getByRole('button', { name: 'Close chat' }).click();
  }
});

it('a window that is resized and hidden during a rally plays on', async ({ sharedPair }) => {
  const pages = pagesOf(sharedPair);
  const [, second] = sharedPair;
  await waitForPhase(pages[1], ['rally']);
  await second.resize(480, 320);
  await waitForTicks(pages[1], 60);
  await second.hide();
  for (const page of pages) await waitForTicks(page, 240);
  await second.show();
  await second.resize(640, 400);
  await waitForTicks(pages[0], 60);
  for (const page of pages) await waitForPhase(page, onCourt);
  await comparison.collect(pages);
  expect(comparison.differing).toBe(0);
});

it('F3 shows what the connection is like, and hides it again', async ({ sharedPair: [ada] }) => {
  const overlay = ada.page.getByTestId('network-overlay');
  await expect(overlay).toBeHidden();
  await ada.page.keyboard.press('F3');
  await expect(overlay).toBeVisible();
  await ada.page.keyboard.press('F3');
  await expect(overlay).toBeHidden();
});

it('the match goes to 11, and both agree on its score and on every state', async ({ sharedPair }) => {
  it.setTimeout(matchMs + 30_000);
  const pages = pagesOf(sharedPair);
  const deadline = Date.now() + matchMs;
  const bothOver = async () => {
    // Each time that is asked, so that no checksum falls out of the ring before it was compared.
    await comparison.collect(pages);
    const phases = await Promise.all(pages.map(async (page) => (await readTelemetry(page)).phase));
    return phases.join();
  };
  await expect.poll(bothOver, { timeout: deadline - Date.now(), intervals: [2_000] }).toBe('over,over');
  const [ada, grace] = await Promise.all(pages.map(readTelemetry));
  expect(Math.max(...ada!.score)).toBe(11);
  expect(grace!.score).toEqual(ada!.score);
  await expect(pages[0].getByTestId('score-left')).toHaveText(String(ada!.score[0]));
  await expect(pages[1].getByTestId('score-left')).toHaveText(String(ada!.score[0]));
  await expect(pages[0].getByTestId('score-right')).toHaveText(String(ada!.score[1]));
  await expect(pages[1].getByTestId('score-right')).toHaveText(String(ada!.score[1]));
  expect(comparison.differing).toBe(0);
  // A window forgets what it has not told yet when the epoch changes, as it does on a machine that is too busy for half a second.
  const confirmed = Math.min(ada!.confirmedTick, grace!.confirmedTick);
  expect(comparison.compared).toBeGreaterThan(ada!.epoch === 1 ? confirmed - 120 : confirmed / 2);
  for (const { checksumsCompared, checksumsDiffering, stalls } of [ada!, grace!]) {
    expect(checksumsCompared).toBeGreaterThan(0);
    expect(checksumsDiffering).toBe(0);
    expect(stalls).toBe(0);
  }
});

it('at the end of a match both its panel and the chat can be used, in a window of any size', async ({ sharedPair, shell }) => {
  it.skip(shell === 'electron', 'the page is the same in both shells');
  const [ada] = pagesOf(sharedPair);
  const faults = [...(await layoutFaults(ada, 'the end of a match'))];
  await ada.getByRole('button', { name: 'Chat', exact: true }).click();
  faults.push(...(await layoutFaults(ada, 'the end of a match and the chat')));
  await ada.getByRole('button', { name: 'Close chat' }).click();
  expect(faults).toEqual([]);
});

it('a rematch starts when both want it, and not before', async ({ sharedPair }) => {
  const [ada, grace] = pagesOf(sharedPair);
  // By pad: who plays with one needs no keyboard here.
  await plugIn(ada, standardPad);
  await pressPad(ada, 0);
  await unplug(ada);
  await waitForTicks(grace, 60);
  await waitForPhase(grace, ['over']);
  await grace.getByRole('button', { name: 'Rematch' }).click();
  for (const page of [ada, grace]) {
    await waitForPhase(page, ['countdown', 'serve', 'rally']);
    await expect(page.getByTestId('score-left')).toHaveText('0');
    await expect(page.getByTestId('score-right')).toHaveText('0');
  }
});

it('a player who leaves ends the match for both, in plain words and with a way back', async ({ sharedPair }) => {
  const [ada, grace] = pagesOf(sharedPair);
  await leaveMatch(grace);
  await expect(grace.getByRole('button', { name: 'Host game' })).toBeVisible();
  await expect(ada.getByText('Grace left the match.')).toBeVisible();
  await ada.getByRole('button', { name: /menu/i }).click();
  await expect(ada.getByRole('button', { name: 'Host game' })).toBeVisible();
});

function chatOf(page: Page): Locator {
  return page.getByRole('log');
}
