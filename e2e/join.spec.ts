import { expect } from '@playwright/test';
import { it } from './window-test.ts';
import type { GameWindow } from './windows/game-window.ts';
import { backToMenu, hostGame, joinByCode, pressJoin, typeCode } from './windows/lobby.ts';
import { onCourt, readTelemetry, waitForPhase } from './windows/telemetry.ts';

it('a code may be typed in lower case without its dash', async ({ pair: [ada, grace] }) => {
  const code = await hostGame(ada.page);
  await typeCode(grace.page, code.replace('-', '').toLowerCase());
  await pressJoin(grace.page);
  expect(await onCourtTogether(ada, grace)).toBe(true);
});

it('a code may be pasted with spaces around it and within', async ({ pair: [ada, grace] }) => {
  const code = await hostGame(ada.page);
  await typeCode(grace.page, '');
  await grace.page.keyboard.insertText(`  ${code.replace('-', '  ')} `);
  await pressJoin(grace.page);
  expect(await onCourtTogether(ada, grace)).toBe(true);
});

it('a code with a wrong second half is refused, and the right one still joins', async ({ pair: [ada, grace] }) => {
  const code = await hostGame(ada.page);
  await typeCode(grace.page, otherDigit(code, 8));
  await pressJoin(grace.page);
  await expect(grace.page.getByText(/wrong code|code is wrong|not the right code/i).first()).toBeVisible();
  await backToMenu(grace.page);
  await typeCode(grace.page, code);
  await pressJoin(grace.page);
  expect(await onCourtTogether(ada, grace)).toBe(true);
});

it('a host who cancels is back at the menu, and the code is dead', async ({ pair: [ada, grace] }) => {
  const code = await hostGame(ada.page);
  await ada.page.getByRole('button', { name: 'Cancel' }).click();
  await expect(ada.page.getByRole('button', { name: 'Host game' })).toBeVisible();
  await typeCode(grace.page, code);
  await pressJoin(grace.page);
  await expect(grace.page.getByText(/no such game|no game/i).first()).toBeVisible();
});

it('two games hosted at the same time do not get in the way of each other', async ({ trio: [ada, grace, linus] }) => {
  const [first, second] = [await hostGame(ada.page), await hostGame(grace.page)];
  expect(first).not.toBe(second);
  await typeCode(linus.page, second);
  await pressJoin(linus.page);
  expect(await onCourtTogether(linus, grace)).toBe(true);
  await expect(ada.page.getByTestId('join-code')).toContainText(first);
});

it('a host who was joined once can host again', async ({ pair: [ada, grace] }) => {
  await joinByCode(ada.page, grace.page);
  for (const { page } of [ada, grace]) await backToMenu(page);
  await joinByCode(grace.page, ada.page);
  expect(await onCourtTogether(grace, ada)).toBe(true);
});

/** Waits until each window is on the court; false when one of them is not in a match with another. */
async function onCourtTogether(...windows: readonly GameWindow[]): Promise<boolean> {
  for (const { page } of windows) await waitForPhase(page, onCourt);
  const peers = await Promise.all(windows.map(async ({ page }) => (await readTelemetry(page)).peerId));
  return new Set(peers).size === windows.length;
}

/** The code with one character, counted from 0 with the dash, replaced by another of its alphabet. */
function otherDigit(code: string, index: number): string {
  return `${code.slice(0, index)}${code[index] === '7' ? '8' : '7'}${code.slice(index + 1)}`;
}
