import { expect } from '@playwright/test';
import { it } from './window-test.ts';
import { focusWindow, plugIn, pressPad, push, standardPad, unplug, waitForAxis } from './windows/devices.ts';
import { joinByCode } from './windows/lobby.ts';
import { readTelemetry, waitForPhase, waitForTicks } from './windows/telemetry.ts';

it('one pad steers only the window that has the focus, and no paddle runs on after alt-tab', async ({ pair }) => {
  const [ada, grace] = [pair[0].page, pair[1].page];
  await joinByCode(ada, grace);
  for (const page of [ada, grace]) await plugIn(page, standardPad);
  await focusWindow(grace, false);
  await waitForTicks(grace, 10);
  for (const page of [ada, grace]) await push(page, 1, -1);
  await waitForAxis(ada, -7);
  expect((await readTelemetry(grace)).axis).toBe(0);
  await focusWindow(ada, false);
  await focusWindow(grace, true);
  await waitForAxis(ada, 0);
  // The stick is still held, and was not moved since.
  await waitForTicks(grace, 30);
  expect((await readTelemetry(grace)).axis).toBe(0);
  for (const page of [ada, grace]) await push(page, 1, -0.7);
  await waitForAxis(grace, -4);
  expect((await readTelemetry(ada)).axis).toBe(0);
  await unplug(grace);
  await waitForAxis(grace, 0);
  await focusWindow(ada, true);
});

it('keys steer with Ctrl and Alt held, do nothing else, and none stays down', async ({ pair: [{ page }] }) => {
  await page.getByRole('button', { name: 'Practice' }).click();
  await waitForPhase(page, ['serve', 'rally']);
  for (const talk of ['Control', 'Alt']) {
    await page.keyboard.down(talk);
    await page.keyboard.down('KeyW');
    await waitForAxis(page, -7);
    await page.keyboard.up('KeyW');
    await waitForAxis(page, 0);
    await page.keyboard.up(talk);
  }
  // A context menu would take the end of the press.
  await page.keyboard.down('KeyS');
  await waitForAxis(page, 7);
  const shown = page.evaluate(
    () => new Promise<boolean>((tell) => window.addEventListener('contextmenu', (event) => tell(!event.defaultPrevented), { once: true })),
  );
  await page.mouse.click(320, 100, { button: 'right' });
  expect(await shown).toBe(false);
  // A menu opens while the key is held, and its end goes there.
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Keep playing' })).toBeVisible();
  await waitForAxis(page, 0);
  await page.keyboard.up('KeyS');
  await page.getByRole('button', { name: 'Keep playing' }).click();
  await waitForTicks(page, 10);
  expect((await readTelemetry(page)).axis).toBe(0);
});

it('a held Escape opens the menu once', async ({ pair: [{ page }] }) => {
  await page.getByRole('button', { name: 'Practice' }).click();
  await waitForPhase(page, ['serve', 'rally']);
  for (let i = 0; i < 10; i++) await page.keyboard.down('Escape');
  await expect(page.getByRole('button', { name: 'Keep playing' })).toBeVisible();
  await page.keyboard.up('Escape');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Keep playing' })).toBeHidden();
});

it('practice pauses when its window is left, says so, and goes on with a key', async ({ pair: [{ page }] }) => {
  await page.getByRole('button', { name: 'Practice' }).click();
  await waitForPhase(page, ['rally']);
  await focusWindow(page, false);
  await expect(page.getByText('because you left its window')).toBeVisible();
  const { tick, score } = await readTelemetry(page);
  await focusWindow(page, true);
  await page.keyboard.press('Alt');
  await expect(page.getByText('because you left its window')).toBeVisible();
  expect(await readTelemetry(page)).toMatchObject({ tick, score });
  await page.keyboard.press('KeyW');
  await expect(page.getByText('because you left its window')).toBeHidden();
  await waitForTicks(page, 10);
});

it('a pad player needs no keyboard: into practice, through its menu, and out', async ({ pair: [{ page }] }) => {
  await plugIn(page, standardPad);
  const focused = page.locator(':focus');
  await pressPad(page, 13);
  for (let i = 0; i < 8 && (await focused.textContent()) !== 'Practice'; i++) await pressPad(page, 13);
  await expect(focused).toHaveText('Practice');
  await pressPad(page, 0);
  await waitForPhase(page, ['countdown', 'serve', 'rally']);
  await pressPad(page, 9);
  await expect(page.getByRole('button', { name: 'Keep playing' })).toBeVisible();
  await pressPad(page, 0);
  await expect(page.getByRole('button', { name: 'Keep playing' })).toBeHidden();
  await pressPad(page, 9);
  await pressPad(page, 1);
  await expect(page.getByRole('button', { name: 'Keep playing' })).toBeHidden();
});
