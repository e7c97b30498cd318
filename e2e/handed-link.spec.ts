import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { findElectron } from '../electron/launch/electron-binary.ts';
import { top } from '../electron/launch/top.ts';
import { sharedArguments } from '../electron/launch/window-process.ts';
import { it } from './window-test.ts';

it('a second start on the same profile hands its link to the window that is open, hidden as it may be, and ends', async ({
  opener,
  shell,
}) => {
  const window = await opener.open('Ada');
  const { page, profile, dataDir } = window;
  await page.getByRole('button', { name: 'Join game' }).click();
  if (shell === 'electron') await window.hide();
  const own = [...sharedArguments({ profile, dataDir, telemetry: false }), '--', 'paddlewire://join/K7QF-3M9X?name=Grace'];
  const second =
    shell === 'electron'
      ? spawn(findElectron() ?? '', [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), top, ...own], {
          stdio: ['pipe', 'pipe', 'ignore'],
        })
      : spawn(process.execPath, [join(top, 'dist/browser/server.js'), ...own], { stdio: ['pipe', 'pipe', 'ignore'] });
  let printed = '';
  second.stdout.on('data', (chunk: Buffer) => {
    printed += chunk.toString();
  });
  expect(await once(second, 'exit')).toEqual([0, null]);
  expect(printed).toContain(shell === 'electron' ? '' : 'PADDLEWIRE_TAKEN Paddlewire is already open with this profile: use that window');
  await expect(page.getByRole('heading', { name: 'Join Grace’s game?' })).toBeVisible();
  await expect.poll(() => page.evaluate(() => document.visibilityState)).toBe('visible');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('textbox', { name: 'Join code' })).toBeVisible();
});
