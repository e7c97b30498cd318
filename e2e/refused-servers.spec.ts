import { expect } from '@playwright/test';
import { it } from './window-test.ts';
import { hostGame, pressJoin, typeCode } from './windows/lobby.ts';
import { brokerPortsOf } from './windows/open-window.ts';
import { onCourt, waitForPhase } from './windows/telemetry.ts';

it('servers that the browser refuses are named on every screen on the way, and the match is played without them', async ({ opener }) => {
  const iceServers = [{ urls: 'stun:127.0.0.1:9?transport=udp' }, { urls: 'turn:192.0.2.1' }];
  const ada = await opener.open('Ada', { iceServers });
  const grace = await opener.open('Grace', { iceServers, brokerPorts: brokerPortsOf(ada) });
  const named = [/Left out\. The address of a STUN server has no “\?” part/, /Left out\. A TURN server needs a user name and password/];

  for (const name of ['Join game', 'Other ways to connect', 'Network settings']) await grace.page.getByRole('button', { name }).click();
  for (const problem of named) await expect(grace.page.getByText(problem)).toBeVisible();
  const add = (address: string) => grace.page.getByRole('textbox', { name: 'Server: address' }).fill(address);
  await add('turn:example.org');
  await grace.page.getByRole('button', { name: 'Add server' }).click();
  await expect(grace.page.getByText('A TURN server needs a user name and password, or a shared secret.').last()).toBeVisible();
  await grace.page.getByRole('button', { name: 'Back to menu' }).click();

  const code = await hostGame(ada.page);
  await expect(ada.page.getByText(named[0]!)).toBeVisible();
  await expect(ada.page.getByText(named[1]!)).toBeVisible();
  await typeCode(grace.page, code);
  await expect(grace.page.getByText(named[1]!)).toBeVisible();
  await pressJoin(grace.page);
  for (const { page } of [ada, grace]) await waitForPhase(page, onCourt);
});
