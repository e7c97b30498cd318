import { expect, type Page } from '@playwright/test';
import { it } from './window-test.ts';
import { readTelemetry, waitForPhase } from './windows/telemetry.ts';

/** Time between the clicks of a double click, as people make them. */
const BETWEEN_MS = 130;

it('a double click or tap presses one button, not also what comes next under the pointer, and a held Enter goes no further', async ({
  pair: [{ page }],
  shell,
}) => {
  it.skip(shell === 'electron', 'the page is the same in both shells');
  const screen = async () => (await readTelemetry(page)).phase;
  await doubleClick(page, 'Join game');
  expect(await screen()).toBe('join');
  await doubleClick(page, 'Back to menu');
  expect(await screen()).toBe('menu');
  await doubleClick(page, 'Host game');
  expect(await screen()).toBe('host');
  await doubleClick(page, 'Cancel');
  expect(await screen()).toBe('menu');
  await doubleClick(page, 'Practice');
  await waitForPhase(page, ['countdown', 'serve', 'rally']);
  await doubleClick(page, 'Leave match');
  await expect(page.getByRole('button', { name: 'Yes, leave match' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.getByRole('button', { name: 'Leave match', exact: true }).click();
  await doubleClick(page, 'Yes, leave match');
  expect(await screen()).toBe('menu');

  await doubleTap(page, 'Settings');
  expect(await screen()).toBe('settings');
  await doubleTap(page, 'Back to menu');
  expect(await screen()).toBe('menu');

  await page.getByRole('button', { name: 'Join game' }).focus();
  // Down again without an up is how a key repeats.
  for (let times = 0; times < 4; times++) {
    await page.keyboard.down('Enter');
    await expect(page.getByRole('textbox', { name: 'Join code' })).toBeFocused();
  }
  await page.keyboard.up('Enter');
  await expect(page.getByText('That is not a complete code')).toHaveCount(0);
  await page.getByRole('button', { name: 'Back to menu' }).click();
});

async function middleOf(page: Page, name: string): Promise<{ x: number; y: number }> {
  const button = page.getByRole('button', { name, exact: true });
  // Which waits until what the press before has covered is free again.
  await button.hover();
  const box = await button.boundingBox();
  if (box === null) throw new Error(`There is no button ${name}.`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

const between = () => new Promise((done) => setTimeout(done, BETWEEN_MS));

/** Not by Playwright's own clicks, which wait for the page: on a busy machine the second would come too late for a double click. */
async function doubleClick(page: Page, name: string): Promise<void> {
  const place = { ...(await middleOf(page, name)), button: 'left', clickCount: 1 } as const;
  const session = await page.context().newCDPSession(page);
  const click = () =>
    Promise.all((['mousePressed', 'mouseReleased'] as const).map((type) => session.send('Input.dispatchMouseEvent', { ...place, type })));
  const first = click();
  await between();
  await Promise.all([first, click()]);
  await session.detach();
}

async function doubleTap(page: Page, name: string): Promise<void> {
  const touchPoints = [await middleOf(page, name)];
  const session = await page.context().newCDPSession(page);
  const tap = () =>
    Promise.all([
      session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints }),
      session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] }),
    ]);
  const first = tap();
  await between();
  await Promise.all([first, tap()]);
  await session.detach();
}
