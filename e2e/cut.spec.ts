import { setTimeout as wait } from 'node:timers/promises';
import { expect } from '@playwright/test';
import { CLEAN } from '../netcode/local/network.ts';
import { it } from './window-test.ts';
import { disagreements, readMatchHistory } from './windows/match-history.ts';
import { countConnections, putBehindProxy } from './windows/proxied-page.ts';
import { inSeat, playPoint, startRally } from './windows/rally.ts';
import { readTelemetry, waitForPhase } from './windows/telemetry.ts';
import { type Side, UdpProxy } from './windows/udp-proxy.ts';

/** Whose packets don't arrive. */
const directions: readonly { readonly what: string; readonly senders: readonly Side[] }[] = [
  { what: 'both ways', senders: [0, 1] },
  { what: 'from the host alone', senders: [0] },
  { what: 'from the joiner alone', senders: [1] },
];

/** Of each kind of cut, one direction is enough for every day. */
const everyDay = ['1 s, from the host alone', '5 s, both ways'];

const cuts = [
  // Up to 2 s of silence: the open rally goes on.
  { seconds: 1, goesOn: 'rally', connections: 1 },
  // More: from the serve after the newest checkpoint, over whichever connection comes to life first.
  { seconds: 5, goesOn: 'serve', connections: 1 },
  // So long that the browser itself gives the connection up, and another one has to be made.
  { seconds: 40, goesOn: 'serve', connections: 2 },
];

for (const { seconds, goesOn, connections } of cuts) {
  for (const { what, senders } of directions) {
    const tag = everyDay.includes(`${seconds} s, ${what}`) ? [] : ['@slow'];
    it(`the network is cut for ${seconds} s, ${what}: both freeze, and go on from the ${goesOn}`, { tag }, async ({ opener }) => {
      const proxy = new UdpProxy(1, CLEAN);
      const windows = await Promise.all([opener.open('Ada'), opener.open('Grace')]);
      const [ada, grace] = [windows[0].page, windows[1].page];
      try {
        await putBehindProxy(ada, proxy, 0);
        await putBehindProxy(grace, proxy, 1);
        await startRally([ada, grace]);
        const halfway = wait(seconds * 500);
        // By itself, because a busy page that is waited for would make the cut longer.
        const healed = wait(seconds * 1000).then(() => proxy.heal());
        proxy.cut(...senders);
        const [before] = await Promise.all([waitForPhase(ada, ['suspended']), waitForPhase(grace, ['suspended'])]);
        await halfway;
        // A short cut may be over when a busy page answers.
        for (const page of seconds > 1 ? [ada, grace] : [])
          expect(await readTelemetry(page)).toMatchObject({ phase: 'suspended', score: before.score, wire: 'dead' });
        await healed;
        await Promise.all([waitForPhase(ada, inSeat), waitForPhase(grace, inSeat)]);
        const first = await Promise.all([ada, grace].map((page) => waitForPhase(page, ['rally', 'serve'])));
        for (const { phase, score, epoch } of first) {
          expect([phase, score]).toEqual([goesOn, before.score]);
          expect(epoch).toBeGreaterThan(before.epoch);
        }
        expect(await countConnections(ada)).toBeGreaterThanOrEqual(connections);
        await playPoint(grace, ada);
        for (const page of [ada, grace]) expect(await readTelemetry(page)).toMatchObject({ checksumsDiffering: 0 });
        const logs = windows.map(({ dataDir }) => readMatchHistory(dataDir));
        expect(disagreements(logs[0]!, logs[1]!)).toEqual([]);
      } finally {
        await Promise.all(windows.map((window) => window.close()));
        await proxy.close();
      }
    });
  }
}
