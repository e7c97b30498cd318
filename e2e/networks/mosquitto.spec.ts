import { expect } from '@playwright/test';
import { connectAsync } from 'mqtt';
import { freePorts } from '../../electron/rendezvous/free-ports-fixture.ts';
import { startMosquitto, whyNoMosquitto } from '../servers/mosquitto.ts';
import { it } from '../window-test.ts';
import { joinByCode } from '../windows/lobby.ts';
import { readTelemetry } from '../windows/telemetry.ts';
import { skipWithout } from './skip-without.ts';

it('two windows meet at a Mosquitto by its address, and at no other broker', async ({ opener }) => {
  skipWithout(whyNoMosquitto());
  const server = await startMosquitto({ tls: false });
  const { url, username, password } = server;
  const listener = await connectAsync(url, { username, password });
  const kinds = new Set<string>();
  listener.on('message', (topic) => kinds.add(topic.endsWith('/host') ? 'to the host' : 'to a joiner'));
  await listener.subscribeAsync('paddlewire/1/+/+');
  // No port in common: the brokers of the two windows themselves can't be where they meet.
  const [one, other] = await freePorts(2);
  const settings = { rendezvous: [{ url, username, password }] };
  const [ada, grace] = await Promise.all([
    opener.open('Ada', { ...settings, brokerPorts: [one!] }),
    opener.open('Grace', { ...settings, brokerPorts: [other!] }),
  ]);
  await joinByCode(ada.page, grace.page);
  expect(await readTelemetry(grace.page)).toMatchObject({ peerId: 2, leaderId: 1 });
  expect([...kinds].sort()).toEqual(['to a joiner', 'to the host']);
  await listener.endAsync();
  await server.close();
});
