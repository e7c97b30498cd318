import { describe, expect, it } from 'vitest';
import { Pair } from '../lab/pair.ts';
import { expectAgreement, inPhase, types } from '../lab/pair-checks.ts';
import { CLEAN } from '../local/network.ts';
import { Phase } from '../pong/state.ts';
import { Pacing } from './pacing.ts';

describe('pacing of two sessions', () => {
  const delays = [
    [0, 0],
    [50, 50],
    [100, 100],
    [150, 150],
    [250, 250],
    [20, 200],
    [200, 20],
    [0, 250],
  ] as const;

  it.each(delays)('is level within one tick after the countdown, with %i ms to the follower and %i ms back', (there, back) => {
    for (const jitterMs of [0, 30]) {
      const pair = new Pair(5, { ...CLEAN, delayMs: there, jitterMs });
      pair.links[1].conditions = { ...CLEAN, delayMs: back, jitterMs };
      pair.runUntil(() => inPhase(pair, Phase.serve), 20_000);
      const [left, right] = pair.peers;
      // Each is as far ahead of the other's newest input as the other of its own: half the difference of the two ways.
      const fair = ((there - back) / 2) * (60 / 1000);
      expect(Math.abs(left.session.game.tick - right.session.game.tick - fair)).toBeLessThanOrEqual(1.5);
      for (const { session } of pair.peers) expect(Math.abs(session.stats.frameAdvantageTicks)).toBeLessThan(1);
      pair.run(20_000);
      for (const { session } of pair.peers) expect(Math.abs(session.stats.frameAdvantageTicks)).toBeLessThan(1);
    }
  });

  it.each([
    [1, 1.0002, 1.3],
    [1, 1.02, 6],
    [0.98, 1.02, 9],
    [1.02, 0.98, 9],
  ])('holds clocks of speed %f and %f together, within %f ticks', (rate0, rate1, ticks) => {
    const pair = new Pair(5, { ...CLEAN, delayMs: 40, jitterMs: 10 }, 3);
    pair.peers[0].clockRate = rate0;
    pair.peers[1].clockRate = rate1;
    let worst = 0;
    pair.run(5000);
    while (pair.nowMs < 90_000) {
      pair.run(100);
      worst = Math.max(worst, Math.abs(pair.peers[0].session.game.tick - pair.peers[1].session.game.tick));
    }
    expect(worst).toBeLessThanOrEqual(Math.ceil(ticks));
    for (const peer of pair.peers) {
      expect(types(peer)).toEqual(['joined']);
      expect(peer.session.stats).toMatchObject({ stalls: 0, checksumsDiffering: 0 });
    }
    expectAgreement(pair);
  });

  it('closes the gap that a hung timer leaves', () => {
    const pair = new Pair(5, { ...CLEAN, delayMs: 20 }, 3);
    pair.run(6000);
    pair.peers[0].stopped = true;
    pair.run(400);
    pair.peers[0].stopped = false;
    pair.run(100);
    const [left, right] = pair.peers;
    expect(right.session.game.tick - left.session.game.tick).toBeGreaterThan(10);
    pair.run(20_000);
    expect(Math.abs(right.session.game.tick - left.session.game.tick)).toBeLessThanOrEqual(1);
  });
});

describe('pacing', () => {
  const fed = (advantage: number, idle = false) => {
    const pacing = new Pacing();
    for (let i = 0; i < 30; i++) pacing.sample(advantage, idle, 0);
    return pacing;
  };

  it('leaves a quarter of a tick alone', () => {
    expect(fed(0.24).stretch(false)).toBe(1);
    expect(fed(-0.24).stretch(false)).toBe(1);
  });

  it('is at most 1 % slower and 0.5 % faster while people play', () => {
    for (let advantage = -3; advantage <= 3; advantage += 0.1) {
      const stretch = fed(advantage).stretch(false);
      expect(stretch).toBeLessThanOrEqual(1.01);
      expect(stretch).toBeGreaterThanOrEqual(0.995);
    }
  });

  it('changes more only far from level, and never more than 5 %', () => {
    expect(fed(8).stretch(false)).toBeCloseTo(1.03);
    expect(fed(-8).stretch(false)).toBeCloseTo(0.975);
    expect(fed(1000).stretch(false)).toBe(1.05);
    expect(fed(-1000).stretch(false)).toBe(0.95);
  });

  it('is not moved by a few late packets', () => {
    const pacing = new Pacing();
    for (let i = 0; i < 30; i++) pacing.sample(i % 5 === 0 ? -40 : 0.1, false, 0);
    expect(pacing.advantageTicks).toBeCloseTo(0.1);
  });

  it('makes up for exactly half of a gap while nothing moves, once', () => {
    const pacing = fed(10, true);
    let made = 0;
    for (let i = 0; i < 100; i++) made += pacing.stretch(true) - 1;
    expect(made).toBeCloseTo(5);
  });

  it('drops what is left to make up for when play begins', () => {
    const pacing = fed(0.6, true);
    pacing.stretch(false);
    expect(pacing.stretch(true)).toBe(1);
  });
});
