import { describe, expect, it } from 'vitest';
import { Pair } from '../lab/pair.ts';
import { checkpointBytes, committedScore, ended, expectAgreement, inPhase, types } from '../lab/pair-checks.ts';
import { CLEAN } from '../local/network.ts';
import { pong } from '../pong/pong.ts';
import { pongMatch } from '../pong/pong-match.ts';
import { Phase, Word } from '../pong/state.ts';
import { ByeReason, ControlKind, encodeControl, PROTOCOL_VERSION } from '../wire/control.ts';
import { FastPacketDecoder } from '../wire/fast-packet.ts';
import { InputFormat } from '../wire/input-format.ts';
import { isRepeatedMessage } from '../wire/repeated-message.ts';
import { Session } from './session.ts';

describe('two sessions', () => {
  it('play a whole match to 11 and agree on the score and on every confirmed checksum', () => {
    const pair = new Pair(1, { ...CLEAN, delayMs: 20, jitterMs: 5 }, 1);
    const [left, right] = pair.peers;
    pair.runUntil(() => inPhase(pair, Phase.over), 600_000);
    expect(Math.max(...committedScore(left))).toBe(11);
    expect(committedScore(right)).toEqual(committedScore(left));
    expect(expectAgreement(pair)).toBeGreaterThan(1000);
    expect(left.session.stats.checksumsDiffering + right.session.stats.checksumsDiffering).toBe(0);
    expect(left.session.stats.checksumsCompared).toBeGreaterThan(1000);
    expect(checkpointBytes(left).length).toBe(left.session.confirmed[Word.rallies]);
  });

  it.each([
    ['5 % loss', { ...CLEAN, delayMs: 50, jitterMs: 50, loss: 0.05 }],
    ['20 % loss', { ...CLEAN, delayMs: 100, jitterMs: 50, loss: 0.2 }],
    ['30 % loss', { ...CLEAN, delayMs: 60, jitterMs: 30, loss: 0.3 }],
    ['20 % loss in bursts at 250 ms round trip', { ...CLEAN, delayMs: 125, jitterMs: 50, loss: 0.2, meanBurstMs: 66, longestBurstMs: 333 }],
    ['400 ms each way', { ...CLEAN, delayMs: 400, jitterMs: 50 }],
    ['700 ms each way', { ...CLEAN, delayMs: 700, jitterMs: 50 }],
  ])('never stall, suspend or diverge with %s', (_, conditions) => {
    const pair = new Pair(11, conditions);
    pair.run(60_000);
    for (const peer of pair.peers) {
      expect(types(peer)).toEqual(['joined']);
      expect(peer.session.stats).toMatchObject({ stalls: 0, checksumsDiffering: 0 });
      expect(peer.session.confirmed[Word.rallies]).toBeGreaterThan(4);
    }
    expectAgreement(pair);
  });

  it('do not mind packets that come twice and out of order', () => {
    const pair = new Pair(3, { ...CLEAN, delayMs: 30, jitterMs: 90 });
    for (const link of pair.links) link.tamper = (reliable, bytes) => (reliable ? [bytes] : [bytes, bytes, bytes.slice()]);
    pair.run(30_000);
    for (const peer of pair.peers) expect(peer.session.stats).toMatchObject({ stalls: 0, checksumsDiffering: 0, resyncs: 0 });
    expectAgreement(pair);
  });

  it.each([1, 5, 12, 25])('play on through a burst of %i lost ticks in a row', (ticks) => {
    const pair = new Pair(4, { ...CLEAN, delayMs: 50 });
    pair.run(8000);
    for (let burst = 0; burst < 6; burst++) {
      for (const link of pair.links) link.cut = true;
      pair.run((ticks * 1000) / 60);
      for (const link of pair.links) link.cut = false;
      pair.run(1500);
    }
    for (const peer of pair.peers) {
      expect(types(peer)).toEqual(['joined']);
      expect(peer.session.stats).toMatchObject({ stalls: 0, checksumsDiffering: 0 });
    }
    expectAgreement(pair);
  });

  it.each([0, 1, 2, 3])('play on as soon as a checksum gets through again, with an input delay of %i', (ticks) => {
    const pair = new Pair(6, { ...CLEAN, delayMs: 50 });
    for (const index of [0, 1] as const) pair.give(index, { type: 'inputDelay', ticks });
    pair.run(5000);
    const follower = pair.peers[1];
    // Bit 3 of an input packet: it has a checksum.
    pair.links[0].tamper = (reliable, bytes) => (!reliable && ((bytes[0] ?? 0) & 0x08) !== 0 ? [] : [bytes]);
    pair.run(2300);
    expect(follower.session.stats.stalls).toBeGreaterThan(0);
    pair.links[0].tamper = undefined;
    pair.run(300);
    const { stalls } = follower.session.stats;
    pair.run(3000);
    expect(follower.session.stats.stalls).toBe(stalls);
    expect(pair.peers.map(types)).toEqual([['joined'], ['joined']]);
    expectAgreement(pair);
  });

  it('change the input delay during a match without a stall, a difference or a false rematch', () => {
    const pair = new Pair(6, { ...CLEAN, delayMs: 300, jitterMs: 20 }, 1);
    for (let i = 0; pair.nowMs < 200_000 && !inPhase(pair, Phase.over); i++) {
      pair.give((i & 1) as 0 | 1, { type: 'inputDelay', ticks: i % 4 });
      pair.run(37 + (i % 11) * 90);
    }
    pair.runUntil(() => inPhase(pair, Phase.over), 400_000);
    pair.run(5000);
    expect(inPhase(pair, Phase.over), 'nobody asked for a rematch').toBe(true);
    for (const peer of pair.peers) expect(peer.session.stats).toMatchObject({ stalls: 0, checksumsDiffering: 0, resyncs: 0 });
    expectAgreement(pair);
  });

  it.each([
    ['both ways', 1],
    ['to the follower', 0],
  ])('never send what can not be read or is wrong, even when the delay %s grows beyond what can be predicted', (_, grows) => {
    const pair = new Pair(8, { ...CLEAN, delayMs: 50 });
    pair.run(6000);
    let unreadable = 0;
    for (const link of pair.links) {
      link.tamper = (reliable, bytes) => {
        if (!reliable && new FastPacketDecoder(new InputFormat(pong(0))).decode(bytes) === undefined) unreadable++;
        return [bytes];
      };
    }
    for (let delayMs = 50; delayMs < 3000; delayMs += 12) {
      pair.links[0].conditions = { ...CLEAN, delayMs };
      pair.links[1].conditions = { ...CLEAN, delayMs: grows === 0 ? 50 : delayMs };
      pair.run(100);
    }
    expect(unreadable).toBe(0);
    for (const peer of pair.peers) expect(peer.session.stats.checksumsDiffering).toBe(0);
    for (const link of pair.links) link.conditions = { ...CLEAN, delayMs: 50 };
    const rallies = pair.peers[0].session.confirmed[Word.rallies]!;
    pair.runUntil(() => pair.peers.every(({ session }) => session.confirmed[Word.rallies]! > rallies), 60_000);
    for (const peer of pair.peers) expect(peer.session.phase).toBe('playing');
    expectAgreement(pair);
  });
});

describe('rematch', () => {
  it('needs both, and starts at 0:0 with the countdown', () => {
    const pair = new Pair(1, { ...CLEAN, delayMs: 40 }, 1);
    const [left, right] = pair.peers;
    pair.give(0, { type: 'rematch' });
    expect(left.session.wantsRematch, 'too early').toBe(false);
    pair.runUntil(() => inPhase(pair, Phase.over), 600_000);
    pair.give(0, { type: 'rematch' });
    pair.run(3000);
    expect(left.session.wantsRematch).toBe(true);
    expect(inPhase(pair, Phase.over)).toBe(true);
    pair.give(1, { type: 'rematch' });
    pair.runUntil(() => inPhase(pair, Phase.countdown), 2000);
    expect([...committedScore(left), ...committedScore(right)]).toEqual([0, 0, 0, 0]);
    expect(left.session.wantsRematch || right.session.wantsRematch).toBe(false);
    pair.runUntil(() => inPhase(pair, Phase.over), 600_000);
    expectAgreement(pair);
  });
});

describe('the end', () => {
  it('comes to both when one leaves', () => {
    const pair = new Pair(2, { ...CLEAN, delayMs: 40 });
    pair.run(2000);
    pair.give(1, { type: 'leave' });
    pair.run(100);
    expect(ended(pair.peers[1])).toEqual({ reason: 'left', by: 2 });
    expect(ended(pair.peers[0])).toEqual({ reason: 'left', by: 2 });
  });

  it('comes at once when the connection dies before the match began', () => {
    const pair = new Pair(2, { ...CLEAN, delayMs: 50 });
    pair.give(0, { type: 'linkClosed' });
    expect(ended(pair.peers[0])).toMatchObject({ reason: 'lost' });
  });

  it('is the end: nothing happens after it', () => {
    const pair = new Pair(2, CLEAN);
    pair.run(2000);
    pair.give(0, { type: 'leave' });
    const { tick } = pair.peers[0].session.game;
    pair.give(0, { type: 'leave' });
    pair.give(0, { type: 'chat', text: 'hello?' });
    pair.run(500);
    expect(pair.peers[0].session.game.tick).toBe(tick);
    expect(pair.peers[0].effects.filter(({ type }) => type === 'ended').length).toBe(1);
  });

  it('comes to a peer that is connected to something that never says hello', () => {
    const pair = new Pair(2, CLEAN);
    pair.peers[1].stopped = true;
    for (const link of pair.links) link.cut = true;
    pair.run(10_100);
    expect(ended(pair.peers[0])).toMatchObject({ reason: 'lost', cause: 'silent' });
  });
});

describe('the handshake', () => {
  const lone = (match = pongMatch, localId = 1) =>
    new Session(match, {
      localId,
      remoteId: 3 - localId,
      name: `Player ${localId}`,
      seed: 1,
      sessionToken: new Uint8Array(8),
      inputFor: () => 0,
      inputDelayTicks: 0,
      graceMs: 15_000,
      resumeSecret: new Uint8Array(32),
    });
  const bytesOf = (effects: ReturnType<Session<Int32Array>['step']>) =>
    effects.flatMap((effect) => (effect.type === 'sendReliable' ? [effect.bytes.slice()] : []));

  it.each([
    ['rules', { ...pongMatch, rules: 7 }, { field: 'rules', ours: pongMatch.rules, theirs: 7 }],
    ['tick rate', { ...pongMatch, ticksPerSecond: 30 }, { field: 'ticks-per-second', ours: 60, theirs: 30 }],
    ['bits of inputs', { ...pongMatch, game: () => ({ ...pong(1), inputBits: 8 }) }, { field: 'input-bits', ours: 4, theirs: 8 }],
    [
      'sign of inputs',
      { ...pongMatch, waits: { ...pongMatch.waits, ready: 8 }, game: () => ({ ...pong(1), signedInputs: false }) },
      { field: 'signed-inputs', ours: 1, theirs: 0 },
    ],
  ])('names other %s on both sides', (_, otherMatch, differs) => {
    const a = lone();
    const b = lone(otherMatch, 2);
    const fromA = bytesOf(a.step(0, { type: 'linkOpened', from: 2 }));
    const fromB = bytesOf(b.step(0, { type: 'linkOpened', from: 1 }));
    for (const bytes of fromB) a.step(10, { type: 'reliable', from: 2, bytes });
    for (const bytes of fromA) b.step(10, { type: 'reliable', from: 1, bytes });
    expect(a.end).toEqual({ reason: 'version', from: 2, differs });
    expect(b.end).toEqual({ reason: 'version', from: 1, differs: { ...differs, ours: differs.theirs, theirs: differs.ours } });
  });

  it('names another protocol version, even when its hello says more than ours', () => {
    const session = lone();
    session.step(0, { type: 'linkOpened', from: 2 });
    const hello = encodeControl({
      kind: ControlKind.hello,
      protocolVersion: 9,
      rules: pongMatch.rules,
      ticksPerSecond: 60,
      inputBits: 4,
      signedInputs: 1,
      peerId: 2,
      name: 'Later',
    });
    session.step(5, { type: 'reliable', from: 2, bytes: Uint8Array.of(...hello, 1, 2, 3) });
    expect(session.end).toEqual({ reason: 'version', from: 2, differs: { field: 'protocol', ours: PROTOCOL_VERSION, theirs: 9 } });
  });

  it('believes a peer that leaves because of the version', () => {
    const session = lone();
    session.step(0, { type: 'linkOpened', from: 2 });
    const effects = session.step(5, {
      type: 'reliable',
      from: 2,
      bytes: encodeControl({ kind: ControlKind.bye, reason: ByeReason.version }),
    });
    expect(effects).toMatchObject([{ type: 'ended', end: { reason: 'version', from: 2 } }]);
  });

  it('shows a name without control characters, of at most 20 characters, never empty', () => {
    const a = lone();
    a.step(0, { type: 'linkOpened', from: 2 });
    const hello = {
      kind: ControlKind.hello,
      protocolVersion: PROTOCOL_VERSION,
      rules: pongMatch.rules,
      ticksPerSecond: 60,
      inputBits: 4,
      signedInputs: 1,
      peerId: 2,
    } as const;
    a.step(1, { type: 'reliable', from: 2, bytes: encodeControl({ ...hello, name: '\u202eEve\u0000\nXXXXXXXXXXXXXXXXXXXX' }) });
    expect(a.remoteName).toBe('Eve XXXXXXXXXXXXXXXX');
    const b = lone();
    b.step(0, { type: 'linkOpened', from: 2 });
    b.step(1, { type: 'reliable', from: 2, bytes: encodeControl({ ...hello, name: ' \u200b ' }) });
    expect(b.remoteName).toBe('Player');
  });

  it('and coming back do not wait for the reliable channel', () => {
    const pair = new Pair(5, { ...CLEAN, delayMs: 50 });
    let repeated = 0;
    for (const link of pair.links) {
      link.tamper = (reliable, bytes) => {
        if (!reliable && isRepeatedMessage(bytes[0] ?? 0)) repeated++;
        return reliable ? [] : [bytes];
      };
    }
    const bothPlay = () => pair.peers.every(({ session }) => session.phase === 'playing');
    pair.runUntil(bothPlay, 1000);
    pair.run(500);
    const before = repeated;
    pair.run(3000);
    expect(repeated, 'repeated after it was heard').toBe(before);
    pair.reconnect();
    pair.runUntil(() => bothPlay() && pair.peers.every(({ session }) => session.epochNumber === 2), 4000);
    expect(expectAgreement(pair)).toBeGreaterThan(50);
  });

  it('begins play within a second at a round trip of 250 ms and 20 % loss', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const pair = new Pair(seed, { ...CLEAN, delayMs: 125, loss: 0.2 }, 2, 'sctp');
      pair.runUntil(() => pair.peers.every(({ session }) => session.phase === 'playing'), 15_000);
      expect(pair.nowMs, `seed ${seed}`).toBeLessThan(1000);
    }
  });

  it('refuses options that are out of range', () => {
    const options = {
      localId: 1,
      remoteId: 2,
      name: '',
      seed: 0,
      sessionToken: new Uint8Array(8),
      inputFor: () => 0,
      inputDelayTicks: 0,
      graceMs: 15_000,
      resumeSecret: new Uint8Array(32),
    };
    expect(() => new Session(pongMatch, { ...options, remoteId: 1 })).toThrow(RangeError);
    expect(() => new Session(pongMatch, { ...options, remoteId: 16 })).toThrow(RangeError);
    expect(() => new Session(pongMatch, { ...options, sessionToken: new Uint8Array(7) })).toThrow(RangeError);
    expect(() => new Session(pongMatch, { ...options, inputDelayTicks: 4 })).toThrow(RangeError);
    expect(() => new Session(pongMatch, { ...options, resumeSecret: new Uint8Array(31) })).toThrow(RangeError);
    // As plain JavaScript may give it, each with a message that names it.
    for (const [name, value] of [
      ['name', undefined],
      ['inputFor', undefined],
      ['sessionToken', 'secret'],
      ['resumeSecret', undefined],
      ['graceMs', '15000'],
    ] as const)
      expect(() => new Session(pongMatch, { ...options, [name]: value })).toThrow(new RegExp(`^${name} must be .+, not `));
    const resumeSecret = new Uint8Array(31).fill(171);
    expect(() => new Session(pongMatch, { ...options, resumeSecret }), 'the secret is not told').toThrow(/^(?!.*171)/);
    for (const nowMs of [Number.NaN, undefined as unknown as number])
      expect(() => new Session(pongMatch, options).step(nowMs, { type: 'poll' })).toThrow(RangeError);
    const bytes = new ArrayBuffer(4) as unknown as Uint8Array;
    expect(() => new Session(pongMatch, options).step(0, { type: 'fast', from: 2, bytes })).toThrow('bytes must be a Uint8Array');
    for (const graceMs of [4999, 3_600_001, Number.NaN]) expect(() => new Session(pongMatch, { ...options, graceMs })).toThrow(RangeError);
  });

  it('does not time out before the connection is open', () => {
    const session = lone();
    expect(session.step(1e9, { type: 'poll' })).toEqual([]);
    expect(session.phase).toBe('handshake');
  });
});
