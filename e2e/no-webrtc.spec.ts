import { expect, type Page } from '@playwright/test';
import { it } from './window-test.ts';

it('a window whose WebRTC is turned off says so wherever a connection would begin, and what to do', async ({ opener }) => {
  const { page } = await opener.open('Ada');
  // What a policy or an extension does.
  await page.evaluate(() => Reflect.deleteProperty(window, 'RTCPeerConnection'));
  const sentence = page.getByText('WebRTC is turned off').first();
  const failed = page.getByRole('heading', { name: 'This window can’t connect' });

  await press(page, 'Host game');
  await expect(failed).toBeVisible();
  await expect(sentence).toBeVisible();
  await press(page, 'Network test');
  await expect(page.getByTestId('network-verdict')).toContainText('Blocked: WebRTC is turned off');
  await press(page, 'Back to menu');

  await press(page, 'Join game');
  await expect(sentence).toBeVisible();
  await page.getByRole('textbox', { name: 'Join code' }).fill('K7QF-3M9X');
  await press(page, 'Join');
  await expect(failed).toBeVisible();
  await press(page, 'Back to menu');

  for (const name of ['Join game', 'Other ways to connect', 'Connect by copy and paste']) await press(page, name);
  await expect(sentence).toBeVisible();
  await press(page, 'Make the first text');
  await expect(failed).toBeVisible();
});

function press(page: Page, name: string): Promise<void> {
  return page.getByRole('button', { name, exact: true }).click();
}
