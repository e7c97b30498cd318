import { describe, expect, it } from 'vitest';
import { recordsOf } from '../lab/mesh-checks.ts';
import { Pair } from '../lab/pair.ts';
import { checkpointBytes, committedScore, ended, expectAgreement, inPhase } from '../lab/pair-checks.ts';
import { CLEAN } from '../local/network.ts';
import { Phase, Word } from '../pong/state.ts';
import { canResume, readSavedMatch } from '../record/saved-match.ts';
import { ControlKind } from '../wire/control.ts';
import { Outcome, RecordKind } from '../wire/match-record.ts';

/** A match in a rally, after some points. */
function inRally(points = 2, seed = 5): Pair {
  const pair = new Pair(seed, { ...CLEAN, delayMs: 30 }, 1);
  pair.runUntil(() => pair.peers.every(({ session }) => session.confirmed[Word.rallies] === points), 90_000);
  pair.runUntil(() => inPhase(pair, Phase.rally), 10_000);
  return pair;
}

const playing = (pair: Pair) => () => pair.peers.every(({ session }) => session.phase === 'playing');
const rallies = (pair: Pair) => pair.peers.map(({ session }) => session.confirmed[Word.rallies]);

/** Both play on from here, agree on everything, and hold the same checkpoints. */
function expectGoesOn(pair: Pair, score: readonly (readonly number[])[]): void {
  pair.runUntil(playing(pair), 5000);
  expect(pair.peers.map(committedScore)).toEqual(score);
  const [before = 0] = rallies(pair);
  pair.runUntil(() => rallies(pair).every((count) => count === before + 1), 60_000);
  pair.run(200);
  expectAgreement(pair);
  const last = pair.peers.map((peer) => checkpointBytes(peer).at(-1));
  expect(last[1]).toEqual(last[0]);
}

describe('a connection that is lost', () => {
  it('freezes the match at once, and a new one within 2 s goes on with the rally', () => {
    const pair = inRally();
    const score = pair.peers.map(committedScore);
    pair.give(0, { type: 'linkClosed' });
    pair.give(1, { type: 'linkClosed' });
    expect(pair.peers.map(({ session }) => session.phase)).toEqual(['suspended', 'suspended']);
    pair.run(800);
    const ballX = pair.peers[0].session.confirmed[Word.ballX];
    pair.reconnect();
    pair.runUntil(() => pair.peers.every(({ session }) => session.phase === 'getReady'), 1000);
    for (const { session } of pair.peers) {
      expect(session.confirmed[Word.phase]).toBe(Phase.rally);
      expect(session.confirmed[Word.ballX]).toBe(ballX);
    }
    expectGoesOn(pair, score);
  });

  it('for longer goes on from the serve after the newest checkpoint', () => {
    const pair = inRally();
    const score = pair.peers.map(committedScore);
    for (const side of [0, 1] as const) pair.give(side, { type: 'linkClosed' });
    pair.run(5000);
    pair.reconnect();
    pair.runUntil(() => pair.peers.every(({ session }) => session.phase === 'getReady'), 1000);
    for (const { session } of pair.peers) expect(session.confirmed[Word.phase]).toBe(Phase.serve);
    expectGoesOn(pair, score);
  });

  it('and replaced while it was still alive on one side goes on as well', () => {
    const pair = inRally();
    const score = pair.peers.map(committedScore);
    pair.reconnect();
    expectGoesOn(pair, score);
    expect(pair.peers.map(({ session }) => session.epochNumber)).toEqual([2, 2]);
  });

  it('again while the match is being taken up: the next one takes it up', () => {
    const pair = inRally();
    const score = pair.peers.map(committedScore);
    for (let i = 0; i < 3; i++) {
      pair.reconnect();
      pair.run(30 * i);
    }
    expectGoesOn(pair, score);
    const [left, right] = pair.peers.map(({ session }) => session.epochNumber);
    expect(right).toBe(left);
  });

  it.each([
    ['before', 20],
    ['after', 50],
  ] as const)('again while the epoch is on its way to a slow disk, where it arrives %s the other side’s rejoin', (_, laterMs) => {
    const pair = inRally();
    const score = pair.peers.map(committedScore);
    const [left, right] = pair.peers;
    for (const side of [0, 1] as const) pair.give(side, { type: 'linkClosed' });
    pair.run(3000);
    left.storeMs = 4000;
    pair.reconnect();
    pair.runUntil(() => left.session.epochNumber === 2, 500);
    for (const side of [0, 1] as const) pair.give(side, { type: 'linkClosed' });
    pair.run(left.disk.nextMs() - laterMs - pair.nowMs);
    left.storeMs = 0;
    pair.reconnect();
    expectGoesOn(pair, score);
    expect(right.session.epochNumber).toBe(3);
  });
});

describe('a side that was killed', () => {
  it.each([
    ['leader', [0]],
    ['follower', [1]],
    ['both sides', [0, 1]],
  ] as const)('(%s) comes back in its seat, with the same score, and the rally is played again', (_, killed) => {
    const pair = inRally();
    const score = pair.peers.map(committedScore);
    for (const side of killed) pair.crash(side);
    pair.run(3000);
    for (const side of killed) pair.restart(side);
    for (const side of killed) expect(committedScore(pair.peers[side]), 'shown while it waits').toEqual(score[side]);
    pair.run(1000);
    pair.reconnect();
    pair.runUntil(() => pair.peers.every(({ session }) => session.phase === 'getReady'), 1000);
    for (const { session } of pair.peers) expect(session.confirmed[Word.phase]).toBe(Phase.serve);
    expectGoesOn(pair, score);
    const numbers = recordsOf(pair.peers[0]).flatMap((record) => (record.kind === RecordKind.epoch ? [record.number] : []));
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
  });

  it('within the 2 s after which a rally would go on does not pretend to know it', () => {
    const pair = inRally();
    pair.crash(1);
    pair.restart(1);
    pair.reconnect();
    pair.runUntil(playing(pair), 5000);
    for (const { session } of pair.peers) expect(session.confirmed[Word.phase]).toBe(Phase.serve);
  });

  it.each([0, 1] as const)(
    'while only it (peer %i) had the newest checkpoint on its disk: the rally is played again, and its record is struck',
    (killed) => {
      const pair = inRally();
      const score = pair.peers.map(committedScore);
      pair.peers[killed === 0 ? 1 : 0].storeMs = 60_000;
      pair.runUntil(() => checkpointBytes(pair.peers[killed]).length === 3, 60_000);
      pair.crash(0);
      pair.crash(1);
      for (const peer of pair.peers) peer.storeMs = 0;
      pair.restart(0);
      pair.restart(1);
      pair.reconnect();
      expectGoesOn(pair, score);
      for (const peer of pair.peers) {
        const saved = readSavedMatch(peer.disk.log);
        expect(saved?.checkpoints.map(({ number }) => number)).toEqual([3, 2]);
      }
      const chains = pair.peers.map(({ disk: { log } }) => readSavedMatch(log)?.checkpoints.map(({ chain }) => chain));
      expect(chains[1]).toEqual(chains[0]);
    },
  );

  it('when both had written the newest checkpoint and neither knew of the other: the rally counts', () => {
    const pair = inRally();
    pair.runUntil(() => pair.peers.every((peer) => checkpointBytes(peer).length === 3), 60_000);
    expect(rallies(pair)).toEqual([2, 2]);
    pair.crash(0);
    pair.crash(1);
    pair.restart(0);
    pair.restart(1);
    expect(rallies(pair), 'not shown before it is known').toEqual([2, 2]);
    pair.reconnect();
    pair.runUntil(playing(pair), 5000);
    expect(rallies(pair)).toEqual([3, 3]);
  });

  it('at any moment of the commit never loses and never doubles a rally', () => {
    const first = inRally();
    first.runUntil(() => first.peers.every(({ session }) => session.confirmed[Word.rallies] === 3), 60_000);
    const committedMs = first.nowMs;
    for (let earlyMs = 0; earlyMs < 1200; earlyMs += 120) {
      for (const killed of [[0], [1], [0, 1]] as const) {
        const pair = new Pair(5, { ...CLEAN, delayMs: 30 }, 1);
        pair.run(committedMs - earlyMs);
        const shown = Math.max(...rallies(pair).map((count) => count ?? 0));
        for (const side of killed) pair.crash(side);
        for (const side of killed) pair.restart(side);
        pair.reconnect();
        pair.runUntil(playing(pair), 5000);
        const [left, right] = rallies(pair);
        expect(right).toBe(left);
        expect(left).toBeGreaterThanOrEqual(shown);
        pair.runUntil(() => rallies(pair).every((count) => count === (left ?? 0) + 1), 60_000);
        expectAgreement(pair);
      }
    }
  });

  it('does not let its chat clock fall behind what the other side has seen', () => {
    const pair = inRally();
    for (let i = 0; i < 4; i++) pair.give(0, { type: 'preset', preset: i });
    pair.run(200);
    const { lamport } = pair.peers[1].session.chat;
    pair.crash(0);
    pair.restart(0);
    pair.reconnect();
    pair.runUntil(playing(pair), 5000);
    expect(pair.peers[0].session.chat.lamport).toBeGreaterThanOrEqual(lamport);
  });

  it('does not stamp a message anew that the other side has seen, not even before the two have met again', () => {
    const pair = inRally();
    for (let i = 0; i < 4; i++) pair.give(0, { type: 'preset', preset: i });
    pair.run(200);
    pair.crash(0);
    pair.restart(0);
    pair.give(0, { type: 'preset', preset: 5 });
    expect(pair.peers[0].session.chat.lamport).toBeGreaterThan(pair.peers[1].session.chat.lamport);
  });
});

describe('a result', () => {
  it('is pending until both hold the same record', () => {
    const pair = new Pair(1, { ...CLEAN, delayMs: 30 }, 1);
    pair.runUntil(() => pair.peers[0].session.verdict !== undefined, 600_000);
    expect(pair.peers[0].session.verdict).toMatchObject({ outcome: Outcome.played, settled: false });
    pair.run(500);
    const verdicts = pair.peers.map(({ session }) => session.verdict);
    expect(verdicts[0]).toMatchObject({ settled: true });
    expect(verdicts[1]).toEqual(verdicts[0]);
    for (const { disk } of pair.peers) expect(canResume(readSavedMatch(disk.log)!)).toBe(false);
  });

  it('that was pending when both were killed is settled when they meet again', () => {
    const pair = new Pair(1, { ...CLEAN, delayMs: 30 }, 1);
    pair.runUntil(() => pair.peers[0].session.verdict !== undefined, 600_000);
    pair.crash(0);
    pair.crash(1);
    pair.restart(0);
    pair.restart(1);
    expect(canResume(readSavedMatch(pair.peers[0].disk.log)!)).toBe(true);
    pair.reconnect();
    pair.run(3000);
    for (const { session } of pair.peers) expect(session.verdict).toMatchObject({ outcome: Outcome.played, settled: true });
    pair.give(0, { type: 'rematch' });
    pair.give(1, { type: 'rematch' });
    pair.runUntil(() => inPhase(pair, Phase.rally), 20_000);
    expect(pair.peers.map(({ session }) => session.verdict)).toEqual([undefined, undefined]);
  });

  it('by forfeit takes the grace time and a claim, and waits for the other side to hold it', () => {
    const pair = inRally();
    pair.crash(1);
    pair.run(10_000);
    pair.give(0, { type: 'claim' });
    expect(pair.peers[0].session.verdict, 'too early').toBeUndefined();
    pair.run(8000);
    expect(pair.peers[0].session.phase, 'nobody loses by time alone').toBe('suspended');
    pair.give(0, { type: 'claim' });
    expect(pair.peers[0].session.verdict).toMatchObject({ outcome: Outcome.forfeit, seat: 0, settled: false });
    pair.restart(1);
    pair.reconnect();
    pair.run(500);
    expect(ended(pair.peers[0])).toMatchObject({ reason: 'forfeit', winner: 0 });
    expect(ended(pair.peers[1])).toMatchObject({ reason: 'forfeit', winner: 0 });
    const results = pair.peers.map((peer) => recordsOf(peer).filter(({ kind }) => kind === RecordKind.result));
    expect(results[0]?.length).toBe(1);
    expect(results[1]).toEqual(results[0]);
    for (const { disk } of pair.peers) expect(canResume(readSavedMatch(disk.log)!)).toBe(false);
  });

  it('by forfeit is taken by a side that was asleep all the time, although it has only just noticed', () => {
    const pair = inRally();
    pair.peers[1].stopped = true;
    pair.run(20_000);
    pair.give(0, { type: 'claim' });
    pair.run(100);
    pair.peers[1].stopped = false;
    pair.run(500);
    for (const peer of pair.peers) expect(ended(peer)).toMatchObject({ reason: 'forfeit' });
  });

  it('by forfeit is taken by a side that was asleep and hears of it before it looks at its clock', () => {
    const pair = inRally();
    for (const peer of pair.peers) peer.stopped = true;
    const claims: Uint8Array[] = [];
    pair.links[0].tamper = (reliable, bytes) => {
      if (reliable && bytes[0] === ControlKind.result) claims.push(bytes);
      return [];
    };
    pair.run(20_000);
    pair.give(0, { type: 'poll' });
    pair.give(0, { type: 'claim' });
    expect(claims).toHaveLength(1);
    pair.give(1, { type: 'reliable', bytes: claims[0]! });
    expect(pair.peers[1].session.verdict).toMatchObject({ outcome: Outcome.forfeit, seat: 0 });
  });

  it('by forfeit is taken by a side that was restarted and has begun to take the match up when the claim comes', () => {
    const pair = inRally();
    pair.crash(0);
    pair.run(20_000);
    pair.restart(0);
    pair.reconnect();
    pair.run(40);
    pair.give(1, { type: 'claim' });
    pair.run(40);
    expect(pair.peers[0].session.phase).not.toBe('suspended');
    pair.run(500);
    for (const peer of pair.peers) expect(ended(peer)).toMatchObject({ reason: 'forfeit' });
  });

  it('that both claimed, each without the other, is nobody’s on both disks', () => {
    const pair = inRally();
    for (const side of [0, 1] as const) pair.give(side, { type: 'linkClosed' });
    pair.run(20_000);
    for (const side of [0, 1] as const) pair.give(side, { type: 'claim' });
    pair.run(100);
    pair.reconnect();
    pair.run(500);
    for (const peer of pair.peers) expect(ended(peer)).toMatchObject({ reason: 'forfeit', winner: undefined });
    const last = pair.peers.map((peer) =>
      recordsOf(peer)
        .filter(({ kind }) => kind === RecordKind.result)
        .at(-1),
    );
    expect(last[0]).toMatchObject({ outcome: Outcome.void });
    expect(last[1]).toEqual(last[0]);
  });

  it('that is claimed before the time is over is refused', () => {
    const pair = inRally();
    for (const side of [0, 1] as const) pair.give(side, { type: 'linkClosed' });
    pair.run(3000);
    // A cheat whose clock runs as it likes.
    pair.peers[1].session.step(pair.nowMs + 60_000, { type: 'poll' });
    pair.peers[1].session.step(pair.nowMs + 60_000, { type: 'claim' });
    pair.peers[1].session.step(pair.nowMs, { type: 'recordStored' });
    pair.reconnect();
    pair.run(500);
    expect(ended(pair.peers[0])).toMatchObject({ reason: 'dispute', cause: 'claimed-too-early' });
  });

  it('of a match that somebody left says who, on both disks', () => {
    const pair = inRally();
    pair.give(1, { type: 'leave' });
    pair.run(200);
    for (const peer of pair.peers) {
      expect(recordsOf(peer).find(({ kind }) => kind === RecordKind.result)).toMatchObject({ outcome: Outcome.left, seat: 1 });
      expect(canResume(readSavedMatch(peer.disk.log)!)).toBe(false);
    }
  });
});

describe('coming back', () => {
  it('to another match ends in plain words and changes nothing', () => {
    const pair = inRally();
    const other = inRally(1, 6);
    pair.crash(1);
    pair.peers[1].disk.log.splice(0, pair.peers[1].disk.log.length, ...other.peers[1].disk.log);
    const head = recordsOf(pair.peers[1])[0];
    if (head?.kind === RecordKind.match) head.token.fill(9);
    pair.peers[1].disk.log[0] = pair.peers[1].disk.log[0]!.with(9, 99);
    pair.restart(1);
    pair.reconnect();
    pair.run(500);
    expect(ended(pair.peers[0])).toMatchObject({ reason: 'dispute', cause: 'other-match' });
  });

  it('without a rally that counted is a dispute, and no score moves', () => {
    const pair = inRally();
    pair.crash(1);
    const kept = pair.peers[1].disk.log.filter(([kind]) => kind === RecordKind.match || kind === RecordKind.epoch);
    pair.peers[1].disk.log.splice(0, pair.peers[1].disk.log.length, ...kept);
    pair.restart(1);
    pair.reconnect();
    pair.run(500);
    for (const peer of pair.peers) expect(ended(peer)).toMatchObject({ reason: 'dispute' });
    expect(committedScore(pair.peers[0])[0] + committedScore(pair.peers[0])[1]).toBe(2);
  });
});
