import type { Page } from '@playwright/test';
import { pressJoin } from '../windows/lobby.ts';
import { onCourt } from '../windows/telemetry.ts';

/** Long enough for every time-out of the connection itself to speak first. */
const giveUpMs = 30_000;

/**
 * Presses "Join" and waits until both sides are on the court.
 *
 * @returns milliseconds from the press, as the page saw it, to the later of both, or undefined when they did not get there
 */
export async function timedJoin(host: Page, joiner: Page): Promise<number | undefined> {
  const arrivals = [host, joiner].map((page) => page.evaluate(clockArrival, { phases: onCourt, giveUpMs }));
  const pressed = joiner.evaluate(clockPress);
  await pressJoin(joiner);
  const [pressedAt, ...arrivedAt] = await Promise.all([pressed, ...arrivals]);
  const later = Math.max(...arrivedAt);
  return Number.isFinite(later) ? Math.round(later - pressedAt) : undefined;
}

/** Runs in the page: the time of the next click. All windows of one machine have the same clock. */
function clockPress(): Promise<number> {
  return new Promise((done) => document.addEventListener('click', () => done(Date.now()), { capture: true, once: true }));
}

/** Runs in the page: the time at which it is on the court, or infinity when it takes too long. */
function clockArrival({ phases, giveUpMs: limitMs }: { phases: readonly string[]; giveUpMs: number }): Promise<number> {
  const began = Date.now();
  return new Promise((done) => {
    const timer = setInterval(() => {
      const arrived = phases.includes(window.paddlewire.telemetry().phase);
      if (!arrived && Date.now() - began < limitMs) return;
      clearInterval(timer);
      done(arrived ? Date.now() : Number.POSITIVE_INFINITY);
    }, 2);
  });
}
