import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { expect, type Locator, type Page } from '@playwright/test';
import { decodeRendezvous, encodeRendezvous, hexOf, RefuseReason, RendezvousKind } from 'paddlewire-netcode/rendezvous';
import { findBroker } from '../electron/rendezvous/broker-finder.ts';
import { it } from './window-test.ts';
import type { GameWindow } from './windows/game-window.ts';
import { hostGame, joinByCode, pressJoin, typeCode } from './windows/lobby.ts';
import { brokerPortsOf } from './windows/open-window.ts';

it('no meeting point: says what to set up, and leads to it', async ({ opener }) => {
  const { page } = await opener.open('Grace');
  await joinWith(page, 'K7QF-3M9X');
  await expect(error(page, 'No meeting point can be reached')).toBeVisible();
  await page.getByRole('button', { name: 'Network settings' }).click();
  await page.getByRole('checkbox', { name: 'Play on the local network' }).check();
  await page.getByRole('button', { name: 'Back to menu' }).click();
});

it('no such game: leads to where another code is typed', async ({ pair: [ada, grace] }) => {
  // With a host that runs the rendezvous, so that it is the code that is unknown.
  const code = await hostGame(ada.page);
  await joinWith(grace.page, `${code[0] === '7' ? '8' : '7'}${code.slice(1)}`);
  await expect(error(grace.page, 'No such game')).toBeVisible();
  await grace.page.getByRole('button', { name: 'Enter a code' }).click();
  await expect(grace.page.getByRole('textbox', { name: 'Join code' })).toBeFocused();
});

it('wrong code: leads back to where it is typed', async ({ pair: [ada, grace] }) => {
  const code = await hostGame(ada.page);
  await joinWith(grace.page, `${code.slice(0, -1)}${code.endsWith('7') ? '8' : '7'}`);
  await expect(error(grace.page, 'Wrong code')).toBeVisible();
  await grace.page.getByRole('button', { name: 'Enter a code' }).click();
  await expect(grace.page.getByRole('textbox', { name: 'Join code' })).toBeFocused();
});

it('game full: who comes after the second player is told so', async ({ trio: [ada, grace, linus] }) => {
  const code = await joinByCode(ada.page, grace.page);
  await joinWith(linus.page, code);
  await expect(error(linus.page, 'The game is full')).toBeVisible();
  await expect(linus.page.getByRole('button', { name: 'Host game' })).toBeVisible();
});

it('another version: says that both need the same', async ({ pair: [ada, grace] }) => {
  await hostGame(ada.page);
  const leave = await hostOfAnotherVersion(ada, 'ZZZZ');
  try {
    await joinWith(grace.page, 'ZZZZ-ZZZZ');
    await expect(error(grace.page, 'The other player has a different version')).toBeVisible();
  } finally {
    leave();
  }
});

it('network blocked: each side is told what it can do', async ({ pair: [ada], opener }) => {
  const emmy = await opener.open('Emmy', { relayOnly: true, brokerPorts: brokerPortsOf(ada) });
  const code = await hostGame(ada.page);
  await joinWith(emmy.page, code);
  await expect(error(emmy.page, 'The network blocks the connection')).toBeVisible();
  await expect(emmy.page.getByText(/no TURN server is set/)).toBeVisible();
  await expect(error(ada.page, 'The other player can’t be reached')).toBeVisible();
  await ada.page.getByRole('button', { name: 'Network test' }).click();
  await expect(ada.page.getByTestId('network-verdict')).toContainText('Direct on this computer');
  await emmy.page.getByRole('button', { name: 'Network test' }).click();
  await expect(emmy.page.getByTestId('network-verdict')).toContainText('Blocked: no relay works');
});

const ends: readonly (readonly [string, (host: GameWindow) => Promise<void>])[] = [
  ['cancels', ({ page }) => page.getByRole('button', { name: 'Cancel' }).click()],
  ['closes the window', (host) => host.close()],
];
for (const [how, end] of ends) {
  it(`the host ${how} while a connection is being made: the joiner is told immediately`, async ({ opener }) => {
    // A relay that never answers keeps both looking for addresses.
    const relay = createSocket('udp4').bind(0, '127.0.0.1');
    await once(relay, 'listening');
    try {
      const iceServers = [{ urls: `turn:127.0.0.1:${relay.address().port}`, username: 'ada', credential: 'x' }];
      const ada = await opener.open('Ada', { relayOnly: true, iceServers });
      const linus = await opener.open('Linus', { relayOnly: true, iceServers, brokerPorts: brokerPortsOf(ada) });
      await joinWith(linus.page, await hostGame(ada.page));
      await expect(linus.page.getByText('Opening a direct connection')).toBeVisible();
      await end(ada);
      await expect(error(linus.page, 'The host has left')).toBeVisible({ timeout: 5_000 });
    } finally {
      relay.close();
    }
  });
}

async function joinWith(page: Page, code: string): Promise<void> {
  await typeCode(page, code);
  await pressJoin(page);
}

/** Heading of the screen that says what went wrong. */
function error(page: Page, title: string): Locator {
  return page.getByRole('alert').getByRole('heading', { name: title });
}

/** A host that speaks a later version, at the broker of a window that hosts: it says so to whoever knocks. */
async function hostOfAnotherVersion(window: GameWindow, nameplate: string): Promise<() => void> {
  const broker = await findBroker(brokerPortsOf(window), 10_000, (_topic, payload) => {
    const knock = decodeRendezvous(payload);
    if (!knock.ok || knock.value.kind !== RendezvousKind.knock) return;
    const refusal = encodeRendezvous({ kind: RendezvousKind.refuse, reason: RefuseReason.version });
    void broker?.publish(`paddlewire/1/${nameplate}/${hexOf(knock.value.joiner)}`, refusal);
  });
  await broker?.subscribe(`paddlewire/1/${nameplate}/host`);
  return () => broker?.end();
}
