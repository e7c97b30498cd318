import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { encodeMatchRecord, KEEPS_ALL, RecordKind } from 'paddlewire-netcode/session';
import { openMatchLogs } from '../electron/storage/match-log.ts';
import { pongMatch } from '../netcode/pong/pong-match.ts';
import { matchIdOf } from '../renderer/match/saved-games.ts';
import { it } from './window-test.ts';
import { layoutFaults } from './windows/layout.ts';
import { pressJoin, typeCode } from './windows/lobby.ts';

it('a settings file that a Windows editor has saved with a mistake in it keeps what is right, and the mistake is named in the menu', async ({
  opener,
}) => {
  const first = await opener.open('Ada', { volumePercent: 0 });
  await first.close();
  const file = join(first.dataDir, 'settings.json');
  const fields = JSON.parse(readFileSync(file, 'utf8'));
  writeFileSync(file, `\ufeff${JSON.stringify({ ...fields, motion: 'slow', theme: 'dark' })}`);
  const { page } = await opener.reopen(first);
  await expect(page.getByText('"motion" has to be "system", "full" or "reduced"; the default is used.')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Your name' })).toHaveValue('Ada');
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('checkbox', { name: 'Glow' }).uncheck();
  await expect
    .poll(() => JSON.parse(readFileSync(file, 'utf8').replace(/^\ufeff/, '')))
    .toMatchObject({ name: 'Ada', effects: { bloom: false }, motion: 'slow', theme: 'dark' });
});

it('of more matches than the menu shows at first, each can be reached and gone on with', async ({ opener, shell }) => {
  const { page, dataDir } = await opener.open('Ada', { volumePercent: 0 });
  const logs = openMatchLogs(join(dataDir, 'matches'));
  for (let index = 1; index <= 6; index++) {
    const token = new Uint8Array(8).fill(index);
    const [secret, keeps] = [new Uint8Array(32).fill(index), KEEPS_ALL];
    const names = { localId: 1, remoteId: 2, remoteName: `Grace the ${index}th` };
    const head = { kind: RecordKind.match, rules: pongMatch.rules, seed: 1, token, ...names, graceMs: 60_000, secret } as const;
    await logs.append(matchIdOf(token), encodeMatchRecord(head));
    await logs.append(matchIdOf(token), encodeMatchRecord({ kind: RecordKind.epoch, number: 1, leaderId: 1, keeps, lamport: 0 }));
  }
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Back to menu' }).click();
  const offered = page.getByRole('button', { name: /^Resume match/ });
  await expect(offered).toHaveCount(3);
  await page.getByRole('button', { name: 'Show 3 older matches' }).click();
  await expect(offered).toHaveCount(6);
  // The oldest Electron lacks the selectors that this uses.
  expect(shell === 'browser' ? await layoutFaults(page, 'menu with six matches') : []).toEqual([]);
  await offered.last().click();
  await expect(page.getByText('Waiting for Grace the 1th')).toBeVisible();
});

it('what went wrong can be copied from the screen that says so, without code and name', async ({ opener, shell }) => {
  const { page, dataDir } = await opener.open('Ada');
  await page.evaluate(() => {
    // The system's clipboard belongs to whoever else runs tests here.
    navigator.clipboard.writeText = async (text) => void Object.assign(window, { copied: text });
  });
  await typeCode(page, 'K7QF-3M9X');
  await pressJoin(page);
  await page.getByRole('button', { name: 'Copy diagnostics' }).click();
  await expect(page.getByText('Copied. Paste it into your report.')).toBeVisible();
  const copied = shell === 'browser' ? await page.evaluate(() => String(Reflect.get(window, 'copied'))) : '';
  const written = readFileSync(join(dataDir, 'diagnostics.log'), 'utf8');
  for (const text of shell === 'browser' ? [copied, written] : [written]) {
    expect(text).toMatch(/ connect failed: \S+/);
    expect(text).not.toMatch(/K7QF|3M9X|Ada/);
  }
});
