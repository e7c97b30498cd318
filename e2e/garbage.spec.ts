import { expect } from '@playwright/test';
import { it } from './window-test.ts';
import { joinByCode } from './windows/lobby.ts';
import { letBotPlay, readTelemetry, waitForPhase, waitForTicks } from './windows/telemetry.ts';

it('bytes that mean nothing do no harm, on either channel', async ({ pair: [ada, grace] }) => {
  await grace.page.evaluate(keepChannels);
  await joinByCode(ada.page, grace.page);
  await Promise.all([letBotPlay(ada.page, 1), letBotPlay(grace.page, 1)]);
  await waitForPhase(ada.page, ['rally']);
  const channels = await grace.page.evaluate(sendGarbage);
  expect(channels).toBe(2);
  await waitForTicks(ada.page, 120);
  await waitForTicks(grace.page, 120);
  for (const { page } of [ada, grace]) expect(await readTelemetry(page)).toMatchObject({ checksumsDiffering: 0, resyncs: 0 });
});

/** Runs in the page: remembers every data channel that is made from now on. */
function keepChannels(): void {
  const kept: RTCDataChannel[] = [];
  Object.assign(window, { keptChannels: kept });
  const create = RTCPeerConnection.prototype.createDataChannel;
  RTCPeerConnection.prototype.createDataChannel = function (label, options) {
    const channel = create.call(this, label, options);
    kept.push(channel);
    return channel;
  };
}

/** Runs in the page: sends what no build of the game would send, and answers on how many channels. */
function sendGarbage(): number {
  // Put there by keepChannels.
  const { keptChannels } = window as unknown as { keptChannels: RTCDataChannel[] };
  const open = keptChannels.filter(({ readyState }) => readyState === 'open');
  for (const channel of open) {
    for (const length of [1, 2, 3, 7, 16, 64, 255, 1_100]) {
      channel.send(new Uint8Array(length).fill(0xff));
      channel.send(new Uint8Array(length));
      channel.send(crypto.getRandomValues(new Uint8Array(length)));
      // Every kind of message, cut short.
      channel.send(Uint8Array.of(length & 0x0f));
    }
    channel.send('text instead of bytes');
  }
  return open.length;
}
