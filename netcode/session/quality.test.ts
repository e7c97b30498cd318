import { describe, expect, it } from 'vitest';
import { CLEAN } from '../lab/network.ts';
import { Pair } from '../lab/pair.ts';
import { ByteReader } from '../wire/bytes.ts';
import { decodeInputPacket, emptyInputPacket } from '../wire/input-packet.ts';
import { Published } from './published.ts';
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
      const into = emptyInputPacket();
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

  it('counts what is sent: at most 1,000 bytes a second at a round trip of 100 ms', () => {
    const pair = new Pair(2, { ...CLEAN, delayMs: 50 });
    pair.run(20_000);
    for (const peer of pair.peers) {
      expect(peer.session.stats.bytesSentPerSecond).toBeGreaterThan(500);
      expect((peer.fastBytes / pair.nowMs) * 1000).toBeLessThan(1000);
    }
  });

  it('ignores an acknowledgement of what was never sent, or without a time', () => {
    const quality = new Quality();
    quality.sent(5, 100, 20);
    quality.poll(148);
    quality.arrived(150, 1, 9, 0);
    quality.arrived(150, 2, 5, -1);
    quality.arrived(150, 3, 0, 0);
    expect(quality.rttMs).toBe(0);
    quality.arrived(150, 4, 5, 10);
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
