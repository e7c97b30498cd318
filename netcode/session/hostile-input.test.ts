import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Pair } from '../lab/pair.ts';
import { committedScore, ended, expectAgreement, inPhase, types } from '../lab/pair-checks.ts';
import { CLEAN } from '../local/network.ts';
import { Random } from '../local/random.ts';
import { Phase, Word } from '../pong/state.ts';
import { ControlKind, decodeControl, encodeControl } from '../wire/control.ts';

describe('garbage', () => {
  it('on both channels never throws and never moves the score', () => {
    const pair = new Pair(7, { ...CLEAN, delayMs: 20 });
    pair.runUntil(() => inPhase(pair, Phase.rally), 20_000);
    fc.assert(
      fc.property(fc.boolean(), fc.uint8Array({ maxLength: 1200 }), fc.integer({ min: 0, max: 255 }), (reliable, tail, first) => {
        for (const bytes of [tail, Uint8Array.of(first, ...tail), Uint8Array.of(first & 0x7f, 1, ...tail)]) {
          pair.give(0, { type: reliable ? 'reliable' : 'fast', bytes });
          pair.give(1, { type: reliable ? 'reliable' : 'fast', bytes });
        }
        for (const peer of pair.peers) expect(committedScore(peer)).toEqual([0, 0]);
      }),
      { numRuns: 400, seed: 1 },
    );
  });

  it('that is no control message does not end a match', () => {
    const pair = new Pair(7, { ...CLEAN, delayMs: 20 });
    pair.runUntil(() => inPhase(pair, Phase.rally), 20_000);
    fc.assert(
      fc.property(fc.nat(15), fc.uint8Array({ maxLength: 60 }), (kind, tail) => {
        const bytes = Uint8Array.of(kind, ...tail);
        if (decodeControl(bytes).ok) return;
        for (const side of [0, 1] as const) pair.give(side, { type: 'reliable', bytes });
        for (const peer of pair.peers) expect(peer.session.phase).toBe('playing');
      }),
      { numRuns: 400, seed: 1 },
    );
    const { confirmedTick } = pair.peers[0].session;
    pair.run(2_000);
    expect(pair.peers[0].session.confirmedTick).toBeGreaterThan(confirmedTick);
    expectAgreement(pair);
  });

  it('before and during the handshake never throws and starts nothing', () => {
    const pair = new Pair(7, CLEAN);
    for (const link of pair.links) link.cut = true;
    const random = new Random(5, 'garbage');
    for (let i = 0; i < 2000; i++) {
      const bytes = Uint8Array.from({ length: random.below(60) }, () => random.below(random.chance(0.5) ? 8 : 256));
      pair.give((i & 1) as 0 | 1, { type: random.chance(0.5) ? 'reliable' : 'fast', bytes });
    }
    for (const peer of pair.peers) expect(peer.session.game.tick).toBe(0);
  });

  it.each([1, 2, 3, 4])(
    'made of damaged packets (seed %i) ends in agreement or in a dispute, never in two scores and never stuck',
    (seed) => {
      const pair = new Pair(seed, { ...CLEAN, delayMs: 30 }, 1);
      const random = new Random(seed, 'damage');
      for (const link of pair.links) {
        link.tamper = (reliable, bytes) => {
          if (!reliable && random.chance(0.02)) bytes[random.below(bytes.length)]! ^= 1 << random.below(8);
          return [bytes];
        };
      }
      pair.run(40_000);
      for (const link of pair.links) link.tamper = undefined;
      const [left, right] = pair.peers;
      const rallies = left.session.confirmed[Word.rallies]!;
      pair.run(40_000);
      const reasons = [ended(left)?.reason, ended(right)?.reason].join();
      const goesOn = inPhase(pair, Phase.over) || left.session.confirmed[Word.rallies]! > rallies;
      expect(reasons === 'dispute,dispute' || (reasons === ',' && goesOn)).toBe(true);
      const [a, b] = [left, right].map(({ session }) => session.confirmed[Word.rallies]!);
      expect(Math.abs(a! - b!)).toBeLessThanOrEqual(1);
      expect(a !== b || committedScore(left).join() === committedScore(right).join()).toBe(true);
    },
  );

  it('that acknowledges what was never sent is dropped', () => {
    const pair = new Pair(9, { ...CLEAN, delayMs: 20 });
    pair.run(4000);
    // Epoch 1, leader 1, inputs end at 0x000100, acknowledges far more than that.
    pair.give(0, { type: 'fast', bytes: Uint8Array.of(0x01, 1, 0, 1, 0, 0xff, 0x7f, 255, 0, 0, 0, 0, 0) });
    pair.run(4000);
    for (const peer of pair.peers) expect(peer.session.stats).toMatchObject({ stalls: 0, checksumsDiffering: 0 });
    expectAgreement(pair);
  });

  it('that claims an acknowledgement too high to be mended ends in a fresh start of the epoch, not in a match that sticks', () => {
    const pair = new Pair(9, { ...CLEAN, delayMs: 100 });
    pair.run(6000);
    let left = 1;
    pair.links[1].tamper = (reliable, bytes) => {
      // The follower's acknowledgement, raised to all that the leader has sent by now: what is in flight will not be sent again.
      if (!reliable && bytes[0]! >> 6 === 0 && left-- > 0) {
        bytes[5] = 1;
        pair.links[0].cut = true;
      }
      return [bytes];
    };
    pair.run(260);
    pair.links[0].cut = false;
    pair.run(12_000);
    for (const peer of pair.peers) expect(peer.session.phase).toBe('playing');
    expect(pair.peers[1].session.confirmedTick).toBeGreaterThan(700);
    expectAgreement(pair);
  });
});

describe('requests without reason', () => {
  it('for a snapshot cost a pause each and change nothing', () => {
    const pair = new Pair(12, { ...CLEAN, delayMs: 20 });
    pair.run(5000);
    for (let i = 0; i < 20; i++) {
      const { epochNumber } = pair.peers[0].session;
      pair.give(0, { type: 'reliable', bytes: encodeControl({ kind: ControlKind.resyncRequest, epoch: epochNumber, tick: 1 }) });
    }
    expect(pair.peers[0].session.epochNumber).toBe(2);
    pair.run(8000);
    for (const peer of pair.peers) {
      expect(peer.session.phase).toBe('playing');
      expect(types(peer)).toEqual(['joined', 'resumed']);
    }
    expectAgreement(pair);
  });
});
