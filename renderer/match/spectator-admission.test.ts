import { expect, it, vi } from 'vitest';
import type { RendezvousClient } from '../rendezvous/rendezvous-client.ts';
import type { Connected, Link } from '../webrtc/link.ts';
import { SpectatorAdmission } from './spectator-admission.ts';

/** How the door lets somebody in, and whether it takes a place for taken. */
const door = vi.hoisted(() => ({ admit: (_: Connected): void => undefined, isTaken: (_: number): boolean => false }));

vi.mock('../rendezvous/spectator-listener.ts', () => ({
  SpectatorListener: class {
    constructor(_point: unknown, _settings: unknown, isTaken: typeof door.isTaken, admit: typeof door.admit) {
      Object.assign(door, { isTaken, admit });
    }
  },
}));

it('who came early and goes away before the match is not counted any more, and its place is free', async () => {
  const changed = vi.fn();
  // The door is not a real one, so nothing is looked up here.
  const audience = new SpectatorAdmission({} as RendezvousClient, () => ({ iceServers: [], relayOnly: false }), changed);
  audience.allow(true);
  let die: () => void = () => undefined;
  const link: Link = {
    gone: new Promise((resolve) => {
      die = resolve;
    }),
    sendFast: () => undefined,
    queuedBytes: 0,
    sendReliable: () => undefined,
    listen: () => undefined,
    close: () => undefined,
  };
  door.admit({ link, localId: 1, remoteId: 3, resumeSecret: new Uint8Array(32) });
  expect([audience.waiting, door.isTaken(3)]).toEqual([1, true]);
  changed.mockClear();
  die();
  await link.gone;
  await Promise.resolve();
  expect([audience.waiting, door.isTaken(3)]).toEqual([0, false]);
  expect(changed).toHaveBeenCalledOnce();
});
