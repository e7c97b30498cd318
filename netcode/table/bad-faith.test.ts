import { describe, expect, it } from 'vitest';
import { Mesh } from '../lab/mesh.ts';
import { contradictions, recordsOf } from '../lab/mesh-checks.ts';
import { DELAY_MS, expectGoesOn, inRally, leaders, playing } from '../lab/table-checks.ts';
import { CLEAN } from '../local/network.ts';
import { Random } from '../local/random.ts';
import { pongMatch } from '../pong/pong-match.ts';
import { Word } from '../pong/state.ts';
import { readSavedMatch } from '../record/saved-match.ts';
import { checksumWords } from '../rollback/checksum.ts';
import { ByteWriter } from '../wire/bytes.ts';
import { ByeReason, ControlKind, encodeControl } from '../wire/control.ts';
import { Outcome, RecordKind } from '../wire/match-record.ts';
import { emptyResumePacket, encodeResumePacket, maxResumePacketBytes } from '../wire/resume-packet.ts';
import { encodeStreamPacket, MAX_STREAM_PACKET_BYTES } from '../wire/stream-packet.ts';
import { emptyTableBeat, encodeTableBeat, MAX_TABLE_BEAT_BYTES } from '../wire/table-beat.ts';
import { stateTransferMessages } from './state-transfer.ts';

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
    const resume = new ByteWriter(maxResumePacketBytes(1));
    encodeResumePacket(resume, { ...emptyResumePacket(1), epoch: 99, checkpoint: 0 });
    lying(mesh, (reliable, bytes) => (reliable ? [dispute, result, bye] : [resume.written(), bytes]));
    mesh.give(3, { type: 'chat', text: 'mischief' });
    mesh.run(3000);
    expect([1, 2].map((id) => mesh.peer(id).table.session?.phase)).toEqual(['playing', 'playing']);
    expect(mesh.peer(4).effects.some(({ type }) => type === 'ended')).toBe(false);
    expect(mesh.peer(4).table.seen.tick).toBeGreaterThan(mesh.peer(1).table.seen.tick - 10);
  });

  it('can’t hand a match of its own over to others', () => {
    const mesh = inRally(2);
    const words = pongMatch.game(1).create();
    const snapshot = { checkpoint: 0, baseTick: 0, endTick: 0, checksum: checksumWords(words, 0, words.length), words };
    const transfer = { seed: 1, token: new Uint8Array(8).fill(1), graceMs: 15_000, lamport: 0, epoch: 9, leaderId: 1, checkpoints: [] };
    const whole = { ...transfer, snapshot: { ...snapshot, inputs: new Uint8Array(0) } };
    lying(mesh, (reliable, bytes) =>
      reliable ? [1, 3].flatMap((leaderId) => stateTransferMessages(whole, { number: 1, leaderId })) : [bytes],
    );
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
      pongMatch.game(0).step(state, Int32Array.of(7, -7));
      const checksum = checksumWords(state, 0, state.length);
      encodeStreamPacket(writer, { term: 1, leaderId: 3, epoch: 1, endTick: table.seen.tick + 1, checksum, inputs, pairBytes: 1 });
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

  /** Asks peers again and again for consent to numbers as high as they might believe, whatever was asked before. */
  const askForAllNumbers = (mesh: Mesh, of: readonly number[]): void => {
    const writer = new ByteWriter(MAX_TABLE_BEAT_BYTES);
    for (const to of of) {
      mesh.link(3, to).tamper = (reliable, bytes) => {
        if (reliable) return [bytes];
        const { number } = readSavedMatch(mesh.peer(to).log)?.term ?? { number: 0 };
        return [1, 15, 16, 60, 64, 1000].map((step) => {
          encodeTableBeat(writer, { ...emptyTableBeat(), asks: number + step });
          return writer.written().slice();
        });
      };
    }
  };
  it('that leads while both players are away can’t make others see play that has not been', () => {
    const mesh = inRally(2);
    mesh.crash(1);
    mesh.crash(2);
    mesh.runUntil(() => mesh.peer(4).table.term.leaderId === 3, 3000);
    const { table, log } = mesh.peer(4);
    const before = { seen: table.seen, confirmed: [...table.confirmed], written: log.length };
    const writer = new ByteWriter(MAX_STREAM_PACKET_BYTES);
    mesh.link(3, 4).tamper = (reliable, bytes) => {
      if (reliable) return [bytes];
      const words = table.confirmed.slice();
      const inputs = new Uint8Array(200).fill(0x88); // Both say "ready" all the time.
      for (const _ of inputs) pongMatch.game(0).step(words, Int32Array.of(-8, -8));
      const checksum = checksumWords(words, 0, words.length);
      const { epoch, tick } = table.seen;
      encodeStreamPacket(writer, {
        term: table.term.number,
        leaderId: 3,
        epoch,
        endTick: tick + inputs.length,
        checksum,
        inputs,
        pairBytes: 1,
      });
      return [bytes, writer.written().slice()];
    };
    mesh.run(3000);
    expect({ seen: table.seen, confirmed: [...table.confirmed], written: log.length }).toEqual(before);
    mesh.link(3, 4).tamper = undefined;
    for (const id of [1, 2]) mesh.restart(id);
    expectGoesOn(mesh);
    expect(mesh.peer(4).effects.some(({ type }) => type === 'ended')).toBe(false);
  });

  it.each(['has the match on its disk', 'knows nothing yet'])('that leads can’t hand over a match that was not to one that %s', (who) => {
    const mesh = inRally(2);
    if (who === 'knows nothing yet') {
      mesh.crash(4);
      mesh.peer(4).log.length = 0;
    }
    const saved = readSavedMatch(mesh.peer(3).log)!;
    const words = mesh.peer(3).table.confirmed.slice();
    words[Word.score0] = 10;
    words[Word.ballX] = 0;
    const forge = (token: Uint8Array, epoch: number) => {
      const { tick } = mesh.peer(3).table.seen;
      const checksum = checksumWords(words, 0, words.length);
      const snapshot = { checkpoint: saved.committed, baseTick: tick, endTick: tick, checksum, words };
      const whole = { ...saved.head, token, lamport: 0xfffffe00, epoch, leaderId: 1, checkpoints: saved.checkpoints };
      return stateTransferMessages({ ...whole, snapshot: { ...snapshot, inputs: new Uint8Array(0) } }, mesh.peer(4).table.term);
    };
    lying(mesh, (reliable, bytes) =>
      reliable ? [bytes, ...forge(saved.head.token, 0x1fffff), ...forge(new Uint8Array(8).fill(9), saved.epoch)] : [bytes],
    );
    for (const id of [1, 2]) mesh.crash(id);
    if (who === 'knows nothing yet') mesh.restart(4);
    mesh.runUntil(() => mesh.peer(4).table.term.leaderId === 3, 3000);
    const before = recordsOf(mesh.peer(4)).filter(({ kind }) => kind !== RecordKind.term);
    mesh.give(3, { type: 'chat', text: 'mischief' });
    mesh.run(500);
    expect(recordsOf(mesh.peer(4)).filter(({ kind }) => kind !== RecordKind.term)).toEqual(before);
    for (const id of [1, 2]) mesh.restart(id);
    expectGoesOn(mesh);
    expect(mesh.peer(4).effects.some(({ type }) => type === 'ended')).toBe(false);
  });

  const termOf = (mesh: Mesh, id: number) => readSavedMatch(mesh.peer(id).log)?.term.number ?? 0;

  it.each(['away', 'cut off'])('can’t use up the term numbers while both players are %s: they lead again at once', (how) => {
    const mesh = inRally(3);
    askForAllNumbers(mesh, [4, 5]);
    const before = termOf(mesh, 4);
    const written = mesh.peer(4).log.length;
    for (const id of [1, 2]) {
      if (how === 'away') mesh.crash(id);
      else for (const other of [4, 5]) mesh.cut(id, other, true);
    }
    mesh.run(30_000);
    expect(termOf(mesh, 4)).toBeGreaterThan(before);
    expect(termOf(mesh, 4)).toBeLessThanOrEqual(before + 64);
    expect(mesh.peer(4).log.length - written).toBeLessThanOrEqual(64);
    mesh.crash(3);
    for (const id of [1, 2]) {
      if (how === 'away') mesh.restart(id);
      else for (const other of [4, 5]) mesh.cut(id, other, false);
    }
    mesh.runUntil(() => leaders(mesh).every((id) => id === 1), 2000);
    mesh.runUntil(playing(mesh), 6000);
    mesh.runUntil(() => [4, 5].every((id) => mesh.peer(id).table.seen.tick > mesh.peer(1).table.seen.tick - 10), 1000);
    mesh.crash(1);
    mesh.run(1000);
    mesh.restart(1);
    mesh.restart(3);
    mesh.link(3, 4).tamper = undefined;
    mesh.link(3, 5).tamper = undefined;
    expectGoesOn(mesh);
  });

  it.each(['is silent', 'says that it hears a lower one', 'always claims to have consented to another'])(
    'that %s keeps no player from leading',
    (how) => {
      const mesh = new Mesh(5, { ...CLEAN, delayMs: DELAY_MS }, 2);
      const writer = new ByteWriter(MAX_TABLE_BEAT_BYTES);
      for (const to of [1, 2, 4]) {
        mesh.link(3, to).tamper = (reliable, bytes) => {
          if (reliable) return [bytes];
          const promisedTerm = how === 'always claims to have consented to another' ? termOf(mesh, to) + 1 : 0;
          const promise = { promisedTerm, promisedId: promisedTerm === 0 ? 0 : 3 };
          encodeTableBeat(writer, { ...emptyTableBeat(), ...promise, hears: how === 'says that it hears a lower one' ? 2 : 0 });
          return [writer.written().slice()];
        };
      }
      const leads = (id: number) => (): boolean => [id, 4].every((each) => mesh.peer(each).table.term.leaderId === id);
      mesh.runUntil(leads(1), 6000);
      mesh.runUntil(() => mesh.peer(4).table.seen.epoch === 1, 1000);
      mesh.crash(1);
      mesh.runUntil(leads(2), 6000);
      mesh.restart(1);
      mesh.runUntil(leads(1), 6000);
      mesh.runUntil(playing(mesh), 6000);
      mesh.run(1000);
      expect(mesh.peer(4).table.seen.tick).toBeGreaterThan(mesh.peer(1).table.seen.tick - 10);
    },
  );

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

describe('a player in bad faith', () => {
  it.each(['where it is now', 'at the checkpoint'])('can’t hand over a state that is none of its checkpoints, %s', (where) => {
    const mesh = inRally(1);
    const { table } = mesh.peer(3);
    const saved = readSavedMatch(mesh.peer(3).log)!;
    const tick = where === 'at the checkpoint' ? saved.checkpoints[0]!.tick : table.seen.tick + 1;
    const words = where === 'at the checkpoint' ? saved.checkpoints[0]!.words.slice() : table.confirmed.slice();
    words[Word.score0] = 10;
    const checksum = checksumWords(words, 0, words.length);
    const snapshot = { checkpoint: saved.committed, baseTick: tick, endTick: tick, checksum, words };
    const whole = { ...saved.head, lamport: 0, epoch: saved.epoch + 1, leaderId: 1, checkpoints: saved.checkpoints };
    const messages = stateTransferMessages({ ...whole, snapshot: { ...snapshot, inputs: new Uint8Array(0) } }, table.term);
    for (const bytes of messages) mesh.give(3, { type: 'reliable', from: 1, bytes });
    expect(table.confirmed[Word.score0]).toBeLessThan(10);
    expect(mesh.peer(3).effects.at(-1)).toMatchObject({ type: 'ended', end: { reason: 'dispute' } });
  });
});
