import { expect } from '@playwright/test';
import { backToMenu, joinByCode } from '../windows/lobby.ts';
import { paste, press, textToSend, toPaste } from '../windows/pasting.ts';
import { onCourt, readTelemetry, waitForPhase } from '../windows/telemetry.ts';
import { it } from './network-test.ts';

/** Commands of `ip` for a network interface that is up; the other end of its cable hangs loose in the same network. */
const plugIn = (name: string, ...address: readonly string[]): (readonly string[])[] => [
  ['link', 'add', name, 'type', 'veth', 'peer', 'name', `${name}-end`],
  ['link', 'set', `${name}-end`, 'up'],
  ['link', 'set', name, 'up'],
  ['address', 'add', ...address, 'dev', name],
];

/** Addresses that are kept for examples, so that none of them is anybody's. */
const machines: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'nothing but its loopback interface': [],
  'a LAN that leads nowhere else': plugIn('lan0', '192.0.2.7/24'),
  'IPv6 alone': [...plugIn('lan0', '2001:db8::7/64', 'nodad'), ['route', 'add', 'default', 'via', '2001:db8::1']],
  'a VPN that takes everything and answers nothing': [
    ...plugIn('lan0', '192.0.2.7/24'),
    ...plugIn('vpn0', '198.51.100.7/24'),
    ['route', 'add', 'default', 'via', '198.51.100.1'],
  ],
};

for (const [what, commands] of Object.entries(machines)) {
  it(`two windows play on a machine with ${what}`, async ({ openNetwork, opener }) => {
    const machine = await openNetwork();
    for (const command of commands) await machine.ip(...command);
    const [ada, grace] = await Promise.all(['Ada', 'Grace'].map((name) => opener.open(name, {}, { within: machine.within })));
    await joinByCode(ada!.page, grace!.page);
    expect(await readTelemetry(grace!.page)).toMatchObject({ peerId: 2, leaderId: 1 });
  });
}

it('two windows on a machine with forty networks play by a code and over three texts', async ({ openNetwork, opener }) => {
  const machine = await openNetwork();
  const networks = Array.from({ length: 40 }, (_, n) => plugIn(`net${n}`, `10.${100 + n}.0.1/24`));
  for (const command of networks.flat()) await machine.ip(...command);
  const [ada, grace] = await Promise.all([
    opener.open('Ada', {}, { within: machine.within }),
    opener.open('Grace', {}, { within: machine.within }),
  ]);
  for (const { page } of [ada, grace]) await toPaste(page);
  const password = await ada.page.getByRole('textbox', { name: 'tell them this password' }).inputValue();
  await press(ada.page, 'Make the first text');
  await grace.page.getByRole('textbox', { name: 'you were sent a text' }).fill(password);
  await paste(grace.page, await textToSend(ada.page, 'Send this to the other player'), 'Make the answer');
  await paste(ada.page, await textToSend(grace.page, 'Send this answer back'), 'Take the answer');
  await paste(grace.page, await textToSend(ada.page, 'Send this last text'), 'Take the text');
  for (const { page } of [ada, grace]) await press(page, 'Connect');
  for (const { page } of [ada, grace]) await waitForPhase(page, onCourt);
  for (const { page } of [ada, grace]) await backToMenu(page);
  await joinByCode(ada.page, grace.page);
  expect(await readTelemetry(grace.page)).toMatchObject({ peerId: 2, leaderId: 1 });
});
