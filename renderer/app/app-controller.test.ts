import * as v from 'valibot';
import { expect, it, vi } from 'vitest';
import type { Settings } from '../../electron/contract/desktop.ts';
import { settingsSchema } from '../../electron/contract/desktop.ts';
import type { Desktop } from '../desktop/open-desktop.ts';
import type { SavedGame } from '../match/saved-games.ts';
import { AppController } from './app-controller.ts';

vi.mock('../webrtc/peer.ts', () => ({ openPeer: () => undefined }));

/** A controller whose settings are written when the test says so. */
function open() {
  const writes: { readonly settings: Settings; readonly end: (ok: boolean) => void }[] = [];
  const saveSettings = (settings: Settings): Promise<Settings> =>
    new Promise((resolve, reject) => {
      writes.push({ settings, end: (ok) => (ok ? resolve({ ...settings }) : reject(new Error('disk full'))) });
    });
  const links: string[] = [];
  const takeJoinLink = async (): Promise<string | undefined> => links.shift();
  // No other call is made.
  const nothingThere = async (): Promise<readonly string[]> => [];
  const calls = { saveSettings, takeJoinLink, listMatches: nothingThere, fileProblems: nothingThere } as Partial<
    Desktop['calls']
  > as Desktop['calls'];
  const nothing = () => () => undefined;
  const desktop: Desktop = { calls, on: nothing };
  const settings = v.parse(settingsSchema, { name: 'Ada' });
  const controller = new AppController(desktop, { shell: 'browser', version: '1', profile: 'p', telemetry: false }, settings);
  return { controller, writes, links };
}

it('of two saves that overlap none is lost', async () => {
  const { controller, writes } = open();
  const first = controller.save({ name: 'Bea' });
  const second = controller.save({ volumePercent: 7 });
  expect(controller.settings).toMatchObject({ name: 'Bea', volumePercent: 7 });
  await vi.waitFor(() => expect(writes).toHaveLength(1));
  writes[0]?.end(true);
  await first;
  await vi.waitFor(() => expect(writes).toHaveLength(2));
  expect(writes[1]?.settings).toMatchObject({ name: 'Bea', volumePercent: 7 });
  writes[1]?.end(true);
  await second;
  expect(controller.settings).toMatchObject({ name: 'Bea', volumePercent: 7 });
});

it('settings that could not be written still hold, and the next write has them', async () => {
  const { controller, writes } = open();
  const first = controller.save({ name: 'Bea' });
  await vi.waitFor(() => expect(writes).toHaveLength(1));
  writes[0]?.end(false);
  await expect(first).rejects.toThrow('disk full');
  expect(controller.settings.name).toBe('Bea');
  void controller.save({ volumePercent: 7 });
  await vi.waitFor(() => expect(writes).toHaveLength(2));
  expect(writes[1]?.settings.name).toBe('Bea');
});

it('a link is only asked about, and after a no all is as before', async () => {
  const { controller, links } = open();
  links.push('paddlewire://join/K7QF-3M9X?name=Ada');
  controller.toJoin();
  await controller.takeLink();
  // Nothing else than settings and links can be asked of this desktop: to connect would have thrown.
  expect(controller.screen).toMatchObject({ name: 'link', link: { name: 'Ada', code: { nameplate: 'K7QF', secret: '3M9X' } } });
  links.push('paddlewire://join/K7QF-3M9Y');
  await controller.takeLink();
  controller.refuseLink();
  expect(controller.screen).toEqual({ name: 'join' });
});

it('without a link the screen stays; of one that leads nowhere the player is told, and all is as before then', async () => {
  const { controller, links } = open();
  controller.open('settings');
  await controller.takeLink();
  expect(controller.screen).toEqual({ name: 'settings' });
  links.push('paddlewire://elsewhere');
  await controller.takeLink();
  expect(controller.screen).toMatchObject({ name: 'link', link: undefined });
  controller.back();
  expect(controller.screen).toEqual({ name: 'settings' });
});

it('a saved match is not gone on with in a window without WebRTC, where it would wait for ever: the window says why', () => {
  const { controller } = open();
  // Nothing of it is read, because nothing here has WebRTC.
  controller.resume({ watched: false } as SavedGame);
  expect(controller.screen).toMatchObject({ name: 'join', failure: { error: 'no-webrtc' } });
});
