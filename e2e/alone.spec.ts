import { expect } from '@playwright/test';
import { it } from './window-test.ts';
import type { GameWindow } from './windows/game-window.ts';
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

it('at the first start a name is made up, another is one press away, and it stays', async ({ opener }) => {
  const first = await opener.open('Ada', { name: '' });
  const nameIn = ({ page }: GameWindow) => page.getByRole('textbox', { name: 'Your name' });
  await expect(nameIn(first)).toHaveValue(/^[A-Z][a-z]+ [A-Z][a-z]+$/);
  const made = await nameIn(first).inputValue();
  await first.close();
  const second = await opener.reopen(first);
  await expect(nameIn(second)).toHaveValue(made);
  await second.page.getByRole('button', { name: 'Another name' }).click();
  await expect(nameIn(second)).not.toHaveValue(made);
  await expect(nameIn(second)).toHaveValue(/^[A-Z][a-z]+ [A-Z][a-z]+$/);
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
