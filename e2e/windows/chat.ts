import { expect, type Page } from '@playwright/test';

/** Says a line in the chat, which is open: at most five at once, and one each 1.5 s then. */
export async function say(page: Page, text: string): Promise<void> {
  const box = page.getByRole('textbox', { name: 'Chat message' });
  await box.fill(text);
  await box.press('Enter');
  // Where a line is refused, this says why.
  const problem = page.locator('.chat .field-problem');
  await expect.poll(async () => (await box.inputValue()) === '' || (await problem.textContent()) !== '').toBe(true);
  await expect(problem).toHaveText('');
}
