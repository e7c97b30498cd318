import { writeFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import type { JSHandle, Page } from '@playwright/test';
import { AXIS_MAX, COURT_WIDTH, ONE, PADDLE_FACE, PADDLE_STEP, PADDLE_THICKNESS, TICKS_PER_SECOND } from '../../netcode/pong/state.ts';
import { type RealConditions, withMatch } from '../bench/real-cell.ts';
import { letBotPlay, readTelemetry, waitForPhase } from '../windows/telemetry.ts';
import { type AnimationFrame, animatedWebp } from './animated-webp.ts';
import { openPictures, type Pictures, recordMatch } from './drawn-twice.ts';

/** Far from home on a poor wireless network. */
const CONDITIONS: RealConditions = { rttMs: 150, jitterMs: 0, lossPercent: 5, bursts: false };

/** Two courts of it and their labels fill the width of a page of text. */
const COURT = { width: 576, height: 324 };
/** The right paddle in such a court: a column behind the notches of its face, and how far it moves, in pixels. */
const SCALE = COURT.width / COURT_WIDTH;
const PADDLE = {
  column: Math.round((COURT_WIDTH - PADDLE_FACE + (3 / 4) * PADDLE_THICKNESS) * SCALE),
  perMs: ((AXIS_MAX * PADDLE_STEP) / ONE) * SCALE * (TICKS_PER_SECOND / 1000),
};
/** Smooth, and no more pictures than a page of text can afford. */
const FRAME_MS = 1000 / 30;

/** Seldom misses, so that rallies last. */
const BOT_LEVEL = 3;
/** A short press of a key, and the time to the next: two per second, as people correct their aim. */
const FIDGET_MS = 80;
const CALM_MS = 420;
/** Long enough for the link to be measured and the rally to be fast. */
const WARM_UP_TICKS = 120;

/** What a file holds that {@link animate} has written. Printed as JSON: the names stay. */
export interface AnimationReport {
  readonly frames: number;
  readonly seconds: number;
  readonly bytes: number;
  /** Of ball and right paddle, drawn from predicted states alone. */
  readonly plainJumps: number;
  /** Of both as the game draws them. */
  readonly jumps: number;
}

/**
 * Plays a match over a bad network and writes what one of its windows draws as an animated WebP: above from the newest predicted state, as
 * rollback games usually do, below as the game does.
 *
 * @param seconds length of the animation
 * @param seed of the network
 */
export function animate(file: string, seconds: number, seed: number): Promise<AnimationReport> {
  return withMatch(CONDITIONS, { shell: 'browser', seed }, async ([page, other]) => {
    for (const each of [page, other]) await letBotPlay(each, BOT_LEVEL);
    await rallyOf(page, WARM_UP_TICKS);
    const fidgeting = fidget(other, seconds * 1000);
    const moments = await page.evaluateHandle(recordMatch, { forMs: seconds * 1000, frameMs: FRAME_MS });
    await fidgeting;
    const { rttMs, lossPercent } = CONDITIONS;
    const below = `One match, drawn twice: ${rttMs} ms round trip, ${lossPercent} % of packets lost`;
    const pictures: JSHandle<Pictures> = await page.evaluateHandle(openPictures, { moments, court: COURT, paddle: PADDLE, below });
    const { width, height, frames } = await takeAll(pictures);
    const bytes = animatedWebp(width, height, frames);
    await writeFile(file, bytes);
    const lengthMs = frames.reduce((sum, { durationMs }) => sum + durationMs, 0);
    const jumps = await pictures.evaluate((all) => all.jumps());
    return { frames: frames.length, seconds: Math.round(lengthMs / 100) / 10, bytes: bytes.length, ...jumps };
  });
}

/** Waits for a rally that has lasted a number of ticks. */
async function rallyOf(page: Page, ticks: number): Promise<void> {
  while (true) {
    const { tick } = await waitForPhase(page, ['rally']);
    await page.waitForFunction(
      (end) => window.paddlewire.telemetry().phase !== 'rally' || window.paddlewire.telemetry().tick >= end,
      tick + ticks,
    );
    if ((await readTelemetry(page)).phase === 'rally') return;
  }
}

/** Moves the paddle a little now and then, as a person's hand does: bots come to rest before each hit, which is easy to predict. */
async function fidget(page: Page, forMs: number): Promise<void> {
  const endMs = performance.now() + forMs;
  while (performance.now() < endMs) {
    for (const key of ['w', 's']) {
      await letBotPlay(page, 0);
      await page.keyboard.down(key);
      await wait(FIDGET_MS);
      await page.keyboard.up(key);
      await letBotPlay(page, BOT_LEVEL);
      await wait(CALM_MS);
    }
  }
}

/** Takes the pictures of an animation out of the page that makes them. */
async function takeAll(pictures: JSHandle<Pictures>): Promise<{ width: number; height: number; frames: AnimationFrame[] }> {
  const { width, height, count } = await pictures.evaluate(({ width, height, count }) => ({ width, height, count }));
  const frames: AnimationFrame[] = [];
  for (let index = 0; index < count; index++) {
    const { changed, durationMs } = await pictures.evaluate((all) => all.next());
    const last = frames.at(-1);
    if (changed !== undefined) frames.push({ ...changed, webp: Buffer.from(changed.webp, 'base64'), durationMs });
    else if (last !== undefined) frames[frames.length - 1] = { ...last, durationMs: last.durationMs + durationMs };
  }
  return { width, height, frames };
}
