import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect } from '@playwright/test';
import { findElectron } from '../electron/launch/electron-binary.ts';
import { top } from '../electron/launch/top.ts';
import { sharedArguments } from '../electron/launch/window.ts';
import { it } from './window-test.ts';

it('a link that is clicked while the window is open is handed to it by a second start', async ({ opener, shell }) => {
  const electron = findElectron();
  it.skip(shell !== 'electron' || electron === undefined, 'only an installed program is started by a link');
  const { page, profile, dataDir } = await opener.open('Ada');
  await page.getByRole('button', { name: 'Join game' }).click();
  const own = [...sharedArguments({ profile, dataDir, telemetry: false }), '--', 'paddlewire://join/K7QF-3M9X?name=Grace'];
  const second = spawn(electron ?? '', [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), top, ...own], { stdio: 'ignore' });
  await once(second, 'exit');
  await expect(page.getByRole('heading', { name: 'Join Grace’s game?' })).toBeVisible();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('textbox', { name: 'Join code' })).toBeVisible();
});
