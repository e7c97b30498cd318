import { expect } from '@playwright/test';
import { freePorts } from '../../electron/rendezvous/free-ports-fixture.ts';
import { joinByCode } from '../windows/lobby.ts';
import { readTelemetry } from '../windows/telemetry.ts';
import { it } from './network-test.ts';

// Addresses that are kept for examples, so that none of them is anybody's.

it('two machines of a LAN find each other by multicast', async ({ openNetwork, opener }) => {
  const [adas, graces] = [await openNetwork(), await openNetwork()];
  await adas.connect(graces, 'lan0');
  await adas.ip('address', 'add', '192.0.2.1/24', 'dev', 'lan0');
  await graces.ip('address', 'add', '192.0.2.2/24', 'dev', 'lan0');
  const [ada, grace] = await Promise.all([
    opener.open('Ada', { lanPlay: true }, { within: adas.within }),
    opener.open('Grace', { lanPlay: true }, { within: graces.within }),
  ]);
  await joinByCode(ada.page, grace.page);
  expect(await readTelemetry(grace.page)).toMatchObject({ peerId: 2, leaderId: 1 });
});

it('two machines with a router between them, which passes no multicast, meet by address', async ({ openNetwork, opener }) => {
  const [adas, router, graces] = [await openNetwork(), await openNetwork(), await openNetwork()];
  await router.connect(adas, 'lan0');
  await router.connect(graces, 'lan1');
  await router.route();
  for (const [machine, interfaceName, network] of [
    [adas, 'lan0', '192.0.2'],
    [graces, 'lan1', '198.51.100'],
  ] as const) {
    await router.ip('address', 'add', `${network}.1/24`, 'dev', interfaceName);
    await machine.ip('address', 'add', `${network}.7/24`, 'dev', interfaceName);
    await machine.ip('route', 'add', 'default', 'via', `${network}.1`);
  }
  const [port] = await freePorts(1);
  const [ada, grace] = await Promise.all([
    opener.open('Ada', { lanPlay: true, brokerPorts: [port!] }, { within: adas.within }),
    opener.open('Grace', { rendezvous: [{ url: `mqtt://192.0.2.7:${port}` }] }, { within: graces.within }),
  ]);
  await joinByCode(ada.page, grace.page);
  expect(await readTelemetry(grace.page)).toMatchObject({ peerId: 2, leaderId: 1 });
});
