import type { Page } from '@playwright/test';

/** Opens the screen for copy and paste from the menu. */
export async function toPaste(page: Page): Promise<void> {
  for (const name of ['Join game', 'Other ways to connect', 'Connect by copy and paste']) await press(page, name);
}

/** Presses a button by its whole name. */
export function press(page: Page, name: string): Promise<void> {
  return page.getByRole('button', { name, exact: true }).click();
}

/** The text under a label that is to be sent to the other player. */
export function textToSend(page: Page, label: string): Promise<string> {
  return page.getByRole('textbox', { name: label }).inputValue();
}

/** Pastes a text where one is asked for, and presses the button beside it. */
export async function paste(page: Page, text: string, action: string): Promise<void> {
  await page.locator('textarea:not([readonly])').fill(text);
  await press(page, action);
}
