import { expect } from '@playwright/test';
import { it } from './window-test.ts';
import { backToMenu, hostGame } from './windows/lobby.ts';
import { brokerPortsOf } from './windows/open-window.ts';
import { onCourt, waitForPhase } from './windows/telemetry.ts';

it('a link asks before anything is connected, and a yes leads to the court', async ({ pair: [ada], opener }) => {
  const code = await hostGame(ada.page);
  const emmy = await opener.open('Emmy', { brokerPorts: brokerPortsOf(ada) }, { join: `${code}?name=Ada%20L.` });
  await expect(emmy.page.getByRole('heading', { name: 'Join Ada L.’s game?' })).toBeVisible();
  await expect(emmy.page.getByText('They will learn your network address.')).toBeVisible();
  await emmy.page.getByRole('button', { name: 'Yes, join' }).click();
  for (const { page } of [ada, emmy]) await waitForPhase(page, onCourt);
  // Else the match of a window that is gone would be Ada's to resume.
  await backToMenu(emmy.page);
});

it('a link without a name asks too, and a no leads to the menu', async ({ opener }) => {
  const grace = await opener.open('Grace', {}, { join: 'K7QF-3M9X' });
  await expect(grace.page.getByRole('heading', { name: 'Join this game?' })).toBeVisible();
  await grace.page.getByRole('button', { name: 'Cancel' }).click();
  await expect(grace.page.getByRole('button', { name: 'Host game' })).toBeVisible();
});

it('of a link that leads nowhere the window says so, and what to do', async ({ opener }) => {
  const grace = await opener.open('Grace', {}, { join: 'K7QF' });
  await expect(grace.page.getByRole('heading', { name: 'This link does not lead to a game' })).toBeVisible();
  await grace.page.getByRole('button', { name: 'Type a code' }).click();
  await expect(grace.page.getByRole('textbox', { name: 'Join code' })).toBeFocused();
});
