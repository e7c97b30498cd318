import { describe, expect, it } from 'vitest';
import { Pair } from '../lab/pair.ts';
import { CLEAN } from '../local/network.ts';
import { pong } from '../pong/pong.ts';
import { ByteReader } from '../wire/bytes.ts';
import { InputFormat } from '../wire/input-format.ts';
import { decodeInputPacket, emptyInputPacket } from '../wire/input-packet.ts';
import { Published } from './input-exchange.ts';
import { Quality } from './quality.ts';

describe('quality', () => {
  it.each([
    [0, 0],
    [40, 80],
    [250, 500],
  ])('measures a round trip of twice %i ms on both sides', (delayMs, rttMs) => {
    const pair = new Pair(2, { ...CLEAN, delayMs });
    pair.run(10_000);
    for (const { session } of pair.peers) {
      expect(session.stats.rttMs).toBeGreaterThanOrEqual(rttMs);
      expect(session.stats.rttMs).toBeLessThan(rttMs + 9);
      expect(session.stats.jitterMs).toBeLessThan(5);
    }
  });

  it('is not misled by packets that overtake each other', () => {
    const pair = new Pair(2, { ...CLEAN, delayMs: 50, jitterMs: 100 });
    pair.run(10_000);
    for (const { session } of pair.peers) {
      expect(session.stats.rttMs).toBeGreaterThan(120);
      expect(session.stats.rttMs).toBeLessThan(240);
      expect(session.stats.jitterMs).toBeGreaterThan(5);
    }
  });

  it('an_overtaken_packet_does_not_shorten_the_time_that_an_acknowledgement_was_held', () => {
    const pair = new Pair(2, { ...CLEAN, delayMs: 20 });
    const old: Uint8Array[] = [];
    const held: number[] = [];
    pair.links[0].tamper = (reliable, bytes) => {
      if (!reliable) old.push(bytes.slice());
      return [bytes];
    };
    pair.run(4000);
    pair.links[0].cut = true;
    pair.links[1].tamper = (_, bytes) => {
      const into = emptyInputPacket(new InputFormat(pong(0)));
      if (decodeInputPacket(new ByteReader(bytes), into) === undefined) held.push(into.holdMs);
      return [bytes];
    };
    pair.run(80);
    pair.give(1, { type: 'fast', bytes: old.at(-9)! });
    pair.run(20);
    expect(held.at(-1)).toBeGreaterThan(60);
  });

  it('measures loss', () => {
    const pair = new Pair(2, { ...CLEAN, delayMs: 20, loss: 0.2 });
    let sum = 0;
    pair.run(2000);
    for (let i = 0; i < 30; i++) {
      pair.run(1000);
      sum += pair.peers[0].session.stats.lossPercent;
    }
    expect(sum / 30).toBeGreaterThan(15);
    expect(sum / 30).toBeLessThan(25);
  });

  it('takes few packets, as come between two suspensions, for no news of the loss before there are enough', () => {
    const quality = new Quality();
    const arrive = (from: number, to: number) => {
      for (let sequence = from; sequence < to; sequence++) if (sequence % 4 !== 0) quality.arrived(0, sequence, 0, -1);
    };
    arrive(0, 60);
    expect(quality.poll(1000)).toBe(true);
    const { gapLoss } = quality;
    expect(gapLoss).toBeGreaterThan(0.2);
    quality.arrived(0, 61, 0, -1);
    quality.arrived(0, 62, 0, -1);
    quality.arrived(0, 63, 0, -1);
    expect(quality.poll(2000)).toBe(false);
    expect(quality.gapLoss).toBe(gapLoss);
    arrive(64, 72);
    expect(quality.poll(3000)).toBe(true);
    expect(quality.gapLoss).toBeGreaterThan(0.15);
  });

  it('judges the loss by ten packets after the first, and by no fewer', () => {
    const quality = new Quality();
    for (let sequence = 0; sequence < 10; sequence++) quality.arrived(0, sequence, 0, -1);
    expect(quality.poll(1000)).toBe(false);
    quality.arrived(1000, 10, 0, -1);
    expect(quality.poll(2000)).toBe(true);
  });

  it('counts what is sent: at most 700 bytes per second at a round trip of 100 ms', () => {
    const pair = new Pair(2, { ...CLEAN, delayMs: 50 });
    pair.run(20_000);
    for (const peer of pair.peers) {
      expect(peer.session.stats.bytesSentPerSecond).toBeGreaterThan(500);
      expect((peer.fastBytes / pair.nowMs) * 1000).toBeLessThan(700);
    }
  });

  it('ignores an acknowledgement of what was never sent, or without a time', () => {
    const quality = new Quality();
    quality.poll(100);
    quality.sent(5, 100, 20);
    quality.poll(148);
    quality.arrived(150, 1, 9, 0);
    quality.arrived(150, 2, 5, -1);
    quality.arrived(150, 3, 0, 0);
    expect(quality.rttMs).toBe(0);
    quality.arrived(150, 4, 5, 10);
    expect(quality.rttMs).toBe(40);
    quality.reset(900);
    quality.arrived(150, 901, 900, 10);
    expect(quality.rttMs).toBe(40);
  });

  it('takes no packet for a round trip that had waited for a machine that was asleep', () => {
    const quality = new Quality();
    quality.poll(100);
    quality.sent(5, 100, 20);
    quality.arrived(6000, 4, 5, 10);
    expect(quality.rttMs).toBe(0);
    quality.poll(6001);
    quality.sent(6, 6001, 20);
    quality.arrived(6031, 5, 6, 10);
    expect(quality.rttMs).toBe(20);
  });

  it('counts what left in each second, and knows the usual packet of the last one that had any', () => {
    const quality = new Quality();
    quality.poll(0);
    for (const [end, bytes] of [
      [1, 20],
      [2, 30],
      [2, 40],
    ] as const)
      quality.sent(end, 500, bytes);
    quality.sentOther(900);
    quality.held(7);
    quality.poll(1500);
    const told = () => [quality.bytesSentPerSecond, quality.packetsPerSecond, quality.packetsHeldPerSecond, quality.packetBytes];
    expect(told()).toEqual([660, 2, 5, 30]);
    quality.sentOther(50);
    quality.poll(2500);
    expect(told()).toEqual([50, 0, 0, 30]);
  });

  it('takes no packet for a round trip whose answer comes only after this machine has slept and looked at its clock', () => {
    const quality = new Quality();
    quality.poll(100);
    quality.sent(5, 100, 20);
    quality.poll(6000);
    quality.arrived(6005, 4, 5, 0);
    expect(quality.rttMs).toBe(0);
  });

  it('takes no packet for one that had waited when a clock has only begun, and any when it has just woken', () => {
    const quality = new Quality();
    quality.poll(4);
    expect(quality.mayHaveWaited(20)).toBe(false);
    expect(quality.mayHaveWaited(6000)).toBe(true);
    quality.poll(6000);
    expect(quality.mayHaveWaited(6099)).toBe(true);
    quality.poll(6099);
    expect(quality.mayHaveWaited(6100)).toBe(false);
  });

  it.each<[string, readonly (0 | 1)[], boolean]>([
    ['both sides slept', [0, 1], false],
    ['one side slept', [0], false],
    ['one side slept, and nothing reached it meanwhile', [0], true],
  ])('measures the same round trip after %s for 12 s', (_, sides, cut) => {
    const pair = new Pair(2, { ...CLEAN, delayMs: 5 });
    pair.links[1].conditions = { ...CLEAN, delayMs: 66 };
    pair.run(9000);
    const set = (asleep: boolean) => {
      for (const side of sides) {
        pair.peers[side].stopped = asleep;
        pair.links[1 - side]!.cut = asleep && cut;
      }
    };
    set(true);
    pair.run(12_000);
    set(false);
    for (let i = 0; i < 100; i++) {
      pair.run(40);
      for (const { session } of pair.peers) expect(session.stats.rttMs).toBeLessThan(71 + 9);
    }
  });

  it('measures the same round trip after a clock has jumped, even when it is the first one of an epoch', () => {
    const pair = new Pair(2, { ...CLEAN, delayMs: 40 });
    pair.run(9000);
    for (const link of pair.links) link.cut = true;
    pair.run(700);
    for (const link of pair.links) link.cut = false;
    const { session } = pair.peers[1];
    pair.runUntil(() => session.epochNumber === 2 && session.phase === 'playing', 4000);
    pair.run(20);
    pair.peers[1].localMs += 2000;
    for (let i = 0; i < 100; i++) {
      pair.run(40);
      expect(session.stats.rttMs).toBeLessThan(80 + 9);
    }
  });
});

describe('published states', () => {
  it('wait in order, and what comes between the first and the newest is covered by the newest', () => {
    const published = new Published();
    published.add(10, 1);
    published.add(11, 2);
    published.add(12, 3);
    published.add(11, 9);
    expect([published.tick, published.checksum]).toEqual([10, 1]);
    published.done();
    expect([published.tick, published.checksum]).toEqual([12, 3]);
    published.done();
    published.add(12, 3);
    expect(published.tick).toBe(-1);
    published.add(13, 4);
    expect(published.tick).toBe(13);
  });
});
