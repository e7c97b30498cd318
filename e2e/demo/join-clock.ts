import type { Page } from '@playwright/test';
import { pressJoin } from '../windows/lobby.ts';
import { onCourt, readTelemetry, waitForPhase } from '../windows/telemetry.ts';

/** Long enough for every time-out of the connection itself to speak first. */
const giveUpMs = 30_000;

/**
 * Presses "Join" and waits until both sides are on the court.
 *
 * @returns milliseconds from the press, as the joiner's page saw it, to the later of both, or undefined when they did not get there
 */
export async function timedJoin(host: Page, joiner: Page): Promise<number | undefined> {
  await pressJoin(joiner);
  const arrivals = await Promise.allSettled([host, joiner].map((page) => waitForPhase(page, onCourt, giveUpMs)));
  if (arrivals.some(({ status }) => status === 'rejected')) return undefined;
  const [hosting, joining] = await Promise.all([readTelemetry(host), readTelemetry(joiner)]);
  if (hosting.courtAtMs === null || joining.courtAtMs === null || joining.joinToCourtMs === null) return undefined;
  // Pages of one machine tell the time of day alike.
  const waitedForHostMs = Math.max(0, hosting.courtAtMs - joining.courtAtMs);
  return Math.round(joining.joinToCourtMs + waitedForHostMs);
}
