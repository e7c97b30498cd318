import { expect } from '@playwright/test';
import { it } from './window-test.ts';
import { leaveMatch } from './windows/lobby.ts';
import { letBotPlay, readTelemetry, waitForPhase, waitForTicks } from './windows/telemetry.ts';

it('practice is played against the computer, and leads back to the menu', async ({ pair: [{ page }] }) => {
  await page.getByRole('button', { name: 'Practice' }).click();
  await waitForPhase(page, ['rally']);
  await page.keyboard.down('KeyW');
  await waitForTicks(page, 30);
  await page.keyboard.up('KeyW');
  await letBotPlay(page, 1);
  await waitForTicks(page, 60);
  expect((await readTelemetry(page)).stalls).toBe(0);
  await leaveMatch(page);
  await expect(page.getByRole('button', { name: 'Host game' })).toBeVisible();
});

it('the name is remembered after the window was closed', async ({ opener }) => {
  const first = await opener.open('Ada');
  const name = first.page.getByRole('textbox', { name: /name/i });
  await expect(name).toHaveValue('Ada');
  await name.fill('Ada Lovelace');
  await name.press('Tab');
  await first.close();
  const second = await opener.reopen(first);
  await expect(second.page.getByRole('textbox', { name: /name/i })).toHaveValue('Ada Lovelace');
});
