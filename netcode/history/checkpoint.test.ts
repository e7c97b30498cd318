import { describe, expect, it } from 'vitest';
import { recordsOf } from '../lab/mesh-checks.ts';
import { Pair } from '../lab/pair.ts';
import { checkpointBytes, committedScore, expectAgreement, inPhase, types } from '../lab/pair-checks.ts';
import { CLEAN } from '../local/network.ts';
import { Phase, Word } from '../pong/state.ts';
import { RecordKind } from '../wire/match-record.ts';

function cut(pair: Pair, ms: number): void {
  for (const link of pair.links) link.cut = true;
  pair.run(ms);
  for (const link of pair.links) link.cut = false;
}

describe('a checkpoint', () => {
  it('that takes long to write holds the next serve back, and nothing else', () => {
    const pair = new Pair(1, { ...CLEAN, delayMs: 20 }, 1);
    const [left, right] = pair.peers;
    pair.runUntil(() => inPhase(pair, Phase.rally), 60_000);
    right.storeMs = 4000;
    pair.runUntil(() => inPhase(pair, Phase.point), 60_000);
    const { tick } = left.session.game;
    pair.run(3900);
    expect(inPhase(pair, Phase.point)).toBe(true);
    expect(committedScore(left)).toEqual([0, 0]);
    expect(left.session.game.tick - tick, 'ticks go on').toBeGreaterThan(220);
    expect(types(left)).toEqual(['joined']);
    pair.run(400);
    expect(inPhase(pair, Phase.serve)).toBe(true);
    expect(left.session.confirmed[Word.rallies]).toBe(1);
    expect(left.session.stats).toMatchObject({ stalls: 0, checksumsDiffering: 0 });
  });

  it('is the same record on both sides', () => {
    const pair = new Pair(4, { ...CLEAN, delayMs: 70, jitterMs: 30, loss: 0.1 }, 1);
    pair.runUntil(() => inPhase(pair, Phase.over), 600_000);
    const [left, right] = pair.peers;
    expect(checkpointBytes(right)).toEqual(checkpointBytes(left));
    expect(recordsOf(left).find(({ kind }) => kind === RecordKind.checkpoint)).toMatchObject({ number: 1, epoch: 1, leaderId: 1 });
  });

  it.each([
    ['leader', 0],
    ['follower', 1],
  ] as const)('that only the %s stored does not count after a long outage, and the rally is played again', (_, storing) => {
    const pair = new Pair(1, { ...CLEAN, delayMs: 20 }, 1);
    pair.runUntil(() => inPhase(pair, Phase.rally), 20_000);
    const other = pair.peers[storing === 0 ? 1 : 0];
    other.storeMs = 6000;
    pair.runUntil(() => inPhase(pair, Phase.point), 60_000);
    pair.run(500);
    cut(pair, 3000);
    // The slow disk ends its write of the struck checkpoint only now, while its rally is being played again.
    other.storeMs = 2000;
    pair.runUntil(() => pair.peers.every(({ session }) => session.phase === 'playing'), 12_000);
    for (const peer of pair.peers) expect(committedScore(peer)).toEqual([0, 0]);
    expect(inPhase(pair, Phase.countdown)).toBe(true);
    pair.runUntil(() => inPhase(pair, Phase.point), 60_000);
    pair.run(1500);
    expect(inPhase(pair, Phase.point), 'the old write does not stand for the new one').toBe(true);
    pair.run(2000);
    for (const peer of pair.peers) {
      expect(peer.session.confirmed[Word.rallies]).toBe(1);
      expect(recordsOf(peer).filter(({ kind }) => kind === RecordKind.checkpoint).length).toBe(2);
    }
    expectAgreement(pair);
  });

  it('that both stored counts after a long outage, although neither had heard of it', () => {
    const pair = new Pair(1, { ...CLEAN, delayMs: 100 }, 1);
    pair.runUntil(() => inPhase(pair, Phase.point), 60_000);
    expect(committedScore(pair.peers[0])).toEqual([0, 0]);
    cut(pair, 3000);
    pair.runUntil(() => pair.peers.every(({ session }) => session.phase === 'playing'), 5000);
    for (const peer of pair.peers) {
      const [score0, score1] = committedScore(peer);
      expect(score0 + score1).toBe(1);
    }
  });
});
