import type { Page } from '@playwright/test';
import { joinByCode } from './lobby.ts';
import { letBotPlay, readTelemetry, waitForPhase } from './telemetry.ts';

/** Phases in which both players are in their seats again after an outage, from "get ready" on. */
export const inSeat = ['get-ready', 'countdown', 'serve', 'rally', 'point', 'over'];

/** Plays from two menus to a rally of a match in which a point has fallen. Both bots play well from there, so that the rally lasts. */
export async function startRally(pages: readonly [Page, Page]): Promise<void> {
  await joinByCode(...pages);
  await playPoint(pages, true);
  for (const page of pages) await letBotPlay(page, 3);
  for (const page of pages) await waitForPhase(page, ['rally']);
}

/**
 * Has bots play that miss now and then, until a point more is committed on both sides.
 *
 * @param oneSided the second paddle stands still, so that it takes a few seconds: where it only matters that a point falls
 */
export async function playPoint(pages: readonly [Page, Page], oneSided = false): Promise<void> {
  const before = sumOf((await readTelemetry(pages[0])).score);
  await letBotPlay(pages[0], 1);
  await letBotPlay(pages[1], oneSided ? 0 : 1);
  for (const page of pages) {
    await page.waitForFunction((points) => window.paddlewire.telemetry().score.reduce((sum, value) => sum + value) > points, before, {
      timeout: 120_000,
      polling: 50,
    });
  }
}

function sumOf(score: readonly number[]): number {
  return score.reduce((sum, value) => sum + value);
}
