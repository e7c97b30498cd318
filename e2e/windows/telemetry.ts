import type { Page } from '@playwright/test';
import type { Court, CourtView } from '../../renderer/court/court.ts';
import type { CourtRect } from '../../renderer/court/surface.ts';

/** What `window.paddlewire.telemetry()` answers, as far as it is read here. */
export interface Telemetry {
  readonly shell: string;
  readonly peerId: number;
  /** Null for somebody who watches. */
  readonly seat: number | null;
  readonly phase: string;
  readonly epoch: number;
  readonly leaderId: number;
  /** Term of the table; null while nobody watches. */
  readonly term: number | null;
  readonly tick: number;
  readonly confirmedTick: number;
  readonly checksum: number;
  /** What the page's devices, or its bot, give: −7…7; negative is up. */
  readonly axis: number;
  readonly score: readonly [number, number];
  readonly rttMs: number;
  readonly rollbacks: number;
  /** Depth of the newest tick's rollback; 0 when it needed none. */
  readonly lastRollbackTicks: number;
  readonly maxRollbackTicks: number;
  readonly stalls: number;
  readonly snaps: number;
  /** What the centre line says of the link. */
  readonly wire: Court['wire'];
  readonly resyncs: number;
  readonly bytesSentPerSecond: number;
  /** Confirmed ticks whose checksum the session has compared with the other side's, and how many of them differed. */
  readonly checksumsCompared: number;
  readonly checksumsDiffering: number;
  /** From "Join" pressed to this page on the court; null before that, and for a host. */
  readonly joinToCourtMs: number | null;
  /** Time of day in ms at which this page was on the court; null before that. */
  readonly courtAtMs: number | null;
}

/** `window.paddlewire` of a page opened with `--telemetry`. */
export interface Paddlewire {
  telemetry(): Telemetry;
  /** 1 to 3; 0 gives the paddle back to the player. */
  bot(level: number): void;
  /** Checksums of confirmed ticks from `fromTick` on, oldest first, as far as they are kept. */
  checksums(fromTick: number): readonly (readonly [tick: number, checksum: number])[];
  /** What the match is drawn from; undefined without one. */
  match(): CourtView | undefined;
  /** Opens another court at a place of the window, in CSS pixels; a plain one draws predicted states alone. */
  openCourt(place: CourtRect, plain: boolean): Promise<Court>;
}

/** Phases in which both players are on the court. */
export const onCourt = ['countdown', 'serve', 'rally', 'point', 'over'];

/** The page's `window.paddlewire`, for code that runs in the page. */
declare global {
  interface Window {
    readonly paddlewire: Paddlewire;
  }
}

/** What the page measures now. */
export function readTelemetry(page: Page): Promise<Telemetry> {
  return page.evaluate(() => window.paddlewire.telemetry());
}

/** Hands the page's paddle to the computer, or back to nobody with 0. */
export function letBotPlay(page: Page, level: 0 | 1 | 2 | 3): Promise<void> {
  return page.evaluate((wanted) => window.paddlewire.bot(wanted), level);
}

/**
 * Waits until the page is in one of some phases.
 *
 * @param timeoutMs 0 waits for ever
 * @returns what the page measured at that moment: asked a second time, it may be in another phase
 */
export async function waitForPhase(page: Page, phases: readonly string[], timeoutMs = 60_000): Promise<Telemetry> {
  const found = await page.waitForFunction(
    (wanted) => {
      const telemetry = window.paddlewire.telemetry();
      return wanted.includes(telemetry.phase) ? telemetry : undefined;
    },
    phases,
    // Not once a frame, because a hidden page draws none.
    { timeout: timeoutMs, polling: 10 },
  );
  const telemetry = await found.jsonValue();
  if (telemetry === undefined) throw new Error('The page waited for nothing.');
  return telemetry;
}

/** Waits until the page has simulated `count` more ticks than now. */
export async function waitForTicks(page: Page, count: number): Promise<void> {
  const { confirmedTick } = await readTelemetry(page);
  await page.waitForFunction((tick) => window.paddlewire.telemetry().confirmedTick >= tick, confirmedTick + count, {
    timeout: 60_000,
    polling: 50,
  });
}
