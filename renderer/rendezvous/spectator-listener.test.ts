import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type JoinCode, parseJoinCode } from '../../netcode/rendezvous/join-code.ts';
import { RendezvousKind } from '../../netcode/rendezvous/messages.ts';
import type { Connected } from '../webrtc/link.ts';
import type { Signal } from '../webrtc/signal.ts';
import { Broker } from './broker-fixture.ts';
import { joinGame } from './join.ts';
import { RendezvousClient } from './rendezvous-client.ts';
import { SpectatorListener } from './spectator-listener.ts';

vi.mock('../webrtc/peer.ts', () => ({
  /** A connection that is open once it has a signal of the other side. */
  openPeer: (initiator: boolean, _config: unknown, onSignal: (signal: Signal) => void) => {
    let open: (link: unknown) => void = () => undefined;
    const opened = new Promise((resolve) => {
      open = resolve;
    });
    if (initiator) onSignal({ type: 'offer', sdp: 'offer' });
    return {
      connect: () => opened,
      signal: ({ type }: Signal) => {
        if (type === 'offer') onSignal({ type: 'answer', sdp: 'answer' });
        open(type === 'gave-up' ? undefined : { close: () => undefined });
      },
      candidates: { own: 1, ownOutside: 0, theirs: 1, theirsOutside: 0 },
      serverErrors: () => [],
      destroy: () => undefined,
    };
  },
}));

const settings = { iceServers: [], relayOnly: false };
let broker: Broker;

beforeEach(() => {
  vi.useFakeTimers();
  broker = new Broker();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A door at which spectators are kept as at a table. */
async function openDoor() {
  const admitted: Connected[] = [];
  const isTaken = (id: number): boolean => admitted.some(({ remoteId }) => remoteId === id);
  const door = new SpectatorListener(new RendezvousClient(broker.desktop()), settings, isTaken, (connected) => admitted.push(connected));
  const changed = vi.fn();
  door.onChange = changed;
  // It looks whether its nameplate is free.
  await vi.advanceTimersByTimeAsync(2_000);
  return { door, admitted, changed };
}

function codeOf(door: SpectatorListener): JoinCode {
  const code = parseJoinCode(door.code);
  if ('error' in code) throw new Error(code.detail);
  return code;
}

async function join(code: JoinCode): Promise<string | number> {
  const attempt = joinGame(new RendezvousClient(broker.desktop()), code, settings);
  const settled = vi.fn();
  void attempt.result.then(settled);
  while (settled.mock.calls.length === 0) await vi.advanceTimersByTimeAsync(10);
  const result = await attempt.result;
  return typeof result === 'string' ? result : result.localId;
}

it('one code lets in six, gives each an id of its own, and tells a seventh that every place is taken', async () => {
  const { door, admitted } = await openDoor();
  const code = codeOf(door);
  const told: (string | number)[] = [];
  for (let i = 0; i < 7; i++) told.push(await join(code));
  expect(told).toEqual([3, 4, 5, 6, 7, 8, 'game-full']);
  expect(admitted.map(({ localId, remoteId }) => [localId, remoteId])).toEqual([3, 4, 5, 6, 7, 8].map((id) => [1, id]));
  expect(new Set(admitted.map(({ resumeSecret }) => String(resumeSecret))).size).toBe(6);
  expect(door.code).not.toBe('');
});

it('a place that has become free is given again', async () => {
  const { door, admitted } = await openDoor();
  for (let i = 0; i < 3; i++) await join(codeOf(door));
  admitted.splice(1, 1);
  expect(await join(codeOf(door))).toBe(4);
});

it('a code that was guessed at five times is followed by another one, and who is in stays', async () => {
  const { door, admitted, changed } = await openDoor();
  const code = codeOf(door);
  await join(code);
  changed.mockClear();
  const wrong = { ...code, secret: code.secret === 'ZZZZ' ? 'YYYY' : 'ZZZZ' };
  for (let i = 0; i < 5; i++) expect(await join(wrong)).toBe('wrong-code');
  await vi.advanceTimersByTimeAsync(2_000);
  expect(changed).toHaveBeenCalledOnce();
  expect(codeOf(door)).not.toEqual(code);
  expect(await join(codeOf(door))).toBe(4);
  expect(admitted).toHaveLength(2);
});

it('lets nobody in any more once it is closed', async () => {
  const { door, admitted } = await openDoor();
  const code = codeOf(door);
  door.close();
  const attempt = joinGame(new RendezvousClient(broker.desktop()), code, settings);
  await vi.advanceTimersByTimeAsync(6_000);
  expect(await attempt.result).toBe('no-such-game');
  expect(admitted).toEqual([]);
});

it('who is on the way in when it is closed is told so', async () => {
  const { door } = await openDoor();
  broker.loses = ([kind]) => kind === RendezvousKind.sealed;
  const { result } = joinGame(new RendezvousClient(broker.desktop()), codeOf(door), settings);
  await vi.advanceTimersByTimeAsync(100);
  broker.loses = () => false;
  door.close();
  await vi.advanceTimersByTimeAsync(100);
  expect(await Promise.race([result, Promise.resolve('waits')])).toBe('other-left');
});

it('has no code when the rendezvous is lost, and says so', async () => {
  const { door, changed } = await openDoor();
  changed.mockClear();
  broker.die();
  expect(door.lost).toBe(true);
  expect(door.code).toBe('');
  expect(changed).toHaveBeenCalledOnce();
});

it('who is on the way in when the code dies still comes in', async () => {
  const { door, admitted } = await openDoor();
  const code = codeOf(door);
  const wrong = { ...code, secret: code.secret === 'ZZZZ' ? 'YYYY' : 'ZZZZ' };
  for (let guess = 0; guess < 4; guess++) await join(wrong);
  const late: Uint8Array[] = [];
  broker.loses = (payload) => {
    const isSealed = payload[0] === RendezvousKind.sealed;
    if (isSealed) late.push(payload.slice());
    return isSealed;
  };
  const attempt = joinGame(new RendezvousClient(broker.desktop()), code, settings);
  await vi.advanceTimersByTimeAsync(100);
  broker.loses = () => false;
  expect(await join(wrong)).toBe('wrong-code');
  expect(codeOf(door)).not.toEqual(code);
  const { calls } = broker.desktop();
  for (const payload of late) await calls.publish(`paddlewire/1/${code.nameplate}/host`, payload);
  await vi.advanceTimersByTimeAsync(100);
  expect(await attempt.result).toMatchObject({ localId: 3 });
  expect(admitted).toHaveLength(1);
});
