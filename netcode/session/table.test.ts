import { describe, expect, it } from 'vitest';
import { Mesh } from '../lab/mesh.ts';
import { contradictions, ralliesOf, recordsOf, standingCheckpoints } from '../lab/mesh-checks.ts';
import { CLEAN } from '../lab/network.ts';
import { Random } from '../lab/random.ts';
import { checksumWords } from '../rollback/checksum.ts';
import { pongMatch } from '../sim/pong-match.ts';
import { Phase, Word } from '../sim/state.ts';
import { ByteWriter } from '../wire/bytes.ts';
import { ByeReason, ControlKind, encodeControl } from '../wire/control.ts';
import { FastKind } from '../wire/input-packet.ts';
import { Outcome, RecordKind } from '../wire/match-record.ts';
import { encodeStreamPacket, MAX_STREAM_PACKET_BYTES } from '../wire/stream-packet.ts';
import { emptyTableBeat, encodeTableBeat, MAX_TABLE_BEAT_BYTES } from '../wire/table-beat.ts';
import { handoverMessages } from './copy-transfer.ts';
import { Table } from './table.ts';

const DELAY_MS = 20;

/** A table in a rally, after some points. */
function inRally(spectators = 1, points = 2, seed = 5): Mesh {
  const mesh = new Mesh(seed, { ...CLEAN, delayMs: DELAY_MS }, spectators);
  mesh.runUntil(() => mesh.peers.every((peer) => ralliesOf(peer) === points), 90_000);
  mesh.runUntil(() => mesh.peers.every(({ table }) => table.confirmed[Word.phase] === Phase.rally), 10_000);
  return mesh;
}

const playing = (mesh: Mesh) => () => [1, 2].every((id) => mesh.peer(id).table.session?.phase === 'playing');
const leaders = (mesh: Mesh) => mesh.peers.filter(({ running }) => running).map(({ table }) => table.term.leaderId);

/** The match goes on for a rally, everybody sees it, and all logs tell the same of it. */
function expectGoesOn(mesh: Mesh): void {
  mesh.runUntil(playing(mesh), 6000);
  const before = Math.max(...mesh.peers.map(ralliesOf));
  mesh.runUntil(() => mesh.peers.every((peer) => ralliesOf(peer) === before + 1), 60_000);
  mesh.run(300);
  expect(leaders(mesh)).toEqual(mesh.peers.map(() => 1));
  expect(contradictions(mesh)).toEqual([]);
  const newest = mesh.peers.map((peer) => [...standingCheckpoints(peer)].at(-1));
  for (const checkpoint of newest) expect(checkpoint).toEqual(newest[0]);
}

describe('spectators', () => {
  it('see every confirmed tick half a round trip after the leader has confirmed it', () => {
    const mesh = inRally(6);
    for (let i = 0; i < 500; i++) {
      const confirmed = mesh.peer(1).table.seen.tick;
      mesh.run(DELAY_MS + 4);
      for (const { table } of mesh.peers.slice(2)) expect(table.seen.tick).toBeGreaterThanOrEqual(confirmed);
    }
    expect(contradictions(mesh)).toEqual([]);
  });

  it('have the same checkpoints and the same result on their disks as the players', () => {
    const mesh = new Mesh(1, { ...CLEAN, delayMs: DELAY_MS }, 2);
    mesh.runUntil(() => mesh.peer(1).table.session?.verdict?.settled === true, 600_000);
    mesh.run(500);
    const kinds: readonly number[] = [RecordKind.checkpoint, RecordKind.committed, RecordKind.result, RecordKind.settled];
    const tell = mesh.peers.map((peer) => recordsOf(peer).filter(({ kind }) => kinds.includes(kind)));
    expect(tell[0]?.some(({ kind }) => kind === RecordKind.settled)).toBe(true);
    for (const records of tell) expect(records).toEqual(tell[0]);
  });

  it('that come late hold the match from then on, and lead it when both players are gone', () => {
    const mesh = inRally(2);
    mesh.crash(4);
    mesh.peer(4).log.length = 0;
    mesh.runUntil(() => ralliesOf(mesh.peer(1)) === 4, 60_000);
    mesh.restart(4);
    mesh.runUntil(() => mesh.peer(4).table.seen.epoch > 0, 500);
    for (const id of [1, 2, 3]) mesh.crash(id);
    mesh.run(2000);
    for (const id of [1, 2, 3]) mesh.restart(id);
    expectGoesOn(mesh);
    expect([...standingCheckpoints(mesh.peer(4)).keys()]).toEqual([3, 4, 5]);
  });

  it('that come while both players are away are shown what the others hold', () => {
    const mesh = inRally(2);
    mesh.crash(4);
    mesh.peer(4).log.length = 0;
    mesh.crash(1);
    mesh.crash(2);
    mesh.run(1000);
    mesh.restart(4);
    mesh.runUntil(() => mesh.peer(4).table.seen.epoch > 0, 1000);
    expect(mesh.peer(4).table.seen).toEqual(mesh.peer(3).table.seen);
    expect([...mesh.peer(4).table.confirmed]).toEqual([...mesh.peer(3).table.confirmed]);
  });

  it('say that they have seen an epoch of play once it is on their disk', () => {
    const mesh = new Mesh(5, { ...CLEAN, delayMs: DELAY_MS }, 1);
    const peer = mesh.peer(3);
    peer.storeMs = 300;
    mesh.runUntil(() => peer.effects.some(({ type }) => type === 'joined'), 1000);
    mesh.run(200);
    expect(peer.table.seen.epoch).toBe(0);
    mesh.runUntil(() => peer.table.seen.epoch === 1, 500);
    expect(recordsOf(peer).map(({ kind }) => kind)).toContain(RecordKind.epoch);
  });

  it('take no player for missing whom another player hears, and can tell when it is they who are cut off', () => {
    const mesh = inRally(1);
    const { table } = mesh.peer(3);
    const look = () => [table.missing(mesh.nowMs), table.hearsPlayer(mesh.nowMs)];
    expect(look()).toEqual([[], true]);
    mesh.cut(2, 3, true);
    mesh.run(1500);
    expect(look()).toEqual([[], true]);
    mesh.cut(1, 3, true);
    mesh.run(1500);
    expect(look()).toEqual([[1, 2], false]);
    expect(playing(mesh)()).toBe(true);
    mesh.cut(1, 3, false);
    mesh.run(1500);
    expect(look()).toEqual([[], true]);
    mesh.crash(2);
    mesh.run(1500);
    expect(look()).toEqual([[2], true]);
  });

  it('see the match on a connection that loses and reorders', () => {
    const mesh = new Mesh(3, { ...CLEAN, delayMs: 60, jitterMs: 40, loss: 0.2 }, 3);
    mesh.run(40_000);
    for (const { table } of mesh.peers.slice(2)) expect(table.seen.tick).toBeGreaterThan(mesh.peer(1).table.seen.tick - 30);
    expect(contradictions(mesh)).toEqual([]);
  });

  it('whose memory is damaged notice it at the next tick, confirm nothing wrong, and are handed the match again', () => {
    const mesh = inRally(1);
    const { table, checksums } = mesh.peer(3);
    const damagedTick = table.seen.tick;
    table.confirmed[Word.ballX] = 12_345;
    mesh.run(DELAY_MS);
    expect(table.seen.tick).toBe(damagedTick);
    mesh.run(3 * DELAY_MS + 200);
    expect(table.seen.tick).toBeGreaterThan(damagedTick + 5);
    checksums.delete(`1:${damagedTick}`);
    expectGoesOn(mesh);
  });

  it('are not there for a match of two: nothing is sent that a session would not send', () => {
    const mesh = new Mesh(5, { ...CLEAN, delayMs: DELAY_MS }, 0);
    const fast = new Set<number>();
    mesh.link(1, 2).tamper = (reliable, bytes) => {
      if (!reliable) fast.add((bytes[0] ?? 0) >> 6);
      return [bytes];
    };
    mesh.run(10_000);
    expect([...fast]).toEqual([FastKind.input]);
    expect(recordsOf(mesh.peer(1)).some(({ kind }) => kind === RecordKind.term)).toBe(false);
  });

  it('have ids of 3 to 8 and a secret of 32 bytes', () => {
    const options = { localId: 3, name: 'Ada', resumeSecret: new Uint8Array(32) };
    expect(() => new Table(pongMatch, { ...options, localId: 2 })).toThrow(RangeError);
    expect(() => new Table(pongMatch, { ...options, localId: 9 })).toThrow(RangeError);
    expect(() => new Table(pongMatch, { ...options, resumeSecret: new Uint8Array(8) })).toThrow(RangeError);
  });
});

describe('chat', () => {
  const texts = (mesh: Mesh) =>
    mesh.peers.map(({ effects }) => effects.flatMap((effect) => (effect.type === 'chat' ? [effect.message] : [])));

  it('goes from everybody to everybody, and all see the same order', () => {
    const mesh = inRally(2);
    for (const { id } of mesh.peers) mesh.give(id, { type: 'chat', text: `from ${id}` });
    mesh.run(200);
    mesh.give(3, { type: 'preset', preset: 2 });
    mesh.run(200);
    const sorted = texts(mesh).map((lines) => [...lines].sort((a, b) => a.lamport - b.lamport || a.from - b.from));
    expect(sorted[0]?.map(({ text }) => text)).toEqual(['from 1', 'from 2', 'from 3', 'from 4', 'Nice shot!']);
    for (const lines of sorted) expect(lines).toEqual(sorted[0]);
  });

  it('goes on between who is left when a player is away', () => {
    const mesh = inRally(1);
    mesh.crash(1);
    mesh.run(1000);
    mesh.give(2, { type: 'chat', text: 'Where is he?' });
    mesh.run(100);
    mesh.give(3, { type: 'chat', text: 'No idea.' });
    mesh.run(100);
    for (const lines of texts(mesh).slice(1)) expect(lines.map(({ text }) => text)).toEqual(['Where is he?', 'No idea.']);
  });

  it('of one who says too much costs nobody else a word', () => {
    const mesh = inRally(1);
    mesh.link(3, 1).tamper = (reliable, bytes) => (reliable ? new Array<Uint8Array>(50).fill(bytes) : [bytes]);
    mesh.give(3, { type: 'chat', text: 'spam' });
    mesh.run(100);
    mesh.give(2, { type: 'chat', text: 'Hello!' });
    mesh.run(100);
    const [heard] = texts(mesh);
    expect(heard?.filter(({ from }) => from === 3).length).toBe(5);
    expect(heard?.at(-1)?.text).toBe('Hello!');
  });
});

describe('the end', () => {
  const ended = (mesh: Mesh, id: number) => mesh.peer(id).effects.find((effect) => effect.type === 'ended');
  const results = (mesh: Mesh) => mesh.peers.map((peer) => recordsOf(peer).filter(({ kind }) => kind === RecordKind.result));

  it('by leaving stands on every disk, and says who left', () => {
    const mesh = inRally(2);
    mesh.give(2, { type: 'leave' });
    mesh.run(300);
    for (const records of results(mesh)) expect(records).toMatchObject([{ outcome: Outcome.left, seat: 1 }]);
    for (const id of [3, 4]) expect(ended(mesh, id)).toEqual({ type: 'ended', reason: 'left', detail: 'Bot 2 left the match.' });
  });

  it('by forfeit is pending for spectators as well, and the same for all when the other one is back', () => {
    const mesh = inRally(1);
    mesh.crash(2);
    mesh.run(16_000);
    mesh.give(1, { type: 'claim' });
    mesh.run(200);
    expect(results(mesh)[2]).toMatchObject([{ outcome: Outcome.forfeit, seat: 0 }]);
    mesh.restart(2);
    mesh.run(1000);
    for (const records of results(mesh)) expect(records).toEqual(results(mesh)[0]);
    expect(ended(mesh, 3)).toMatchObject({ reason: 'forfeit', detail: 'The match is Bot 1’s by forfeit.' });
  });

  it('of a spectator’s watching ends nothing else', () => {
    const mesh = inRally(2);
    mesh.give(3, { type: 'leave' });
    mesh.run(5000);
    expect([...mesh.peer(1).table.names.keys()]).toEqual([4]);
    expect(mesh.peer(1).table.session?.phase).toBe('playing');
    expect(mesh.peer(4).table.seen.tick).toBeGreaterThan(mesh.peer(1).table.seen.tick - 10);
  });

  it('comes at once for one of another version, and for nobody else', () => {
    const mesh = inRally(1);
    mesh.crash(3);
    mesh.restart(3);
    for (const id of [1, 2])
      mesh.link(3, id).tamper = (reliable, bytes) => [reliable && bytes[0] === ControlKind.hello ? bytes.with(10, 9) : bytes];
    for (const id of [1, 2]) mesh.connect(3, id);
    mesh.run(500);
    expect(ended(mesh, 3)).toMatchObject({ reason: 'version', detail: expect.stringContaining('another version') });
    expect(mesh.peer(1).table.session?.phase).toBe('playing');
  });
});

describe('a spectator in bad faith', () => {
  /** A spectator who sends something else than what the program would. */
  const lying = (mesh: Mesh, lie: (reliable: boolean, bytes: Uint8Array) => readonly Uint8Array[]): void => {
    for (const { id } of mesh.peers) if (id !== 3) mesh.link(3, id).tamper = lie;
  };

  it('can’t move the match by any message of the players', () => {
    const mesh = inRally(2);
    const bye = encodeControl({ kind: ControlKind.bye, reason: ByeReason.otherMatch });
    const dispute = encodeControl({ kind: ControlKind.dispute, epoch: 99, tick: 1 });
    const result = encodeControl({ kind: ControlKind.result, outcome: Outcome.forfeit, seat: 0, checkpoint: 2, chain: new Uint8Array(32) });
    const copy = encodeControl({ kind: ControlKind.copy, epoch: 99, leaderId: 1, index: 0, count: 1, chunk: new Uint8Array(40) });
    lying(mesh, (reliable, bytes) => (reliable ? [dispute, result, copy, bye] : [bytes]));
    mesh.give(3, { type: 'chat', text: 'mischief' });
    mesh.run(3000);
    expect([1, 2].map((id) => mesh.peer(id).table.session?.phase)).toEqual(['playing', 'playing']);
    expect(mesh.peer(4).effects.some(({ type }) => type === 'ended')).toBe(false);
    expect(mesh.peer(4).table.seen.tick).toBeGreaterThan(mesh.peer(1).table.seen.tick - 10);
  });

  it('can’t hand a match of its own over to others', () => {
    const mesh = inRally(2);
    const words = pongMatch.game(1).create();
    const copy = { purpose: 0, checkpoint: 0, baseTick: 0, endTick: 0, checksum: checksumWords(words, 0, words.length), waitMs: 0, words };
    const handover = { seed: 1, token: new Uint8Array(8).fill(1), graceMs: 15_000, lamport: 0, epoch: 9, leaderId: 1, checkpoints: [] };
    const whole = { ...handover, copy: { ...copy, inputs: new Uint8Array(0) } };
    lying(mesh, (reliable, bytes) => (reliable ? [1, 3].flatMap((leaderId) => handoverMessages(whole, { number: 1, leaderId })) : [bytes]));
    mesh.give(3, { type: 'chat', text: 'mischief' });
    mesh.run(1000);
    expect(mesh.peer(4).effects.some(({ type }) => type === 'ended')).toBe(false);
    expect(mesh.peer(4).table.seen.tick).toBeGreaterThan(mesh.peer(1).table.seen.tick - 10);
  });

  it('can’t make others see play that has not been', () => {
    const mesh = inRally(2);
    const { table } = mesh.peer(4);
    const writer = new ByteWriter(MAX_STREAM_PACKET_BYTES);
    lying(mesh, (reliable, bytes) => {
      const state = table.confirmed.slice();
      const inputs = Uint8Array.of(0x79);
      pongMatch.game(0).step(state, Int8Array.of(7, -7));
      const checksum = checksumWords(state, 0, state.length);
      encodeStreamPacket(writer, { term: 1, leaderId: 3, epoch: 1, endTick: table.seen.tick + 1, checksum, inputs });
      return reliable ? [bytes] : [bytes, writer.written().slice()];
    });
    // Nothing true comes for a while, so that what is made up fits.
    mesh.link(1, 4).cut = true;
    mesh.run(DELAY_MS + 4);
    const { tick } = table.seen;
    mesh.run(300);
    expect(table.seen.tick).toBe(tick);
    mesh.link(1, 4).cut = false;
    expectGoesOn(mesh);
  });

  it('can’t take the lead from who is there, nor write the others’ disks full', () => {
    const mesh = inRally(2);
    const writer = new ByteWriter(MAX_TABLE_BEAT_BYTES);
    let term = 1;
    lying(mesh, (reliable, bytes) => {
      if (reliable) return [bytes];
      encodeTableBeat(writer, { ...emptyTableBeat(), term: ++term, leaderId: 3, asks: term + 1, promisedTerm: term, promisedId: 3 });
      return [writer.written().slice()];
    });
    const before = mesh.peer(4).log.length;
    mesh.run(5000);
    expect([1, 2, 4].map((id) => mesh.peer(id).table.term.leaderId)).toEqual([1, 1, 1]);
    expect(mesh.peer(1).table.session?.phase).toBe('playing');
    expect(mesh.peer(4).log.length - before).toBeLessThan(5 * 5 + 5);
    expect(mesh.peer(4).table.seen.tick).toBeGreaterThan(mesh.peer(1).table.seen.tick - 10);
  });

  it('never hears the players’ secret', () => {
    const mesh = new Mesh(5, { ...CLEAN, delayMs: DELAY_MS }, 2);
    const secret = new Array<number>(32).fill(7).join();
    let found = 0;
    for (const link of mesh.links) {
      link.tamper = (_, bytes) => {
        if (bytes.join().includes(secret)) found++;
        return [bytes];
      };
    }
    mesh.run(20_000);
    expect(found).toBe(0);
    expect(mesh.peer(1).log[0]?.join()).toContain(secret);
    expect(mesh.peer(3).log[0]?.join()).not.toContain(secret);
  });

  it.each([1, 2, 3, 4, 5])('seed %i: whose packets are damaged at random stops nobody', (seed) => {
    const mesh = inRally(2);
    const random = new Random(seed, 'damage');
    lying(mesh, (_, bytes) => {
      const damaged = bytes.slice(0, 1 + random.below(bytes.length));
      damaged[random.below(damaged.length)] = random.below(256);
      return random.chance(0.5) ? [damaged] : [bytes, damaged];
    });
    for (let i = 0; i < 5; i++) {
      mesh.give(3, { type: 'chat', text: 'mischief' });
      mesh.run(2000);
    }
    expect([1, 2].map((id) => mesh.peer(id).table.session?.phase)).toEqual(['playing', 'playing']);
    expect(contradictions(mesh)).toEqual([]);
  });
});
