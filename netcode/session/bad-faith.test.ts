import { expect, it } from 'vitest';
import { Pair } from '../lab/pair.ts';
import { committedScore, ended, inPhase } from '../lab/pair-checks.ts';
import { CLEAN } from '../local/network.ts';
import { Phase, Word } from '../pong/state.ts';
import { ByteReader, ByteWriter } from '../wire/bytes.ts';
import { ControlKind, encodeControl } from '../wire/control.ts';
import { decodeHeartbeat, emptyHeartbeat, encodeHeartbeat } from '../wire/heartbeat.ts';
import { FastKind } from '../wire/input-packet.ts';
import { MAX_RESYNCS_PER_RALLY } from './resync-limit.ts';

function twoPointsPlayed(): Pair {
  const pair = new Pair(5, { ...CLEAN, delayMs: 30 }, 1);
  pair.runUntil(() => pair.peers.every(({ session }) => session.confirmed[Word.rallies] === 2), 60_000);
  pair.runUntil(() => inPhase(pair, Phase.rally), 10_000);
  return pair;
}

function cutFor(pair: Pair, ms: number): void {
  for (const link of pair.links) link.cut = true;
  pair.run(ms);
  for (const link of pair.links) link.cut = false;
}

it('a follower that denies its last checkpoint after an outage takes no point back', () => {
  const pair = twoPointsPlayed();
  const before = pair.peers.map(committedScore);
  const heartbeat = emptyHeartbeat();
  const writer = new ByteWriter(32);
  pair.links[1].tamper = (reliable, bytes) => {
    if (reliable || (bytes[0] ?? 0) >> 6 !== FastKind.heartbeat) return [bytes];
    decodeHeartbeat(new ByteReader(bytes), heartbeat);
    heartbeat.checkpoint--;
    encodeHeartbeat(writer, heartbeat);
    return [writer.written().slice()];
  };
  cutFor(pair, 3000);
  pair.run(4000);
  expect(pair.peers.map(({ session }) => session.phase)).toEqual(['playing', 'playing']);
  expect(pair.peers.map(committedScore)).toEqual(before);
});

it('a follower that keeps asking for snapshots ends the match instead of freezing it', () => {
  const pair = twoPointsPlayed();
  const [left] = pair.peers;
  for (let asked = 0; asked <= MAX_RESYNCS_PER_RALLY; asked++) {
    expect(left.session.phase).toBe('playing');
    const request = { kind: ControlKind.resyncRequest, epoch: left.session.epochNumber, tick: left.session.confirmedTick };
    pair.give(0, { type: 'reliable', bytes: encodeControl(request) });
    pair.run(asked < MAX_RESYNCS_PER_RALLY ? 1700 : 100);
  }
  expect(pair.peers.map((peer) => ended(peer)?.reason)).toEqual(['dispute', 'dispute']);
});

it('a wish for a rematch outlives a short outage', () => {
  const pair = new Pair(1, { ...CLEAN, delayMs: 30 }, 1);
  pair.runUntil(() => inPhase(pair, Phase.over), 600_000);
  cutFor(pair, 100);
  pair.give(0, { type: 'rematch' });
  cutFor(pair, 1000);
  pair.run(3000);
  pair.give(1, { type: 'rematch' });
  pair.run(1000);
  expect(pair.peers.map(({ session }) => session.confirmed[Word.phase])).toEqual([Phase.countdown, Phase.countdown]);
});
