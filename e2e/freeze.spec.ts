import { setTimeout as wait } from 'node:timers/promises';
import { expect } from '@playwright/test';
import { it } from './window-test.ts';
import { disagreements, readMatchHistory } from './windows/match-history.ts';
import { inSeat, playPoint, startRally } from './windows/rally.ts';
import { readTelemetry, type Telemetry, waitForPhase } from './windows/telemetry.ts';

for (const seconds of [3, 20]) {
  for (const which of ['host', 'joiner'] as const) {
    const tag = seconds === 3 && which === 'host' ? [] : ['@slow'];
    it(`the ${which}'s machine stands still for ${seconds} s: the match freezes, and goes on with the same score`, { tag }, async ({
      pair: windows,
    }) => {
      it.skip(process.platform === 'win32', 'Windows has no signals that stop a process and let it go on');
      const pages = [windows[0].page, windows[1].page] as const;
      await startRally(pages);
      const [stopped, left] = which === 'host' ? windows : [windows[1], windows[0]];
      const menu = left.page.getByRole('heading', { name: 'Menu' });
      await left.page.keyboard.press('Escape');
      await expect(menu).toBeVisible();
      stopped.freeze();
      let before: Telemetry;
      try {
        const lasted = wait(seconds * 1000);
        before = await waitForPhase(left.page, ['suspended']);
        await lasted;
        expect(await readTelemetry(left.page)).toMatchObject({ phase: 'suspended', score: before.score });
      } finally {
        stopped.thaw();
      }
      await Promise.all(pages.map((page) => page.waitForFunction((epoch) => window.paddlewire.telemetry().epoch > epoch, before.epoch)));
      await Promise.all(pages.map((page) => waitForPhase(page, inSeat)));
      // Who was in the middle of setting something goes on there, too.
      await expect(menu).toBeVisible();
      for (const page of pages) expect(await readTelemetry(page)).toMatchObject({ score: before.score });
      await playPoint(stopped.page, left.page);
      for (const page of pages) expect(await readTelemetry(page)).toMatchObject({ checksumsDiffering: 0 });
      const [first, second] = [readMatchHistory(windows[0].dataDir), readMatchHistory(windows[1].dataDir)];
      expect(disagreements(first, second)).toEqual([]);
    });
  }
}
