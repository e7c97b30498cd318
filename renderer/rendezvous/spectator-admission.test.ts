import { type JoinCode, parseJoinCode, RendezvousKind } from 'paddlewire-netcode/rendezvous';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Connected } from '../webrtc/link.ts';
import type { Signal } from '../webrtc/signal.ts';
import { Broker } from './broker-fixture.ts';
import { joinGame } from './join.ts';
import { RendezvousClient } from './rendezvous-client.ts';
import { SpectatorAdmission } from './spectator-admission.ts';

/** When the connections of this test are gone. */
const network = vi.hoisted(() => ({ gone: new Promise<void>(() => undefined) }));

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
        open(type === 'gave-up' ? undefined : { close: () => undefined, gone: network.gone });
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
  network.gone = new Promise(() => undefined);
});
afterEach(() => {
  vi.useRealTimers();
});

/** A game that allows spectators, whose match has begun. */
async function openAdmission() {
  const admitted: Connected[] = [];
  const changed = vi.fn();
  const admission = new SpectatorAdmission(new RendezvousClient(broker.desktop()), () => settings, changed);
  admission.seat({
    isTaken: (id) => admitted.some(({ remoteId }) => remoteId === id),
    admit: (connected) => admitted.push(connected),
  });
  await allow(admission);
  return { admission, admitted, changed };
}

async function allow(admission: SpectatorAdmission): Promise<void> {
  admission.allow(true);
  // It looks whether its nameplate is free.
  await vi.advanceTimersByTimeAsync(2_000);
}

function codeOf(admission: SpectatorAdmission): JoinCode {
  const code = parseJoinCode(admission.code);
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
  const { admission, admitted } = await openAdmission();
  const code = codeOf(admission);
  const told: (string | number)[] = [];
  for (let i = 0; i < 7; i++) told.push(await join(code));
  expect(told).toEqual([3, 4, 5, 6, 7, 8, 'game-full']);
  expect(admitted.map(({ localId, remoteId }) => [localId, remoteId])).toEqual([3, 4, 5, 6, 7, 8].map((id) => [1, id]));
  expect(new Set(admitted.map(({ resumeSecret }) => String(resumeSecret))).size).toBe(6);
  expect(admission.code).not.toBe('');
});

it('a place that has become free is given again', async () => {
  const { admission, admitted } = await openAdmission();
  for (let i = 0; i < 3; i++) await join(codeOf(admission));
  admitted.splice(1, 1);
  expect(await join(codeOf(admission))).toBe(4);
});

it('a code that was guessed at five times is followed by another one, and who is in stays', async () => {
  const { admission, admitted, changed } = await openAdmission();
  const code = codeOf(admission);
  await join(code);
  changed.mockClear();
  const wrong = { ...code, secret: code.secret === 'ZZZZ' ? 'YYYY' : 'ZZZZ' };
  for (let i = 0; i < 5; i++) expect(await join(wrong)).toBe('wrong-code');
  await vi.advanceTimersByTimeAsync(2_000);
  expect(changed).toHaveBeenCalledOnce();
  expect(codeOf(admission)).not.toEqual(code);
  expect(await join(codeOf(admission))).toBe(4);
  expect(admitted).toHaveLength(2);
});

it('lets nobody in any more once it is closed', async () => {
  const { admission, admitted } = await openAdmission();
  const code = codeOf(admission);
  admission.close();
  const attempt = joinGame(new RendezvousClient(broker.desktop()), code, settings);
  await vi.advanceTimersByTimeAsync(6_000);
  expect(await attempt.result).toBe('no-such-game');
  expect(admitted).toEqual([]);
});

it('who is on the way in when it is closed is told so', async () => {
  const { admission } = await openAdmission();
  broker.loses = ([kind]) => kind === RendezvousKind.sealed;
  const { result } = joinGame(new RendezvousClient(broker.desktop()), codeOf(admission), settings);
  await vi.advanceTimersByTimeAsync(100);
  broker.loses = () => false;
  admission.close();
  await vi.advanceTimersByTimeAsync(100);
  expect(await Promise.race([result, Promise.resolve('waits')])).toBe('other-left');
});

it('has no code when the rendezvous is lost, and says so', async () => {
  const { admission, changed } = await openAdmission();
  changed.mockClear();
  broker.die();
  expect(admission.lost).toBe(true);
  expect(admission.code).toBe('');
  expect(changed).toHaveBeenCalledOnce();
});

it('who is on the way in when the code dies still comes in', async () => {
  const { admission, admitted } = await openAdmission();
  const code = codeOf(admission);
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
  expect(codeOf(admission)).not.toEqual(code);
  const { calls } = broker.desktop();
  for (const payload of late) await calls.publish(`paddlewire/1/${code.nameplate}/host`, payload);
  await vi.advanceTimersByTimeAsync(100);
  expect(await attempt.result).toMatchObject({ localId: 3 });
  expect(admitted).toHaveLength(1);
});

it('a spectator who came early and goes away before the match is not counted any longer, and its place is free', async () => {
  const changed = vi.fn();
  const admission = new SpectatorAdmission(new RendezvousClient(broker.desktop()), () => settings, changed);
  await allow(admission);
  let die: () => void = () => undefined;
  network.gone = new Promise((resolve) => {
    die = resolve;
  });
  expect(await join(codeOf(admission))).toBe(3);
  expect(admission.waiting).toBe(1);
  changed.mockClear();
  die();
  await vi.advanceTimersByTimeAsync(0);
  expect(admission.waiting).toBe(0);
  expect(changed).toHaveBeenCalledOnce();
  expect(await join(codeOf(admission))).toBe(3);
});

it('spectators who came early are admitted to the match when it begins', async () => {
  const admission = new SpectatorAdmission(new RendezvousClient(broker.desktop()), () => settings, vi.fn());
  await allow(admission);
  await join(codeOf(admission));
  const admit = vi.fn();
  admission.seat({ isTaken: () => true, admit });
  expect(admit).toHaveBeenCalledOnce();
  expect(admission.waiting).toBe(0);
});

it('what was turned off before the rendezvous was open leaves it, and nobody listens', async () => {
  const admission = new SpectatorAdmission(new RendezvousClient(broker.desktop()), () => settings, vi.fn());
  admission.allow(true);
  admission.allow(false);
  await vi.advanceTimersByTimeAsync(2_000);
  expect([admission.code, broker.topics]).toEqual(['', []]);
});
