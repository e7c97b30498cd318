import { describe, expect, it } from 'vitest';
import { Pair } from '../lab/pair.ts';
import { checkpointBytes, committedScore, expectAgreement, inPhase, types } from '../lab/pair-checks.ts';
import { CLEAN } from '../local/network.ts';
import { Phase, Word } from '../pong/state.ts';
import { Outage } from './liveness.ts';

const SIDES = { 'leader → follower': [0], 'follower → leader': [1], 'both ways': [0, 1] } as const;

/** Plays until both sides are in a phase, cuts, heals, and lets the match go on. */
function cutIn(
  phase: number,
  cutMs: number,
  sides: readonly (0 | 1)[],
  delayMs = 30,
): { readonly pair: Pair; readonly before: readonly number[] } {
  const pair = new Pair(phase + 20, { ...CLEAN, delayMs, jitterMs: 10 }, 1);
  pair.run(1000);
  pair.runUntil(() => inPhase(pair, phase), 600_000);
  const before = committedScore(pair.peers[0]);
  for (const side of sides) pair.links[side].cut = true;
  pair.run(cutMs);
  // While it is cut nothing is committed that was not about to be.
  for (const peer of pair.peers)
    expect(peer.session.confirmed[Word.rallies]).toBeLessThanOrEqual(pair.peers[0].session.confirmed[Word.rallies]!);
  for (const side of sides) pair.links[side].cut = false;
  return { pair, before };
}

describe('an outage', () => {
  const phases = { countdown: Phase.countdown, serve: Phase.serve, rally: Phase.rally, point: Phase.point, 'match over': Phase.over };
  const cases = Object.entries(phases).flatMap(([name, phase]) =>
    Object.entries(SIDES).flatMap(([way, sides]) => [400, 1000, 1900, 2100, 5000].map((ms) => ({ name, phase, way, sides, ms }))),
  );

  it.each(cases)('of $ms ms, $way, during $name: both go on together and agree', ({ phase, sides, ms }) => {
    const { pair } = cutIn(phase, ms, sides);
    pair.runUntil(
      () => pair.peers.every(({ session }) => session.phase === 'playing' && session.epochNumber === pair.peers[0].session.epochNumber),
      4000,
    );
    pair.run(1000);
    const [left, right] = pair.peers;
    const suspensions = ms > 500 ? ['joined', 'suspended', 'resumed'] : ['joined'];
    expect(types(left)).toEqual(suspensions);
    expect(types(right)).toEqual(suspensions);
    if (phase === Phase.over) {
      pair.give(0, { type: 'rematch' });
      pair.give(1, { type: 'rematch' });
    }
    const rallies = left.session.confirmed[Word.rallies]!;
    pair.runUntil(() => pair.peers.every(({ session }) => session.confirmed[Word.rallies]! > rallies), 60_000);
    expectAgreement(pair);
    for (const { session } of pair.peers) expect(session.stats).toMatchObject({ checksumsDiffering: 0, stalls: 0, resyncs: 0 });
  });

  it('of up to 2 s goes on in the middle of the rally; predicted ticks are dropped on both sides', () => {
    const { pair } = cutIn(Phase.rally, 1900, [0, 1]);
    const [left, right] = pair.peers;
    const { confirmedTick } = left.session;
    const ballX = left.session.confirmed[Word.ballX];
    pair.runUntil(() => right.session.phase === 'getReady', 2000);
    for (const { session } of pair.peers) {
      expect(session.game.tick).toBe(confirmedTick);
      expect(session.confirmed[Word.ballX]).toBe(ballX);
      expect(session.epochNumber).toBe(2);
    }
    expect(left.session.getReadyMs(pair.nowMs)).toBeGreaterThan(1000);
  });

  it('of more than 2 s goes back to the serve after the newest checkpoint; no score moves', () => {
    const { pair, before } = cutIn(Phase.rally, 2200, [0, 1]);
    pair.runUntil(() => pair.peers[1].session.phase === 'getReady', 2000);
    for (const peer of pair.peers) {
      expect(peer.session.confirmed[Word.phase]).toBe(Phase.countdown + (peer.session.confirmed[Word.rallies]! > 0 ? 1 : 0));
      expect(committedScore(peer)).toEqual(before);
    }
  });

  it.each<[string, { readonly storeMs?: readonly number[]; readonly snapshotMs?: number; readonly lostMs?: number }]>([
    ['nothing is slow', {}],
    ['the leader’s disk takes 1.4 s', { storeMs: [1400, 0] }],
    ['the follower’s disk takes 1.4 s', { storeMs: [0, 1400] }],
    ['the snapshot arrives a second late', { storeMs: [20, 0], snapshotMs: 1000 }],
    ['all that the follower says before it plays is lost', { lostMs: 1480 }],
  ])('ends on both sides at the same time, within a heartbeat, when %s', (_, { storeMs = [0, 0], snapshotMs = 30, lostMs = 0 }) => {
    const pair = new Pair(5, { ...CLEAN, delayMs: 30 }, 1);
    pair.run(1000);
    pair.runUntil(() => inPhase(pair, Phase.rally), 60_000);
    for (const link of pair.links) link.cut = true;
    pair.run(700);
    for (const [side, peer] of pair.peers.entries()) peer.storeMs = storeMs[side]!;
    for (const link of pair.links) link.cut = false;
    pair.runUntil(() => pair.peers[0].session.phase === 'getReady', 1000);
    pair.links[0].conditions = { ...CLEAN, delayMs: snapshotMs };
    pair.run(storeMs[0]!);
    pair.links[0].conditions = { ...CLEAN, delayMs: 30 };
    pair.links[1].cut = lostMs > 0;
    pair.run(lostMs);
    pair.links[1].cut = false;
    const begun = [0, 0];
    const [leader] = pair.peers;
    let leftMs = leader.session.getReadyMs(leader.localMs);
    while (begun.includes(0) && pair.nowMs < 40_000) {
      pair.run(4);
      for (const [side, { session }] of pair.peers.entries()) if (session.phase === 'playing') begun[side] ||= pair.nowMs;
      // The countdown that the player sees never goes up again.
      expect(leader.session.getReadyMs(leader.localMs)).toBeLessThanOrEqual(leftMs);
      leftMs = leader.session.getReadyMs(leader.localMs);
    }
    expect(begun).not.toContain(0);
    expect(Math.abs(begun[0]! - begun[1]!)).toBeLessThanOrEqual(104);
    pair.run(2000);
    for (const { session } of pair.peers) expect(session.stats.stalls).toBe(0);
  });

  it('is measured by the longer of the two sides', () => {
    const { pair } = cutIn(Phase.rally, 2200, [0]);
    pair.runUntil(() => pair.peers[1].session.phase === 'getReady', 2000);
    expect(pair.peers[1].session.confirmed[Word.phase]).toBe(Phase.countdown);
  });

  it('that flickers counts as long as its longest part', () => {
    const outage = new Outage();
    outage.reset(0, 500);
    outage.heard(10);
    expect(outage.hears(2400)).toBe(false);
    outage.heard(2400);
    expect(outage.hears(3000)).toBe(false);
    outage.heard(3001);
    expect(outage.lengthMs).toBe(2390);
  });

  it('that a sleeping machine did not see itself is measured from the packet that wakes it', () => {
    const outage = new Outage();
    outage.reset(0, 500);
    outage.heard(10);
    outage.heard(5010);
    expect(outage.lengthMs).toBe(5000);
  });

  it('again, while getting ready for the first: both still go on together', () => {
    const { pair } = cutIn(Phase.rally, 1000, [0, 1]);
    pair.runUntil(() => pair.peers[0].session.phase === 'getReady', 2000);
    for (const link of pair.links) link.cut = true;
    pair.run(3500);
    for (const link of pair.links) link.cut = false;
    pair.runUntil(() => pair.peers.every(({ session }) => session.phase === 'playing'), 2300);
    pair.run(10_000);
    expect(types(pair.peers[0])).toEqual(['joined', 'suspended', 'suspended', 'resumed']);
    expect(pair.peers.map(({ session }) => session.epochNumber)).toEqual([3, 3]);
    expectAgreement(pair);
  });

  it.each(Object.entries(SIDES))(
    'of 60 s, %s, far beyond the grace time, still waits, and goes on from the newest checkpoint',
    (_, sides) => {
      const { pair, before } = cutIn(Phase.rally, 60_000, sides);
      for (const { session } of pair.peers) {
        expect(session.phase).toBe('suspended');
        expect(session.graceMs(pair.nowMs)).toBe(0);
      }
      pair.runUntil(() => pair.peers.every(({ session }) => session.phase === 'playing'), 4000);
      expect(pair.peers.map(committedScore)).toEqual([before, before]);
    },
  );

  it('on a link with a round trip longer than the silence that counts as one: no suspension at the start, and none for ever after a cut', () => {
    const { pair } = cutIn(Phase.rally, 1000, [0, 1], 400);
    pair.run(15_000);
    for (const peer of pair.peers) expect(types(peer)).toEqual(['joined', 'suspended', 'resumed']);
    expect(pair.peers[0].session.confirmed[Word.rallies]).toBeGreaterThan(0);
  });

  it('in which one machine sleeps: the match freezes and goes on', () => {
    const pair = new Pair(31, { ...CLEAN, delayMs: 20 });
    pair.run(8000);
    pair.peers[1].stopped = true;
    pair.run(1200);
    pair.peers[1].stopped = false;
    pair.run(12_000);
    for (const peer of pair.peers) {
      expect(types(peer)).toEqual(['joined', 'suspended', 'resumed']);
      expect(peer.session.phase).toBe('playing');
    }
    expectAgreement(pair);
  });

  it('when it comes just as the leader reached a checkpoint that the follower had not: both write the same one', () => {
    const records = (pair: Pair, index: 0 | 1) => checkpointBytes(pair.peers[index]);
    const toPoint = () => new Pair(33, { ...CLEAN, delayMs: 60 }, 1);
    const first = toPoint();
    first.runUntil(() => first.peers[0].session.confirmed[Word.phase] === Phase.point, 60_000);
    for (let earlyMs = 0; earlyMs <= 400; earlyMs += 40) {
      const pair = toPoint();
      pair.run(first.nowMs - earlyMs);
      pair.links[0].cut = true;
      pair.run(1000);
      pair.links[0].cut = false;
      pair.run(20_000);
      expect(records(pair, 0).length).toBeGreaterThan(1);
      expect(records(pair, 1).slice(0, records(pair, 0).length)).toEqual(records(pair, 0).slice(0, records(pair, 1).length));
    }
  });
});

describe('old epochs', () => {
  it('are dropped: packets from before a resume change nothing after it', () => {
    const pair = new Pair(17, { ...CLEAN, delayMs: 30 });
    const old: Uint8Array[] = [];
    pair.links[1].tamper = (reliable, bytes) => {
      if (!reliable) old.push(bytes.slice());
      return [bytes];
    };
    pair.run(7000);
    for (const link of pair.links) link.cut = true;
    pair.run(1200);
    for (const link of pair.links) link.cut = false;
    pair.links[1].tamper = undefined;
    pair.runUntil(() => pair.peers[0].session.epochNumber === 2 && pair.peers[0].session.phase === 'playing', 4000);
    const { session } = pair.peers[0];
    const before = [session.confirmedTick, session.game.knownTicks(1), session.phase];
    for (const bytes of old.slice(-200)) session.step(pair.nowMs, { type: 'fast', from: 2, bytes });
    expect([session.confirmedTick, session.game.knownTicks(1), session.phase]).toEqual(before);
    pair.run(5000);
    expectAgreement(pair);
  });
});
