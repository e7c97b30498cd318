import { expect } from '@playwright/test';
import { it } from './window-test.ts';
import type { GameWindow } from './windows/game-window.ts';
import { leaveMatch } from './windows/lobby.ts';
import { letBotPlay, readTelemetry, waitForPhase, waitForTicks } from './windows/telemetry.ts';

it('practice is played against the computer, and leads back to the menu', async ({ pair: [{ page }] }) => {
  await page.getByRole('button', { name: 'Practice' }).click();
  await waitForPhase(page, ['rally']);
  await page.keyboard.down('KeyW');
  await waitForTicks(page, 30);
  await page.keyboard.up('KeyW');
  await letBotPlay(page, 1);
  await waitForTicks(page, 60);
  expect((await readTelemetry(page)).stalls).toBe(0);
  await leaveMatch(page);
  await expect(page.getByRole('button', { name: 'Host game' })).toBeVisible();
});

it('two people play at one keyboard, each with keys of their own, and pause together', async ({ pair: [{ page }] }) => {
  await page.getByRole('button', { name: 'Two players here' }).click();
  await waitForPhase(page, ['serve', 'rally']);
  const paddles = () =>
    page.evaluate(() => {
      const words = new Int32Array(16);
      const game = window.paddlewire.match()?.game;
      game?.read(game.tick, words);
      return [words[6] ?? 0, words[7] ?? 0];
    });
  const before = await paddles();
  await page.keyboard.down('KeyW');
  await page.keyboard.down('ArrowDown');
  await waitForTicks(page, 20);
  await page.keyboard.up('ArrowDown');
  await page.keyboard.up('KeyW');
  const after = await paddles();
  expect(after[0]).toBeLessThan(before[0]! - 20 * 1000);
  expect(after[1]).toBeGreaterThan(before[1]! + 20 * 1000);
  expect((await readTelemetry(page)).seat).toBeNull();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Keep playing' }).waitFor();
  const { tick } = await readTelemetry(page);
  await page.keyboard.press('KeyW');
  expect((await readTelemetry(page)).tick).toBe(tick);
  await page.getByRole('button', { name: 'Keep playing' }).click();
  await waitForTicks(page, 10);
  await leaveMatch(page);
  await expect(page.getByRole('button', { name: 'Host game' })).toBeVisible();
});

it('the level of the computer is chosen by name, in the menu and during practice, and stays', async ({ opener }) => {
  const { page } = await opener.open('Ada');
  const level = page.getByRole('combobox', { name: 'Level of the computer' });
  await expect(level).toHaveValue('casual');
  await level.selectOption('Champion');
  await page.getByRole('button', { name: 'Practice' }).click();
  await expect(page.getByText('Champion computer', { exact: true })).toBeVisible();
  await page.keyboard.press('Escape');
  await level.selectOption('Beginner');
  await page.getByRole('button', { name: 'Keep playing' }).click();
  await expect(page.getByText('Beginner computer', { exact: true })).toBeVisible();
  await leaveMatch(page);
  await expect(level).toHaveValue('beginner');
});

it('at the first start a name is made up, another is one press away, and it stays', async ({ opener }) => {
  const first = await opener.open('Ada', { name: '' });
  const nameIn = ({ page }: GameWindow) => page.getByRole('textbox', { name: 'Your name' });
  await expect(nameIn(first)).toHaveValue(/^[A-Z][a-z]+ [A-Z][a-z]+$/);
  const made = await nameIn(first).inputValue();
  await first.close();
  const second = await opener.reopen(first);
  await expect(nameIn(second)).toHaveValue(made);
  await second.page.getByRole('button', { name: 'Another name' }).click();
  await expect(nameIn(second)).not.toHaveValue(made);
  await expect(nameIn(second)).toHaveValue(/^[A-Z][a-z]+ [A-Z][a-z]+$/);
});

it('the name is remembered after the window was closed', async ({ opener }) => {
  const first = await opener.open('Ada');
  const name = first.page.getByRole('textbox', { name: /name/i });
  await expect(name).toHaveValue('Ada');
  await name.fill('Ada Lovelace');
  await name.press('Tab');
  await first.close();
  const second = await opener.reopen(first);
  await expect(second.page.getByRole('textbox', { name: /name/i })).toHaveValue('Ada Lovelace');
});
