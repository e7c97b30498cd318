import type { Page } from '@playwright/test';
import { joinByCode } from './lobby.ts';
import { letBotPlay, readTelemetry, waitForPhase } from './telemetry.ts';

/** Phases in which both players are in their seats again after an outage, from "get ready" on. */
export const inSeat = ['get-ready', 'countdown', 'serve', 'rally', 'point', 'over'];

/** Plays from two menus to a rally of a match in which a point has fallen. Both bots play well from there, so that the rally lasts. */
export async function startRally(pages: readonly [Page, Page]): Promise<void> {
  await joinByCode(...pages);
  await playPoint(...pages);
  for (const page of pages) await letBotPlay(page, 3);
  for (const page of pages) await waitForPhase(page, ['rally']);
}

/**
 * Plays until a point more is committed on both sides.
 *
 * @param moving the player whose paddle a bot moves: after an outage the one whose input matters
 * @param still the player whose paddle stands still, so that the point falls within seconds
 */
export async function playPoint(moving: Page, still: Page): Promise<void> {
  const before = sumOf((await readTelemetry(moving)).score);
  await letBotPlay(moving, 1);
  await letBotPlay(still, 0);
  for (const page of [moving, still]) {
    await page.waitForFunction((points) => window.paddlewire.telemetry().score.reduce((sum, value) => sum + value) > points, before, {
      timeout: 120_000,
      polling: 50,
    });
  }
}

function sumOf(score: readonly number[]): number {
  return score.reduce((sum, value) => sum + value);
}
