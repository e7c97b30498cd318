import { describe, expect, it } from 'vitest';
import { Pair } from '../lab/pair.ts';
import { CLEAN } from '../local/network.ts';
import { carriedPerSecond, SendRate } from './send-rate.ts';

/** Seconds that the rate needs to believe what it sees. */
const SETTLED = 30;

function settled(rttMs: number, loss: number, payloadBytes = 16): SendRate {
  const rate = new SendRate(60);
  for (let i = 0; i < SETTLED; i++) rate.second(rttMs, loss, payloadBytes);
  return rate;
}

/** Plays a second of ticks over a queue that is as long as `queuedBytes` says; returns how many packets left. */
function play(rate: SendRate, queuedBytes: (tick: number) => number): number {
  let sent = 0;
  for (let tick = 0; tick < 60; tick++) {
    if (!rate.allows(1, queuedBytes(tick))) continue;
    rate.sent();
    sent++;
  }
  rate.second(50, 0, 16);
  return sent;
}

describe('packets per second', () => {
  it.each([
    [50, 0.2, 60],
    [100, 0.2, 60],
    [200, 0.1, 60],
    [250, 0.2, 30],
    [400, 0, 60],
    [400, 0.25, 20],
    [300, 0.4, 20],
    [600, 0.4, 20],
  ])('at a round trip of %i ms and a loss of %f are %i', (rttMs, loss, packetsPerSecond) => {
    expect(settled(rttMs, loss).packetsPerSecond).toBe(packetsPerSecond);
  });

  it('that fit one window are fewer when packets are large', () => {
    expect(carriedPerSecond(400, 0, 64)).toBeLessThan(carriedPerSecond(400, 0, 16));
    expect(settled(400, 0, 64).packetsPerSecond).toBe(30);
  });

  it('rise again when the link gets better', () => {
    const rate = settled(400, 0.4);
    for (let i = 0; i < SETTLED; i++) rate.second(100, 0, 16);
    expect(rate.packetsPerSecond).toBe(60);
  });

  it('do not follow a single bad second', () => {
    const rate = settled(200, 0);
    rate.second(200, 0.5, 16);
    expect(rate.packetsPerSecond).toBe(60);
  });

  it('fall while the connection blocks, and rise again after it has not for a while', () => {
    const rate = new SendRate(60);
    play(rate, (tick) => (tick > 20 && tick < 40 ? 24 : 0));
    expect(rate.packetsPerSecond).toBe(30);
    play(rate, () => 24);
    expect(rate.packetsPerSecond).toBe(20);
    for (let i = 0; i < 8; i++) play(rate, () => 0);
    expect(rate.packetsPerSecond).toBe(60);
  });

  it('do not fall when a browser is a tick late to say that a packet has left', () => {
    const rate = new SendRate(60);
    for (let i = 0; i < 5; i++) play(rate, (tick) => (tick % 10 === 0 ? 24 : 0));
    expect(rate.packetsPerSecond).toBe(60);
  });

  it('are at least one per tick of a slow game', () => {
    const rate = new SendRate(10);
    for (let i = 0; i < SETTLED; i++) rate.second(600, 0.4, 16);
    expect(rate.packetsPerSecond).toBe(10);
  });
});

describe('the rate of a side', () => {
  it('goes by the loss of the way that its packets take, which the other side tells', () => {
    const pair = new Pair(7, { ...CLEAN, delayMs: 200 });
    pair.links[0].conditions = { ...CLEAN, delayMs: 200, loss: 0.3 };
    pair.run(30_000);
    const [lossy, clean] = pair.peers.map(({ session }) => session.stats);
    expect(lossy!.lossPercent).toBe(0);
    expect(clean!.lossPercent).toBeGreaterThan(5);
    expect(lossy!.sendRatePerSecond).toBeLessThan(60);
  });

  it('is not raised by a silence, in which nothing is lost and nothing blocks', () => {
    const pair = new Pair(7, { ...CLEAN, delayMs: 200, loss: 0.3 });
    pair.run(30_000);
    const before = pair.peers.map(({ session }) => session.stats.sendRatePerSecond);
    for (const link of pair.links) link.cut = true;
    pair.run(8000);
    expect(pair.peers.map(({ session }) => session.stats.sendRatePerSecond)).toEqual(before);
  });
});

describe('a packet', () => {
  it('is never sent behind one that still waits: the next tick’s takes its place', () => {
    const rate = new SendRate(60);
    rate.reset();
    expect(rate.allows(1, 20)).toBe(false);
    expect(rate.allows(1, 0)).toBe(true);
    expect(rate.sinceTicks).toBe(3);
  });

  it('that was left out on purpose is held, not lost', () => {
    const pair = new Pair(5, { ...CLEAN, delayMs: 200, loss: 0.3, meanBurst: 0 });
    pair.run(40_000);
    const { stats } = pair.peers[1].session;
    expect(stats.sendRatePerSecond).toBeLessThan(60);
    expect(stats.packetsPerSecond).toBeLessThanOrEqual(stats.sendRatePerSecond + 2);
    expect(stats.packetsHeldPerSecond).toBeGreaterThanOrEqual(28);
    expect(stats.lossPercent).toBeLessThan(55);
    expect(pair.peers.map(({ session }) => session.stats.checksumsDiffering)).toEqual([0, 0]);
  });

  it('that a late timer made up for is not lost either', () => {
    const pair = new Pair(5, { ...CLEAN, delayMs: 20 });
    pair.run(5000);
    for (let i = 0; i < 60; i++) {
      pair.peers[1].stopped = true;
      pair.run(40);
      pair.peers[1].stopped = false;
      pair.run(20);
    }
    expect(pair.peers[0].session.stats.lossPercent).toBe(0);
  });
});
