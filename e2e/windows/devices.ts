import { expect, type Page } from '@playwright/test';
import { readTelemetry } from './telemetry.ts';

/** What a gamepad of a test has. */
export interface FakePad {
  readonly mapping: string;
  readonly axes: readonly number[];
  readonly buttons: number;
}

/** One as most players have it. */
export const standardPad: FakePad = { mapping: 'standard', axes: [0, 0, 0, 0], buttons: 17 };

declare global {
  interface Window {
    /** The gamepad that {@link plugIn} has made, to be changed in the page. */
    fakePad?: { axes: number[]; buttons: { pressed: boolean; value: number }[] } | undefined;
    /** Whether the page is told that its window has the focus. */
    fakeFocus?: boolean;
  }
}

/** Time in which the page has certainly read its gamepads, in ms: it does every 16 ms, by a timer that comes before one of this length. */
const READ_MS = 60;

/** Gives a page a gamepad, in place of those of the machine, until {@link unplug}. The page has seen it at rest then: what is held from the start counts for nothing. */
export function plugIn(page: Page, pad: FakePad): Promise<void> {
  return page.evaluate(
    ({ mapping, axes, buttons, readMs }) => {
      const fake = { axes: [...axes], buttons: Array.from({ length: buttons }, () => ({ pressed: false, value: 0 })) };
      window.fakePad = fake;
      const state = { id: 'Pad of a test', index: 0, connected: true, mapping, timestamp: 0, ...fake };
      Object.defineProperty(navigator, 'getGamepads', { configurable: true, value: () => [window.fakePad === fake ? state : null] });
      return new Promise<void>((done) => setTimeout(done, readMs));
    },
    { ...pad, readMs: READ_MS },
  );
}

/** Unplugs it. */
export function unplug(page: Page): Promise<void> {
  return page.evaluate(() => {
    window.fakePad = undefined;
  });
}

/** Pushes an axis of the gamepad. */
export function push(page: Page, axis: number, value: number): Promise<void> {
  return page.evaluate(
    ([at, to]) => {
      if (window.fakePad !== undefined) window.fakePad.axes[at] = to;
    },
    [axis, value] as const,
  );
}

/** Presses a button of the gamepad, and lets go once the page has certainly seen it. */
export async function pressPad(page: Page, button: number): Promise<void> {
  for (const pressed of [true, false]) {
    await page.evaluate(
      ([at, down, readMs]) => {
        const state = window.fakePad?.buttons[at];
        if (state === undefined) return;
        state.pressed = down;
        state.value = down ? 1 : 0;
        return new Promise((done) => setTimeout(done, readMs));
      },
      [button, pressed, READ_MS] as const,
    );
  }
}

/** Presses a direction of the gamepad until a button has the focus. A page that has only just started may miss the first press. */
export async function pressPadTo(page: Page, direction: number, name: string): Promise<void> {
  const focused = () => page.evaluate(() => document.activeElement?.textContent);
  for (let presses = 0; presses < 10 && (await focused()) !== name; presses++) await pressPad(page, direction);
  expect(await focused()).toBe(name);
}

/** Takes the focus from a page, or gives it back, as other windows do: Playwright makes every page believe that it has it. */
export function focusWindow(page: Page, has: boolean): Promise<void> {
  return page.evaluate((focused) => {
    window.fakeFocus = focused;
    document.hasFocus = () => window.fakeFocus !== false;
    window.dispatchEvent(new Event(focused ? 'focus' : 'blur'));
  }, has);
}

/** Waits until the page's devices give an axis. */
export async function waitForAxis(page: Page, axis: number): Promise<void> {
  await expect.poll(async () => (await readTelemetry(page)).axis).toBe(axis);
}
