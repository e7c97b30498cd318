import { defineConfig } from '@playwright/test';
import type { WindowFixtures } from './window-test.ts';

/** Tests that take minutes. They run when they are asked for by their tag: `npm run e2e -- --grep @kill`. */
const long = /@(slow|kill)\b/;

const ALONE = 'lossy.spec.ts';

export default defineConfig<object, WindowFixtures>({
  testDir: '.',
  testMatch: '*.spec.ts',
  grepInvert: process.argv.some((argument) => long.test(argument)) ? [] : long,
  outputDir: '../test-results',
  // A match waits most of the time for its players, so three of them fit on two cores; with a fourth they wait for the machine.
  workers: 3,
  retries: 0,
  forbidOnly: process.env['CI'] !== undefined,
  // Waits end when what they wait for is there. These limits only end a run that hangs, on a machine however busy.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  use: { actionTimeout: 30_000 },
  reporter: 'list',
  projects: [
    { name: 'chromium', use: { shell: 'browser' }, testIgnore: ALONE },
    // What measures time runs after everything else, when the machine does nothing but that.
    { name: 'chromium-alone', use: { shell: 'browser' }, testMatch: ALONE, workers: 1 },
    // What stands between two windows is the same for both shells.
    {
      name: 'electron',
      use: { shell: 'electron' },
      testIgnore: ['networks/**', 'cut.spec.ts', 'fighter.spec.ts', 'layout.spec.ts', ALONE],
    },
  ],
});
