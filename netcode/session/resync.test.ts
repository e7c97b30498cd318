import { describe, expect, it } from 'vitest';
import { recordsOf } from '../lab/mesh-checks.ts';
import { Pair } from '../lab/pair.ts';
import { committedScore, ended, expectAgreement, inPhase, types } from '../lab/pair-checks.ts';
import { CLEAN } from '../local/network.ts';
import { pong } from '../pong/pong.ts';
import { Phase, Word } from '../pong/state.ts';
import { ByteReader, ByteWriter } from '../wire/bytes.ts';
import { ControlKind, encodeControl } from '../wire/control.ts';
import { InputFormat } from '../wire/input-format.ts';
import { decodeInputPacket, emptyInputPacket, encodeInputPacket, maxInputPacketBytes } from '../wire/input-packet.ts';
import { RecordKind } from '../wire/match-record.ts';
import {
  decodeResumePacket,
  emptyResumePacket,
  encodeResumePacket,
  isResumePacket,
  maxResumePacketBytes,
  type ResumePacket,
} from '../wire/resume-packet.ts';

const FORMAT = new InputFormat(pong(0));

function inRally(seed: number): Pair {
  const pair = new Pair(seed, { ...CLEAN, delayMs: 30, jitterMs: 5 });
  pair.runUntil(() => inPhase(pair, Phase.rally), 20_000);
  pair.run(500);
  return pair;
}

/** Lets the leader say something else than it would of how play goes on, as a cheat would. */
function forge(pair: Pair, change: (packet: ResumePacket) => Partial<ResumePacket>): void {
  const writer = new ByteWriter(maxResumePacketBytes(1));
  pair.links[0].tamper = (reliable, bytes) => {
    const packet = emptyResumePacket(1);
    if (reliable || !isResumePacket(bytes[0]!) || decodeResumePacket(new ByteReader(bytes), packet) !== undefined) return [bytes];
    encodeResumePacket(writer, { ...packet, ...change(packet) });
    return [writer.written().slice()];
  };
}

describe('a difference', () => {
  it.each([Word.ballX, Word.ballVy, Word.paddle0Y, Word.score1, Word.random])(
    'in word %i of the follower is mended from a snapshot',
    (word) => {
      const pair = inRally(3);
      const [, right] = pair.peers;
      right.session.game.state[word]! += 300;
      pair.run(8000);
      expect(right.session.stats.resyncs).toBe(1);
      expect(right.session.stats.checksumsDiffering).toBeGreaterThan(0);
      expect(types(right)).toEqual(['joined', 'desync', 'resumed', 'healed']);
      const [desync, healed] = ['desync', 'healed'].map((type) => right.effects.find((effect) => effect.type === type));
      expect(desync).toMatchObject({ tick: expect.any(Number), ours: expect.any(Number), theirs: expect.any(Number) });
      expect(desync).not.toMatchObject({ ours: (desync as { theirs: number }).theirs });
      expect((healed as { tick: number }).tick).toBeGreaterThan((desync as { tick: number }).tick);
      expect(pair.peers.map(({ session }) => session.epochNumber)).toEqual([2, 2]);
      expectAgreement(pair);
      expect(committedScore(right)).toEqual(committedScore(pair.peers[0]));
    },
  );

  it.each([Word.ballX, Word.ballVy, Word.paddle0Y, Word.score0, Word.random])(
    'in word %i of the leader is mended by its own replay, not spread',
    (word) => {
      const pair = inRally(3);
      const [left, right] = pair.peers;
      left.session.game.state[word]! += 300;
      pair.runUntil(() => right.session.stats.resyncs > 0, 3000);
      expect(committedScore(left)).toEqual([0, 0]);
      pair.run(8000);
      expect(types(left).filter((type) => type !== 'desync' && type !== 'healed')).toEqual(['joined', 'resumed']);
      expect(committedScore(left)).toEqual(committedScore(right));
      const after = [...left.checksums].filter(([at]) => at.startsWith('2:') && right.checksums.has(at));
      // A follower confirms several ticks together.
      expect(after.length).toBeGreaterThan(40);
      for (const [at, checksum] of after) expect(right.checksums.get(at)).toBe(checksum);
    },
  );

  it('of the leader right before a checkpoint never gets onto its disk', () => {
    const first = inRally(3);
    first.runUntil(() => recordsOf(first.peers[0]).some(({ kind }) => kind === RecordKind.checkpoint), 60_000);
    const record = recordsOf(first.peers[0]).find(({ kind }) => kind === RecordKind.checkpoint);
    const pair = inRally(3);
    const [left] = pair.peers;
    pair.runUntil(() => record?.kind === RecordKind.checkpoint && left.session.game.tick === record.tick - 2, 60_000);
    left.session.game.state[Word.score0] = 9;
    pair.runUntil(() => pair.peers.every((peer) => peer.session.confirmed[Word.rallies] === 1), 20_000);
    for (const peer of pair.peers) {
      expect(committedScore(peer)[0] + committedScore(peer)[1]).toBe(1);
      expect(recordsOf(peer).filter(({ kind }) => kind === RecordKind.checkpoint)).toEqual([record]);
    }
    expect(left.session.stats.resyncs).toBe(1);
  });

  it('of the leader in the middle of a match is not taken for its end', () => {
    const pair = inRally(3);
    const [left] = pair.peers;
    // So that the follower reaches the end before it hears of the leader's result.
    left.storeMs = 50;
    left.session.game.state[Word.phase] = Phase.over;
    pair.runUntil(() => left.session.stats.resyncs > 0, 3000);
    pair.run(1000);
    for (const peer of pair.peers) expect(recordsOf(peer).filter(({ kind }) => kind === RecordKind.result)).toEqual([]);
    pair.runUntil(() => inPhase(pair, Phase.over), 600_000);
    pair.run(500);
    expect(pair.peers.map(ended)).toEqual([undefined, undefined]);
    expect(pair.peers.map(({ session }) => session.verdict?.settled)).toEqual([true, true]);
  });

  it('of the leader after a match is not taken for the next one', () => {
    const pair = inRally(3);
    const [left] = pair.peers;
    pair.runUntil(() => pair.peers.every(({ session }) => session.verdict?.settled === true), 600_000);
    left.session.game.state[Word.phase] = Phase.rally;
    pair.runUntil(() => left.session.stats.resyncs > 0, 3000);
    pair.run(5000);
    for (const peer of pair.peers) {
      expect(peer.session.verdict).toMatchObject({ settled: true });
      expect(recordsOf(peer).filter(({ kind }) => kind === RecordKind.result)).toHaveLength(1);
    }
  });

  it('in the count of rallies of the leader is not taken for a checkpoint', () => {
    const pair = inRally(3);
    const [left] = pair.peers;
    left.session.game.state[Word.rallies] = 500;
    pair.run(8000);
    expect(types(left).filter((type) => type !== 'desync' && type !== 'healed')).toEqual(['joined', 'resumed']);
    const numbers = recordsOf(left).flatMap((record) => (record.kind === RecordKind.checkpoint ? [record.number] : []));
    expect(numbers).toEqual(numbers.map((_, i) => i + 1));
    expectAgreement(pair);
  });

  it('is no reason to confirm: the follower waits for the snapshot', () => {
    const pair = inRally(3);
    const [left, right] = pair.peers;
    const before = right.session.confirmedTick;
    right.session.game.state[Word.ballX]! += 300;
    pair.links[1].tamper = (reliable, bytes) => (reliable ? [] : [bytes]);
    pair.run(1000);
    expect(right.session.confirmedTick - before).toBeLessThan(12);
    expect(left.session.confirmedTick - before).toBeGreaterThan(40);
  });
});

describe('a forged resume packet', () => {
  const ask = (pair: Pair) => {
    pair.peers[1].session.game.state[Word.ballX]! += 300;
    pair.run(2000);
  };
  const cases: readonly (readonly [string, (packet: ResumePacket) => Partial<ResumePacket>, string])[] = [
    ['inputs of the follower', ({ inputs }) => ({ inputs: inputs.map((byte) => byte ^ 3) }), 'confirmed-play-changed'],
    ['the newest input of the follower', ({ inputs }) => ({ inputs: inputs.with(-1, inputs.at(-1)! ^ 3) }), 'own-inputs-differ'],
    [
      'inputs of the leader, long confirmed',
      ({ inputs }) => ({ inputs: inputs.map((byte, i) => (i < 9 ? byte ^ 48 : byte)) }),
      'confirmed-play-changed',
    ],
    ['another state at its end', ({ checksum }) => ({ checksum: checksum ^ 1 }), 'replay-differs'],
    ['lost ticks taken back', ({ endTick, inputs }) => ({ endTick: endTick - 60, inputs: inputs.slice(0, -60) }), 'confirmed-play-changed'],
    ['a checkpoint although nothing was lost', () => ({ checkpoint: 0 }), 'confirmed-play-changed'],
    ['ticks that nobody has played', ({ endTick }) => ({ endTick: endTick + 200 }), 'too-far-ahead'],
    ['ticks left out', ({ inputs }) => ({ inputs: inputs.slice(-1) }), 'gap'],
  ];

  it.each(cases)('with %s is refused, the match stops and no score moves', (_, change, cause) => {
    const pair = inRally(5);
    forge(pair, change);
    ask(pair);
    const [left, right] = pair.peers;
    expect(ended(right)).toMatchObject({ reason: 'dispute', cause });
    expect(ended(left)).toMatchObject({ reason: 'dispute', cause: 'told', tick: expect.any(Number) });
    expect([...committedScore(left), ...committedScore(right)]).toEqual([0, 0, 0, 0]);
  });

  it.each<readonly [string, (packet: ResumePacket) => Partial<ResumePacket>, string]>([
    ['an unknown checkpoint', () => ({ checkpoint: 7 }), 'checkpoint-differs'],
    ['a checkpoint with another score', ({ checksum }) => ({ checksum: checksum ^ 1 }), 'checkpoint-differs'],
    ['a checkpoint before the last point', ({ checkpoint }) => ({ checkpoint: checkpoint - 1 }), 'confirmed-play-changed'],
  ])('after a long outage with %s is refused, and no score moves', (_, change, cause) => {
    const pair = inRally(5);
    pair.runUntil(() => pair.peers.every(({ session }) => session.confirmed[Word.rallies] === 2), 60_000);
    pair.runUntil(() => inPhase(pair, Phase.rally), 10_000);
    const before = pair.peers.map(committedScore);
    forge(pair, change);
    for (const link of pair.links) link.cut = true;
    pair.run(3000);
    for (const link of pair.links) link.cut = false;
    pair.run(3000);
    expect(ended(pair.peers[1])).toMatchObject({ reason: 'dispute', cause });
    expect(pair.peers.map(committedScore)).toEqual(before);
  });

  it('that is damaged on its way is not taken, and the next one is', () => {
    const pair = inRally(5);
    let damaged = 0;
    pair.links[0].tamper = (_, bytes) => (isResumePacket(bytes[0]!) && damaged++ < 3 ? [bytes.with(6, bytes[6]! ^ 1)] : [bytes]);
    ask(pair);
    expect(damaged).toBeGreaterThan(3);
    expect(pair.peers.map(ended)).toEqual([undefined, undefined]);
    expect(pair.peers[1].session.stats.resyncs).toBe(1);
  });
});

describe('a resume', () => {
  it('that goes back to a checkpoint is not taken for one with the rally when its connection is replaced before it is heard', () => {
    const pair = inRally(5);
    pair.links[1].cut = true;
    pair.run(2600);
    pair.links[1].cut = false;
    pair.links[0].tamper = (_, bytes) => (isResumePacket(bytes[0]!) ? [] : [bytes]);
    pair.runUntil(() => pair.peers[0].session.epochNumber === 2, 2000);
    pair.links[0].tamper = undefined;
    pair.reconnect();
    pair.run(6000);
    expect(pair.peers.map(ended)).toEqual([undefined, undefined]);
    expect(pair.peers.map(({ session }) => session.phase)).toEqual(['playing', 'playing']);
  });

  it('that overtakes what the leader holds keeps nothing of that from being heard', () => {
    const pair = inRally(5);
    pair.runUntil(() => inPhase(pair, Phase.over), 600_000);
    // Neither side hears of the other's result on the old connection.
    for (const link of pair.links) link.cut = true;
    pair.run(1000);
    const late: Uint8Array[] = [];
    for (const link of pair.links) link.cut = false;
    pair.links[0].tamper = (reliable, bytes) => {
      if (!reliable || bytes[0] !== ControlKind.rejoin) return [bytes];
      late.push(bytes.slice());
      return [];
    };
    pair.reconnect();
    pair.runUntil(() => pair.peers[1].session.epochNumber > 1, 4000);
    pair.links[0].tamper = undefined;
    for (const bytes of late) pair.give(1, { type: 'reliable', bytes });
    pair.run(3000);
    expect(late.length).toBeGreaterThan(0);
    expect(pair.peers.map(({ session }) => session.verdict?.settled)).toEqual([true, true]);
  });

  it('with other inputs of the leader than it had sent is refused', () => {
    const pair = inRally(5);
    const [left, right] = pair.peers;
    // A leader that publishes nothing for a while: its follower confirms nothing meanwhile.
    const packet = emptyInputPacket(FORMAT);
    const writer = new ByteWriter(maxInputPacketBytes(FORMAT));
    pair.links[0].tamper = (reliable, bytes) => {
      if (reliable || decodeInputPacket(new ByteReader(bytes), packet) !== undefined) return [bytes];
      packet.confirmedTick = -1;
      packet.checksum = 0;
      packet.loss = 0;
      encodeInputPacket(writer, packet);
      return [writer.written().slice()];
    };
    pair.run(800);
    const known = right.session.game.knownTicks(0);
    expect(known).toBeGreaterThan(right.session.confirmedTick + 20);
    forge(pair, ({ inputs }) => ({ inputs: inputs.map((byte, i) => (i === inputs.length - 10 ? byte ^ 48 : byte)) }));
    pair.give(0, { type: 'reliable', bytes: encodeControl({ kind: ControlKind.resyncRequest, epoch: left.session.epochNumber, tick: 1 }) });
    pair.run(1000);
    expect(ended(right)).toMatchObject({ reason: 'dispute', cause: 'remote-inputs-differ' });
  });

  it('is not played on by a follower whose leader hears nothing and has stopped', () => {
    const pair = inRally(5);
    for (const link of pair.links) link.cut = true;
    pair.run(1000);
    for (const link of pair.links) link.cut = false;
    pair.runUntil(() => pair.peers[0].session.epochNumber === 2, 2000);
    pair.links[1].cut = true;
    pair.runUntil(() => pair.peers[0].session.phase === 'suspended', 5000);
    pair.run(300);
    expect(pair.peers[1].session.phase).toBe('suspended');
  });

  it('does not wait for the reliable channel', () => {
    const pair = inRally(5);
    for (const link of pair.links) link.cut = true;
    pair.run(1000);
    for (const link of pair.links) {
      link.cut = false;
      link.tamper = (reliable, bytes) => (reliable ? [] : [bytes]);
    }
    pair.runUntil(() => pair.peers.every(({ session }) => session.phase === 'playing'), 2000);
    expect(expectAgreement(pair)).toBeGreaterThan(50);
  });

  it('gets through when every packet but the fifth is lost', () => {
    const pair = inRally(5);
    for (const link of pair.links) link.cut = true;
    pair.run(1000);
    for (const link of pair.links) {
      let sent = 0;
      link.cut = false;
      link.tamper = (_, bytes) => (++sent % 5 === 0 ? [bytes] : []);
    }
    pair.runUntil(() => pair.peers.every(({ session }) => session.epochNumber > 1 && session.phase !== 'suspended'), 4000);
    for (const link of pair.links) link.tamper = undefined;
    pair.runUntil(() => pair.peers.every(({ session }) => session.phase === 'playing'), 6000);
    expect(expectAgreement(pair)).toBeGreaterThan(50);
  });
});
