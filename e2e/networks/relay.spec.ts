import { expect } from '@playwright/test';
import { startCoturn, whyNoCoturn } from '../servers/coturn.ts';
import { startMosquitto, whyNoMosquitto } from '../servers/mosquitto.ts';
import { keepConnections } from '../windows/kept-connections.ts';
import { joinByCode } from '../windows/lobby.ts';
import { it } from './network-test.ts';
import { skipWithout } from './skip-without.ts';

// Addresses that are kept for examples, so that none of them is anybody's.
const server = '203.0.113.1';
const players = { Ada: '192.0.2.7', Grace: '198.51.100.7' } as const;

it('two machines that can reach the deployed servers, and not each other, meet there and play over the relay', async ({
  openNetwork,
  opener,
}) => {
  skipWithout(whyNoMosquitto() ?? whyNoCoturn());
  const internet = await openNetwork();
  const machines = { Ada: await openNetwork(), Grace: await openNetwork() };
  for (const name of ['Ada', 'Grace'] as const) {
    const [machine, cable, address] = [machines[name], `to-${name}`, players[name]];
    await internet.connect(machine, cable);
    await internet.ip('address', 'add', `${server}/32`, 'dev', cable);
    await internet.ip('route', 'add', address, 'dev', cable);
    await machine.ip('address', 'add', `${address}/32`, 'dev', cable);
    await machine.ip('route', 'add', server, 'dev', cable);
    await machine.ip('route', 'add', 'default', 'via', server);
  }
  const [mosquitto, coturn] = await Promise.all([
    startMosquitto({ tls: true, address: server, within: internet.within }),
    startCoturn(server, internet.within),
  ]);
  const { url, username, password, caFile } = mosquitto;
  const settings = {
    rendezvous: [{ url, username, password }],
    iceServers: [{ urls: coturn.url, secret: coturn.secret }],
    relayOnly: true,
  };
  const trusting = ['env', `NODE_EXTRA_CA_CERTS=${caFile}`];
  const [ada, grace] = await Promise.all([
    opener.open('Ada', settings, { within: [...machines.Ada.within, ...trusting] }),
    opener.open('Grace', settings, { within: [...machines.Grace.within, ...trusting] }),
  ]);
  for (const { page } of [ada, grace]) await page.evaluate(keepConnections);
  await joinByCode(ada.page, grace.page);
  for (const { page } of [ada, grace]) {
    const { selected, told } = await page.evaluate(describeConnection);
    expect(selected).toEqual(['relay', 'relay']);
    // Neither as a candidate nor as where a relayed one comes from.
    for (const address of Object.values(players)) expect(told).not.toContain(address);
    expect(told).toContain(`${server} `);
    expect(told).not.toMatch(/ typ (?!relay)/);
  }
  await Promise.all([mosquitto.close(), coturn.close()]);
});

it('on a machine whose clock is two days slow the relay’s refusal is told with the clock among its causes', async ({
  openNetwork,
  opener,
}) => {
  skipWithout(whyNoCoturn());
  const machine = await openNetwork();
  await machine.ip('link', 'add', 'lan0', 'type', 'veth', 'peer', 'name', 'lan1');
  for (const end of ['lan0', 'lan1']) await machine.ip('link', 'set', end, 'up');
  await machine.ip('address', 'add', `${server}/24`, 'dev', 'lan0');
  const coturn = await startCoturn(server, machine.within);
  const iceServers = [{ urls: coturn.url, secret: coturn.secret }];
  const { page } = await opener.open('Ada', { iceServers, relayOnly: true }, { within: machine.within });
  await page.evaluate(() => {
    const now = Date.now;
    Date.now = () => now() - 2 * 86_400_000;
  });
  for (const name of ['Join game', 'Other ways to connect', 'Network settings', 'Network test'])
    await page.getByRole('button', { name, exact: true }).click();
  await expect(page.getByTestId('network-verdict')).toContainText('Blocked: no relay works');
  await expect(page.getByText(/does not accept the password made from the shared secret.*this computer’s clock, which says/)).toBeVisible();
  await coturn.close();
});

/** Runs in the page: kinds of the two candidates in use, own and other, and all that the other side was told about this one. */
async function describeConnection(): Promise<{ selected: unknown[]; told: string }> {
  const connection = window.keptConnections.find(({ connectionState }) => connectionState === 'connected');
  if (connection === undefined) return { selected: [], told: '' };
  const stats = new Map<string, Record<string, unknown>>();
  for (const [id, entry] of await connection.getStats()) stats.set(id, entry);
  const transport = [...stats.values()].find(({ type }) => type === 'transport');
  const pair = stats.get(String(transport?.['selectedCandidatePairId']));
  const kindOf = (id: unknown): unknown => stats.get(String(id))?.['candidateType'];
  return {
    selected: [kindOf(pair?.['localCandidateId']), kindOf(pair?.['remoteCandidateId'])],
    told: connection.localDescription?.sdp ?? '',
  };
}
