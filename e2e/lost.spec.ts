import { expect } from '@playwright/test';
import { it } from './window-test.ts';
import { joinByCode } from './windows/lobby.ts';
import { letBotPlay, readTelemetry, waitForPhase } from './windows/telemetry.ts';

/** As short as the config file allows, because all of it is waited for here. */
const graceSeconds = 5;

for (const lost of ['host', 'joiner'] as const) {
  it(`the ${lost} is killed: the match freezes, says so, and leads back to the menu`, async ({ opener }) => {
    const [ada, grace] = await Promise.all([opener.open('Ada', { graceSeconds }), opener.open('Grace', { graceSeconds })]);
    await joinByCode(ada.page, grace.page);
    await Promise.all([letBotPlay(ada.page, 1), letBotPlay(grace.page, 1)]);
    await waitForPhase(grace.page, ['rally']);
    const [killed, left] = lost === 'host' ? [ada, grace] : [grace, ada];
    const before = await readTelemetry(left.page);
    await killed.kill();
    await waitForPhase(left.page, ['suspended', 'ended']);
    await expect(left.page.getByText(/connection|reached|waiting/i).first()).toBeVisible();
    await waitForPhase(left.page, ['ended']);
    expect((await readTelemetry(left.page)).score).toEqual(before.score);
    await left.page.getByRole('button', { name: /menu/i }).click();
    await expect(left.page.getByRole('button', { name: 'Host game' })).toBeVisible();
  });
}
