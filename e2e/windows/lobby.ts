import type { Page } from '@playwright/test';
import { letBotPlay, onCourt, waitForPhase } from './telemetry.ts';

/** Presses "Host game" on the menu and answers the code that is shown, like `K7QF-3M9X`. */
export async function hostGame(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Host game' }).click();
  const shown = page.getByTestId('join-code').filter({ hasText: /[0-9A-Z]{4}-[0-9A-Z]{4}/ });
  return ((await shown.textContent()) ?? '').trim();
}

/** Opens the join screen from the menu, puts a code into its box and leaves "Join" to be pressed. */
export async function typeCode(page: Page, code: string): Promise<void> {
  await page.getByRole('button', { name: 'Join game' }).click();
  await page.getByRole('textbox', { name: 'Join code' }).pressSequentially(code);
}

/** Presses "Join". */
export async function pressJoin(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Join', exact: true }).click();
}

/** Hosts in one window, joins from the other, and waits until both are on the court. Answers the code. */
export async function joinByCode(host: Page, joiner: Page): Promise<string> {
  const code = await hostGame(host);
  await typeCode(joiner, code);
  await pressJoin(joiner);
  await Promise.all([host, joiner].map((page) => waitForPhase(page, onCourt)));
  return code;
}

/** Leaves a match that is running: the first press asks. */
export async function leaveMatch(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Leave match', exact: true }).click();
  await page.getByRole('button', { name: 'Yes, leave match' }).click();
}

/** Leaves whatever the page shows by the ways that it offers, takes the paddle back from the computer, and waits for the menu. */
export async function backToMenu(page: Page): Promise<void> {
  // The one of its buttons that no other screen has.
  const menu = page.getByRole('button', { name: 'Practice' });
  // The last one: a match that waits can also be put aside, and the next test would find it on the menu.
  const wayBack = page.getByRole('button', { name: /^(Leave match|Yes, leave match|Back to menu|Cancel)$/ }).last();
  while (!(await menu.isVisible())) {
    await menu.or(wayBack).first().waitFor();
    if (await wayBack.isVisible()) await wayBack.click();
  }
  await letBotPlay(page, 0);
}
