import { expect } from '@playwright/test';
import { it } from './window-test.ts';
import { hostGame } from './windows/lobby.ts';
import { onCourt, waitForPhase } from './windows/telemetry.ts';

it('a link asks before anything is connected, and a yes leads to the court', async ({ opener }) => {
  const ada = await opener.open('Ada');
  const code = await hostGame(ada.page);
  const grace = await opener.open('Grace', {}, { join: `${code}?name=Ada%20L.` });
  await expect(grace.page.getByRole('heading', { name: 'Join Ada L.’s game?' })).toBeVisible();
  await expect(grace.page.getByText('They will learn your network address.')).toBeVisible();
  await grace.page.getByRole('button', { name: 'Yes, join' }).click();
  for (const { page } of [ada, grace]) await waitForPhase(page, onCourt);
});

it('a link without a name asks too, and a no leads to the menu', async ({ opener }) => {
  const grace = await opener.open('Grace', {}, { join: 'K7QF-3M9X' });
  await expect(grace.page.getByRole('heading', { name: 'Join this game?' })).toBeVisible();
  await grace.page.getByRole('button', { name: 'Cancel' }).click();
  await expect(grace.page.getByRole('button', { name: 'Host game' })).toBeVisible();
});
