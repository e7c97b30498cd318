import { expect, type Page } from '@playwright/test';

/** Says a line in the chat, which is open. A line that is refused, because it comes too soon after others, stays in the box; it is said again then. */
export async function say(page: Page, text: string): Promise<void> {
  const box = page.getByRole('textbox', { name: 'Chat message' });
  await box.fill(text);
  await expect(async () => {
    await box.press('Enter');
    await expect(box).toHaveValue('', { timeout: 500 });
  }).toPass({ timeout: 30_000 });
}
