import { defineConfig } from '@playwright/test';
import type { WindowFixtures } from './window-test.ts';

export default defineConfig<object, WindowFixtures>({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: '../test-results',
  // Two windows draw and simulate at 60 frames a second already: more of them at once would measure the machine.
  workers: 1,
  retries: 0,
  forbidOnly: process.env['CI'] !== undefined,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: { actionTimeout: 10_000 },
  reporter: 'list',
  projects: [
    { name: 'chromium', use: { shell: 'browser' } },
    { name: 'electron', use: { shell: 'electron' } },
  ],
});
