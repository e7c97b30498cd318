import { expect } from '@playwright/test';
import { CLEAN } from '../netcode/local/network.ts';
import { it } from './window-test.ts';
import { joinByCode } from './windows/lobby.ts';
import { countSuspensions, readPace, watchPace } from './windows/pace.ts';
import { putBehindProxy } from './windows/proxied-page.ts';
import { letBotPlay, readTelemetry, waitForPhase, waitForTicks } from './windows/telemetry.ts';
import { UdpProxy } from './windows/udp-proxy.ts';

const TICKS_PER_SECOND = 60;
/** A machine that lets a page do nothing for half of the silence that suspends a match says nothing about the wire, in ms. */
const MOST_ABSENCE_MS = 250;

it('30 s over a round trip of 200 ms that loses a tenth of all packets are played without a break', async ({ opener }) => {
  const proxy = new UdpProxy(1, { ...CLEAN, delayMs: 100, loss: 0.1 });
  const windows = await Promise.all([opener.open('Ada'), opener.open('Grace')]);
  const [ada, grace] = [windows[0].page, windows[1].page];
  try {
    await putBehindProxy(ada, proxy, 0);
    await putBehindProxy(grace, proxy, 1);
    await joinByCode(ada, grace);
    for (const page of [ada, grace]) await letBotPlay(page, 2);
    await Promise.all([ada, grace].map((page) => waitForPhase(page, ['serve', 'rally'])));
    for (const page of [ada, grace]) await watchPace(page);
    await Promise.all([ada, grace].map((page) => waitForTicks(page, 30 * TICKS_PER_SECOND)));
    const paces = await Promise.all([ada, grace].map(readPace));
    const absenceMs = Math.max(...paces.map(({ longestAbsenceMs }) => longestAbsenceMs));
    it.skip(absenceMs > MOST_ABSENCE_MS, `this machine kept a page from playing for ${absenceMs} ms`);
    for (const [index, page] of [ada, grace].entries()) {
      const pace = paces[index]!;
      expect(countSuspensions(pace), JSON.stringify(pace)).toBe(0);
      // A machine that plays other tests at the same time may be late now and then; a blocked connection costs a fifth of all ticks.
      expect((pace.ticks * 1000) / pace.watchedMs).toBeGreaterThan(0.95 * TICKS_PER_SECOND);
      expect(await readTelemetry(page)).toMatchObject({ checksumsDiffering: 0, resyncs: 0, wire: 'broken' });
    }
  } finally {
    await Promise.all(windows.map((window) => window.close()));
    await proxy.close();
  }
});
