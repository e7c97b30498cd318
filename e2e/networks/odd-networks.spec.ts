import { expect } from '@playwright/test';
import { joinByCode } from '../windows/lobby.ts';
import { readTelemetry } from '../windows/telemetry.ts';
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
