import { expect, type Page } from '@playwright/test';
import type { GameWindow } from './game-window.ts';
import { hostGame, pressJoin, typeCode } from './lobby.ts';
import { disagreements, readMatchHistory } from './match-history.ts';
import { playPoint } from './rally.ts';
import { letBotPlay, onCourt, readTelemetry, waitForPhase } from './telemetry.ts';

/** Host, other player and spectator of one match. */
export type WatchedMatch = [host: GameWindow, other: GameWindow, spectator: GameWindow];

/** Allows spectators in a host's window, on its waiting screen or in the menu of its match, and answers the watch code. */
export async function allowSpectators(page: Page): Promise<string> {
  await page.getByRole('checkbox', { name: 'Allow spectators' }).check();
  const shown = page.getByTestId('watch-code').filter({ hasText: /[0-9A-Z]{4}-[0-9A-Z]{4}/ });
  return ((await shown.textContent()) ?? '').trim();
}

/** Types a watch code in a window that is at its menu, and presses "Join". */
export async function joinToWatch(page: Page, code: string): Promise<void> {
  await typeCode(page, code);
  await pressJoin(page);
}

/** Begins a match that somebody watches from its start, from three menus. */
export async function beginWatched([host, other, spectator]: Readonly<WatchedMatch>): Promise<void> {
  const code = await hostGame(host.page);
  await joinToWatch(spectator.page, await allowSpectators(host.page));
  await spectator.page.getByText('Waiting for the match to begin').waitFor();
  await typeCode(other.page, code);
  await pressJoin(other.page);
  for (const { page } of [host, other, spectator]) await waitForPhase(page, onCourt);
}

/** Waits until all three are connected with each other and one of them leads. */
export async function waitForTable(match: Readonly<WatchedMatch>): Promise<void> {
  await waitForPhase(match[2].page, onCourt);
  for (const { page } of match) {
    await page.waitForFunction(() => (window.paddlewire.telemetry().term ?? 0) > 0, undefined, { polling: 10 });
  }
}

/** Plays a point, and waits until the spectator has seen it; then into a rally that lasts. */
export async function playIntoRally(match: Readonly<WatchedMatch>): Promise<void> {
  const players = [match[0].page, match[1].page] as const;
  await playPoint(...players);
  await waitForSameScore(match[0].page, match[2].page);
  for (const page of players) await letBotPlay(page, 3);
  for (const { page } of match) await waitForPhase(page, ['rally']);
}

/** Waits until somebody who watches sees the score that a player sees; both may go on meanwhile. */
export async function waitForSameScore(player: Page, spectator: Page): Promise<void> {
  await expect(async () => {
    const [wanted, seen] = await Promise.all([player, spectator].map(readTelemetry));
    expect(seen?.score).toEqual(wanted?.score);
  }).toPass({ timeout: 20_000, intervals: [50] });
}

/**
 * Goes on with the match that the menu of a window offers which was opened again; its paddle is the computer's.
 * @returns the time of day, in ms, at which the page saw the button pressed
 */
export async function goOn(page: Page): Promise<number> {
  const button = page.getByRole('button', { name: /^(Resume match against .*|Watch .* against .*\))$/ }).first();
  await button.waitFor();
  // Before the match goes on: a point that falls at once would hide one that was lost or doubled.
  await letBotPlay(page, 3);
  const pressed = button.evaluate(
    (element) =>
      new Promise<number>((resolve) => element.addEventListener('click', () => resolve(Date.now()), { capture: true, once: true })),
  );
  await button.click();
  return pressed;
}

/** What the three logs say against each other or against themselves, in words, once all have what was played; empty when they tell the same match. */
export async function contradictions(match: Readonly<WatchedMatch>): Promise<readonly string[]> {
  const read = () => match.map(({ dataDir }) => readMatchHistory(dataDir));
  const newest = () => read().map(({ checkpoints, committed }) => `${[...checkpoints.keys()].at(-1)} ${committed.at(-1)}`);
  // The last one of the three may still be writing what it has seen.
  await expect.poll(() => new Set(newest()).size, { timeout: 20_000 }).toBe(1);
  const [host, other, spectator] = read();
  if (host === undefined || other === undefined || spectator === undefined) throw new Error('A log is missing.');
  return [...new Set([...disagreements(host, other), ...disagreements(other, spectator), ...disagreements(spectator, host)])];
}
