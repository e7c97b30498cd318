import { expect } from '@playwright/test';
import { it } from './window-test.ts';
import { paste, press, textToSend, toPaste } from './windows/pasting.ts';
import { onCourt, waitForPhase } from './windows/telemetry.ts';

it('two players connect over three texts and a password, without any meeting point', async ({ opener }) => {
  const [ada, grace] = await Promise.all([opener.open('Ada'), opener.open('Grace')]);
  for (const { page } of [ada, grace]) await toPaste(page);
  const password = ada.page.getByRole('textbox', { name: 'tell them this password' });
  const told = grace.page.getByRole('textbox', { name: 'you were sent a text' });
  await expect(password).toHaveValue(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
  const said = await password.inputValue();
  await press(ada.page, 'Make the first text');
  const first = await textToSend(ada.page, 'Send this to the other player');

  await told.fill(`x${said}`);
  await paste(grace.page, first, 'Make the answer');
  await paste(ada.page, await textToSend(grace.page, 'Send this answer back'), 'Take the answer');
  await expect(ada.page.getByText('The passwords differ.')).toBeVisible();

  await press(grace.page, 'Start over');
  await told.fill(said.toLowerCase().replace('-', ' '));
  await paste(grace.page, 'see you later', 'Make the answer');
  await expect(grace.page.getByText('This contains no Paddlewire text.')).toBeVisible();
  await paste(grace.page, first, 'Make the answer');
  await paste(ada.page, `here it is:\n${await textToSend(grace.page, 'Send this answer back')}\n`, 'Take the answer');
  await paste(grace.page, await textToSend(ada.page, 'Send this last text'), 'Take the text');
  for (const { page } of [ada, grace]) await press(page, 'Connect');
  for (const { page } of [ada, grace]) await waitForPhase(page, onCourt);
});
