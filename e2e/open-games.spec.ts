import { expect } from '@playwright/test';
import { it } from './window-test.ts';
import { backToMenu, hostGame } from './windows/lobby.ts';
import { onCourt, waitForPhase } from './windows/telemetry.ts';

it('an open game is listed under its name, found by its first letters, and joined with one click', async ({ pair: [ada, grace] }) => {
  await grace.page.getByRole('button', { name: 'Join game' }).click();
  const games = grace.page.getByRole('button', { name: 'Join the game of' });
  await hostGame(ada.page);
  await expect(grace.page.getByText('No open games here right now.')).toBeVisible();
  await ada.page.getByRole('checkbox', { name: 'Show in the list of open games' }).check();
  await expect(games).toHaveText(/Ada$/);
  await grace.page.getByRole('textbox', { name: 'Open games' }).fill('g');
  await expect(games).toHaveCount(0);
  await grace.page.getByRole('textbox', { name: 'Open games' }).fill('AD');
  await games.click();
  for (const { page } of [ada, grace]) await waitForPhase(page, onCourt);
});

it('a game that is taken off the list vanishes from it, and markup in a name is text', async ({ pair: [ada, grace] }) => {
  const name = ada.page.getByRole('textbox', { name: /name/i });
  await name.fill('<img src=x>');
  await hostGame(ada.page);
  const listed = ada.page.getByRole('checkbox', { name: 'Show in the list of open games' });
  await listed.check();
  await grace.page.getByRole('button', { name: 'Join game' }).click();
  const games = grace.page.getByRole('button', { name: 'Join the game of' });
  await expect(games).toHaveText(/<img src=x>$/);
  await listed.uncheck();
  await expect(games).toHaveCount(0);
  await backToMenu(ada.page);
  await name.fill('Ada');
  await expect(name).toHaveValue('Ada');
  // The next test finds the name that is remembered, which is the one of a field that was left.
  await name.press('Tab');
});
