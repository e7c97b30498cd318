import { expect, type Page } from '@playwright/test';
import { it } from './window-test.ts';
import { leaveMatch } from './windows/lobby.ts';
import { waitForPhase } from './windows/telemetry.ts';

it('F11 and Alt+Enter fill the screen, once for each press, and Escape leaves it without opening a menu', async ({ pair: [{ page }] }) => {
  await page.getByRole('button', { name: 'Practice' }).click();
  await waitForPhase(page, ['countdown', 'serve', 'rally']);
  await page.keyboard.press('F11');
  await fills(page, true);
  await page.keyboard.press('Escape');
  await fills(page, false);
  await expect(page.getByRole('dialog')).toHaveCount(0);
  // Enter would press it.
  await page.getByRole('button', { name: 'Leave match' }).focus();
  await page.keyboard.press('Alt+Enter');
  await fills(page, true);
  await expect(page.getByRole('button', { name: 'Yes, leave match' })).toHaveCount(0);
  await page.keyboard.press('Alt+Enter');
  await fills(page, false);
  // As a key repeats that is held.
  for (let times = 0; times < 4; times++) await page.keyboard.down('F11');
  await page.keyboard.up('F11');
  await fills(page, true);
  await page.getByRole('button', { name: 'Menu' }).click();
  const box = page.getByRole('checkbox', { name: 'Full screen' });
  await expect(box).toBeChecked();
  // As when the system ends it.
  await page.evaluate(() => document.exitFullscreen());
  await expect(box).not.toBeChecked();
  await page.keyboard.press('F11');
  await fills(page, true);
  await page.keyboard.press('F11');
  await fills(page, false);
});

it('while the ball is in play, a mouse that rests is hidden and no key of the browser reloads or closes the window', async ({
  pair: [{ page }],
}) => {
  await page.getByRole('button', { name: 'Practice' }).click();
  await waitForPhase(page, ['serve', 'rally']);
  await page.mouse.move(300, 200);
  const pointer = () => page.evaluate(() => getComputedStyle(document.querySelector('canvas') ?? document.body).cursor);
  await expect.poll(pointer).toBe('none');
  await page.mouse.move(310, 210);
  expect(await pointer()).not.toBe('none');
  await page.evaluate(watchLeavingKeys);
  for (const key of ['Control+w', 'Control+s', 'Control+r', 'F5', 'Alt+ArrowLeft', 'Control+Minus']) await page.keyboard.press(key);
  expect(await page.evaluate(() => globalThis.leavingKeys)).toEqual(['-']);
  // What a mouse marks that is dragged across the window.
  // Not by Playwright's own mouse, which takes over what is dragged: not every Electron lets it.
  const session = await page.context().newCDPSession(page);
  const drag = (type: 'mousePressed' | 'mouseMoved' | 'mouseReleased', x: number, y: number) =>
    session.send('Input.dispatchMouseEvent', { type, x, y, button: 'left', buttons: type === 'mouseReleased' ? 0 : 1, clickCount: 1 });
  await drag('mousePressed', 320, 390);
  await drag('mouseMoved', 20, 5);
  await drag('mouseReleased', 20, 5);
  await session.detach();
  expect(await page.evaluate(() => String(getSelection()))).toBe('');
  await page.getByRole('button', { name: 'Menu' }).click();
  await expect.poll(pointer).not.toBe('none');
  await page.evaluate(() => globalThis.leavingKeys.splice(0));
  await page.keyboard.press('Control+r');
  expect(await page.evaluate(() => globalThis.leavingKeys)).toEqual(['r']);
  // The window is kept for other tests, in which keys must do what they do.
  await page.evaluate(() => window.removeEventListener('keydown', globalThis.takeLeavingKey));
});

it('the screen stays on during a match, also after the window was hidden, and not in the menu', async ({ pair: [window] }) => {
  const { page } = window;
  await page.getByRole('button', { name: 'Practice' }).waitFor();
  it.skip(!(await page.evaluate(() => 'wakeLock' in navigator)), 'this browser is too old to keep a screen on');
  await page.evaluate(watchScreenLocks);
  const held = () => page.evaluate(() => globalThis.screenLocks.filter(({ released }) => !released).length);
  await page.getByRole('button', { name: 'Practice' }).click();
  await expect.poll(held).toBe(1);
  await window.hide();
  // What a browser does with a window that is hidden; where hiding is only made up, it does not.
  await page.evaluate(async () => {
    for (const lock of globalThis.screenLocks) await lock.release();
  });
  expect(await held()).toBe(0);
  await window.show();
  // Practice waits for whoever comes back to it.
  await page.getByRole('button', { name: 'Keep playing' }).click();
  await expect.poll(held).toBe(1);
  await leaveMatch(page);
  await expect.poll(held).toBe(0);
  await window.hide();
  await window.show();
  expect(await held()).toBe(0);
});

async function fills(page: Page, wanted: boolean): Promise<void> {
  await expect.poll(() => page.evaluate(() => document.fullscreenElement !== null)).toBe(wanted);
}

declare global {
  /** Every screen lock that the page was granted. */
  var screenLocks: WakeLockSentinel[];
  /** Keys that the browser was left to do something by. */
  var leavingKeys: string[];
  var takeLeavingKey: (event: KeyboardEvent) => void;
}

/** Runs in the page: keeps the keys that the page has left to the browser, and keeps the browser from them. */
function watchLeavingKeys(): void {
  globalThis.leavingKeys = [];
  globalThis.takeLeavingKey = (event) => {
    if (!event.defaultPrevented && !['Control', 'Alt'].includes(event.key)) globalThis.leavingKeys.push(event.key);
    event.preventDefault();
  };
  window.addEventListener('keydown', globalThis.takeLeavingKey);
}

/** Runs in the page: keeps what it asks the system for. */
function watchScreenLocks(): void {
  globalThis.screenLocks = [];
  const request = navigator.wakeLock.request.bind(navigator.wakeLock);
  navigator.wakeLock.request = async (type) => {
    const lock = await request(type);
    globalThis.screenLocks.push(lock);
    return lock;
  };
}
