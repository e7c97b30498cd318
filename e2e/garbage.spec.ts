import { expect } from '@playwright/test';
import { ByeReason, ControlKind } from 'paddlewire-netcode/session';
import { Random } from '../netcode/local/random.ts';
import { it } from './window-test.ts';
import { joinByCode } from './windows/lobby.ts';
import { letBotPlay, readTelemetry, waitForPhase, waitForTicks } from './windows/telemetry.ts';

it('bytes that mean nothing do no harm, on either channel', async ({ pair: [ada, grace] }) => {
  await grace.page.evaluate(keepChannels);
  await joinByCode(ada.page, grace.page);
  await Promise.all([letBotPlay(ada.page, 1), letBotPlay(grace.page, 1)]);
  await waitForPhase(ada.page, ['rally']);
  const channels = await grace.page.evaluate(send, garbage());
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

/** What no build of the game sends: the same bytes at every run, because drawn ones are now and then a message that means something. */
function garbage(): number[][] {
  const random = new Random(1, 'garbage');
  const messages: number[][] = [];
  for (const draw of [() => 0xff, () => 0, () => random.below(256)]) {
    for (const length of [1, 2, 3, 7, 16, 64, 255, 1_100]) messages.push(Array.from({ length }, draw));
  }
  // Every kind of message, cut short.
  for (let kind = 0; kind < 16; kind++) messages.push([kind]);
  const reasons: readonly number[] = Object.values(ByeReason);
  for (let reason = 0; reason < 256; reason++) if (!reasons.includes(reason)) messages.push([ControlKind.bye, reason]);
  return messages;
}

/** Runs in the page: sends these messages, and answers on how many channels. */
function send(messages: readonly (readonly number[])[]): number {
  // Put there by keepChannels.
  const { keptChannels } = window as unknown as { keptChannels: RTCDataChannel[] };
  const open = keptChannels.filter(({ readyState }) => readyState === 'open');
  for (const channel of open) {
    for (const message of messages) channel.send(Uint8Array.from(message));
    channel.send('text instead of bytes');
  }
  return open.length;
}
