import { expect } from '@playwright/test';
import { it } from './window-test.ts';
import { say } from './windows/chat.ts';
import { layoutFaults } from './windows/layout.ts';
import { joinByCode, pressJoin, typeCode } from './windows/lobby.ts';
import { playPoint } from './windows/rally.ts';
import { letBotPlay, waitForPhase } from './windows/telemetry.ts';
import { allowSpectators } from './windows/watched-match.ts';

it('every screen can be used from 320×240 to 4K and at a zoom of 200 %', async ({ opener }) => {
  const { page } = await opener.open('Ada', { name: 'Wilhelmina Murray' }, { join: 'K7QF-3M9X' });
  const faults: string[] = [];
  const look = async (screen: string) => faults.push(...(await layoutFaults(page, screen)));
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
  await page.getByRole('alertdialog').waitFor();
  await look('a link');
  await press('Cancel');
  await look('menu');
  await press('Settings');
  await look('settings');
  await press('Network settings');
  await page.getByRole('textbox', { name: 'Broker: address' }).fill('mqtts://a-rather-long-name-of-a-broker.example.org:8883');
  await page.getByRole('textbox', { name: 'Server: address' }).fill('turn:relay.example.org:3478');
  await look('network settings');
  await press('Add broker');
  await look('network settings with a broker');
  await page.getByRole('button', { name: /^Remove mqtts/ }).click();
  await press('Network test');
  await page.getByRole('button', { name: 'Test again' }).and(page.locator(':enabled')).waitFor();
  await look('network test');
  await press('Back to menu');
  await press('Join game');
  await look('join');
  await page.getByRole('textbox', { name: 'Join code' }).fill('K7');
  await pressJoin(page);
  await look('a mistyped code');
  await press('Other ways to connect');
  await look('other ways');
  await press('Connect by copy and paste');
  await look('paste');
  await press('Make the first text');
  await look('the first text to send');
  await press('Back to menu');
  await typeCode(page, 'K7QF-3M9X');
  await pressJoin(page);
  await page.getByRole('heading', { name: 'No meeting point can be reached' }).waitFor();
  await look('an error');
  await press('Back to menu');
  await press('Host game');
  await allowSpectators(page);
  await page.getByRole('checkbox', { name: 'Show in the list of open games' }).check();
  await look('host');
  await press('Cancel');
  const broken = await page.context().newPage();
  await broken.addInitScript(() => Reflect.deleteProperty(window, 'WebSocket'));
  await broken.goto(page.url());
  await broken.getByRole('heading', { name: 'Paddlewire could not start' }).waitFor();
  faults.push(...(await layoutFaults(broken, 'a failed start')));
  await broken.close();
  await press('Practice');
  await waitForPhase(page, ['serve', 'rally']);
  faults.push(...(await layoutFaults(page, 'practice', true, true)));
  await page.keyboard.press('Escape');
  await look('the menu of practice');
  expect(faults).toEqual([]);
});

it('a match, its chat and its panels can be used from 320×240 to 4K, and nothing lies over the court while the ball is in play', async ({
  opener,
}) => {
  // As often drawn as it takes to see soon where the court is.
  const ada = await opener.open('Ada', { name: 'W'.repeat(20), graceSeconds: 5, framesPerSecond: 4 });
  const grace = await opener.open('Grace', { name: '﷽'.repeat(20) });
  const { page } = ada;
  const faults: string[] = [];
  const look = async (screen: string, playing = false) => faults.push(...(await layoutFaults(page, screen, playing)));
  await joinByCode(page, grace.page);
  await playPoint(page, grace.page);
  for (const each of [page, grace.page]) await letBotPlay(each, 3);
  await waitForPhase(page, ['rally']);
  await look('a rally', true);
  await page.keyboard.press('F3');
  await look('a rally with the network numbers', true);
  await page.keyboard.press('F3');
  await page.getByRole('button', { name: 'Chat', exact: true }).click();
  for (let line = 0; line < 4; line++) await say(page, `A line that is as long as lines of a chat can get, number ${line}`);
  await look('a rally with the chat open', true);
  await page.keyboard.press('Escape');
  await look('a rally with lines of a closed chat', true);
  await page.getByRole('button', { name: 'Menu' }).click();
  await allowSpectators(page);
  await look('the menu of a match');
  await page.getByRole('button', { name: 'Chat', exact: true }).click();
  await look('the menu of a match and the chat');
  await page.getByRole('button', { name: 'Keep playing' }).click();
  await grace.kill();
  // Somebody who is about to press a button there must not press the one that takes its place.
  const below = await page.getByRole('button', { name: 'Back to menu' }).boundingBox();
  const [x, y] = [below!.x + below!.width / 2, below!.y + below!.height / 2];
  await page.mouse.move(x, y);
  expect(await page.evaluate(hitWhenClaimAppears, [x, y] as const)).toBe('press-shield');
  await look('a lost connection and the chat');
  await page.getByRole('button', { name: 'Close chat' }).click();
  await look('a lost connection');
  await page.getByRole('button', { name: 'Back to menu' }).click();
  await page.getByRole('button', { name: /^Resume/ }).waitFor();
  await look('menu with a match to go on with');
  await page.getByRole('button', { name: /^Give up the match/ }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /^Give up the match/ }).click();
  await expect(page.getByRole('button', { name: /^Resume/ })).toBeVisible();
  await page.getByRole('button', { name: /^Yes, give up the match/i }).click();
  await expect(page.getByRole('button', { name: /^Resume/ })).toHaveCount(0);
  expect(faults).toEqual([]);
});

/** Runs in the page: what a press meets there at the moment at which a match can be claimed. */
function hitWhenClaimAppears([x, y]: readonly [number, number]): Promise<string | undefined> {
  return new Promise((done) => {
    const observer = new MutationObserver(() => {
      if (![...document.querySelectorAll('button')].some(({ textContent }) => textContent === 'Claim the match')) return;
      observer.disconnect();
      done(document.elementFromPoint(x, y)?.className);
    });
    observer.observe(document.body, { childList: true, subtree: true });
  });
}
