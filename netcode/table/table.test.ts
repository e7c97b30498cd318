import { describe, expect, it } from 'vitest';
import { Mesh } from '../lab/mesh.ts';
import { contradictions, ralliesOf, recordsOf, standingCheckpoints } from '../lab/mesh-checks.ts';
import { DELAY_MS, expectGoesOn, inRally, leaders, playing } from '../lab/table-checks.ts';
import { CLEAN } from '../local/network.ts';
import { pongMatch } from '../pong/pong-match.ts';
import { Word } from '../pong/state.ts';
import { canResume, readSavedMatch } from '../record/saved-match.ts';
import { ByeReason, ControlKind, decodeControl, encodeControl } from '../wire/control.ts';
import { FastKind } from '../wire/input-packet.ts';
import { Outcome, RecordKind } from '../wire/match-record.ts';
import { Table } from './table.ts';

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
    const shown = (id: number) => [...mesh.peer(id).table.confirmed];
    mesh.runUntil(() => String(shown(4)) === String(shown(3)), 1000);
    // It is what one that has no part in play says: shown, but not kept and not handed on.
    expect(mesh.peer(4).log).toEqual([]);
    expect(mesh.peer(4).table.seen.epoch).toBe(0);
    for (const id of [1, 2]) mesh.restart(id);
    expectGoesOn(mesh);
  });

  it('that were started again are handed the match as soon as they act on the term', () => {
    const mesh = inRally(2);
    mesh.crash(4);
    mesh.crash(1);
    mesh.run(1000);
    mesh.restart(1);
    mesh.runUntil(playing(mesh), 6000);
    mesh.peer(4).storeMs = 30;
    mesh.restart(4);
    mesh.runUntil(() => mesh.peer(4).table.term.leaderId === 1, 1000);
    mesh.runUntil(() => mesh.peer(4).table.seen.epoch > 0, 2 * DELAY_MS + 100);
    expect(mesh.peer(4).table.seen.tick).toBeGreaterThan(mesh.peer(1).table.seen.tick - 20);
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
    // The point that has just fallen may have been handed over; the next time is 2 s later.
    mesh.runUntil(() => table.seen.tick > damagedTick + 5, 2000 + 3 * DELAY_MS);
    checksums.delete(`1:${damagedTick}`);
    expectGoesOn(mesh);
  });

  it('take no state transfer for a contradiction that play has overtaken, points and all', () => {
    const mesh = new Mesh(5, { ...CLEAN, delayMs: DELAY_MS }, 1);
    const late: Uint8Array[] = [];
    mesh.link(1, 3).tamper = (reliable, bytes) => {
      if (reliable && bytes[0] === ControlKind.stateTransfer) late.push(bytes);
      return [bytes];
    };
    const points = 2;
    mesh.runUntil(() => readSavedMatch(mesh.peer(3).log)?.committed === points, 60_000);
    expect(late.length).toBeGreaterThan(0);
    for (const bytes of late) mesh.give(3, { type: 'reliable', from: 1, bytes });
    expectGoesOn(mesh);
    expect(mesh.peer(3).table.over).toBe(false);
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

  it.each(['both players', 'one player'])('once the last one that %s could reach has left, nothing more of a table is sent', (who) => {
    const mesh = inRally(1);
    if (who === 'one player') mesh.give(2, { type: 'linkClosed', from: 3 });
    mesh.run(1000);
    mesh.give(3, { type: 'leave' });
    mesh.run(1000);
    const fast = new Set<number>();
    for (const [from, to] of [
      [1, 2],
      [2, 1],
    ] as const) {
      mesh.link(from, to).tamper = (reliable, bytes) => {
        if (!reliable) fast.add((bytes[0] ?? 0) >> 6);
        return [bytes];
      };
    }
    mesh.run(3000);
    expect([...fast]).toEqual([FastKind.input]);
  });

  it('that one player alone can reach still have a leader that both players know', () => {
    const mesh = inRally(1);
    mesh.give(2, { type: 'linkClosed', from: 3 });
    mesh.cut(2, 3, true);
    mesh.crash(1);
    mesh.run(1000);
    mesh.restart(1);
    mesh.runUntil(playing(mesh), 6000);
    expect(leaders(mesh)).toEqual([1, 1, 1]);
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

  it('reaches a player who was killed when it was said, once', () => {
    const mesh = inRally(1);
    mesh.crash(2);
    mesh.give(3, { type: 'chat', text: 'where is he?' });
    mesh.run(1000);
    mesh.give(3, { type: 'chat', text: 'come back' });
    mesh.run(100);
    expect(mesh.peer(3).table.isUnheard(1)).toBe(true);
    mesh.restart(2);
    mesh.peer(2).effects.length = 0;
    mesh.runUntil(playing(mesh), 6000);
    mesh.run(500);
    const [first, second, third] = texts(mesh).map((lines) => lines.map(({ text }) => text));
    expect([first, second, third]).toEqual(new Array(3).fill(['where is he?', 'come back']));
    expect(mesh.peer(3).table.isUnheard(1)).toBe(false);
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

  it('of one who pretends a clock at its end silences nobody', () => {
    const mesh = inRally(1);
    for (const to of [1, 2]) {
      mesh.link(3, to).tamper = (reliable, bytes) => {
        const decoded = decodeControl(bytes);
        const isChat = reliable && decoded.ok && decoded.value.kind === ControlKind.chat;
        return isChat ? [encodeControl({ ...decoded.value, lamport: 0xfffffeff })] : [bytes];
      };
    }
    mesh.give(3, { type: 'chat', text: 'mischief' });
    mesh.run(200);
    for (const id of [1, 2]) {
      mesh.give(id, { type: 'chat', text: `from ${id}` });
      mesh.run(200);
    }
    for (const lines of texts(mesh).slice(0, 2)) expect(lines.map(({ text }) => text)).toEqual(['mischief', 'from 1', 'from 2']);
  });

  it('of one who says too much costs nobody else a word', () => {
    const mesh = inRally(1);
    mesh.link(3, 1).tamper = (reliable, bytes) => {
      const decoded = decodeControl(bytes);
      if (!reliable || !decoded.ok || decoded.value.kind !== ControlKind.chat) return [bytes];
      const said = decoded.value;
      return Array.from({ length: 50 }, (_, lamport) => encodeControl({ ...said, lamport }));
    };
    mesh.give(3, { type: 'chat', text: 'spam' });
    mesh.run(100);
    mesh.give(2, { type: 'chat', text: 'Hello!' });
    mesh.run(100);
    const [heard] = texts(mesh);
    expect(heard?.filter(({ from }) => from === 3).length).toBe(10);
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
    for (const id of [3, 4]) expect(ended(mesh, id)).toEqual({ type: 'ended', end: { reason: 'left', by: 2 } });
  });

  it('by leaving right after a point that a spectator has not seen leaves it nothing to come back to', () => {
    const mesh = inRally(1);
    const last: readonly (number | undefined)[] = [ControlKind.result, ControlKind.bye];
    for (const id of [1, 2]) mesh.link(id, 3).tamper = (reliable, bytes) => (reliable && last.includes(bytes[0]) ? [bytes] : []);
    const rallies = ralliesOf(mesh.peer(1));
    mesh.runUntil(() => ralliesOf(mesh.peer(1)) > rallies && ralliesOf(mesh.peer(2)) > rallies, 60_000);
    expect(ralliesOf(mesh.peer(3))).toBe(rallies);
    mesh.give(2, { type: 'leave' });
    mesh.run(300);
    expect(ended(mesh, 3)).toMatchObject({ end: { reason: 'left', by: 2 } });
    expect(canResume(readSavedMatch(mesh.peer(3).log)!)).toBe(false);
  });

  it.each([
    ['a dispute', { kind: ControlKind.dispute, epoch: 1, tick: 5 }],
    ['another version', { kind: ControlKind.bye, reason: ByeReason.version }],
  ] as const)('by %s between the players is nobody’s leaving', (_, message) => {
    const mesh = inRally(1);
    mesh.give(1, { type: 'reliable', from: 2, bytes: encodeControl(message) });
    mesh.run(300);
    expect(ended(mesh, 3)).toEqual({ type: 'ended', end: { reason: 'dispute', from: 1, cause: 'told' } });
    expect(results(mesh)[2]).toEqual([]);
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
    expect(ended(mesh, 3)).toMatchObject({ end: { reason: 'forfeit', winner: 0 } });
  });

  it('is pending for a spectator until both players have told it, however often one of them does', () => {
    const mesh = new Mesh(1, { ...CLEAN, delayMs: DELAY_MS }, 1);
    let lost = true;
    mesh.link(2, 3).tamper = (reliable, bytes) => (lost && reliable && bytes[0] === ControlKind.result ? [] : [bytes]);
    mesh.runUntil(() => mesh.peer(1).table.session?.verdict !== undefined, 600_000);
    const kinds: readonly number[] = [RecordKind.result, RecordKind.settled];
    const told = () => recordsOf(mesh.peer(3)).flatMap(({ kind }) => (kinds.includes(kind) ? [kind] : []));
    mesh.run(500);
    for (let i = 0; i < 3; i++) {
      mesh.connect(1, 3);
      mesh.run(500);
    }
    expect(told()).toEqual([RecordKind.result]);
    mesh.crash(3);
    mesh.restart(3);
    mesh.run(500);
    expect(told()).toEqual([RecordKind.result]);
    lost = false;
    for (let i = 0; i < 2; i++) {
      mesh.connect(2, 3);
      mesh.run(500);
    }
    expect(told()).toEqual([RecordKind.result, RecordKind.settled]);
    mesh.crash(3);
    mesh.restart(3);
    mesh.run(500);
    expect(told()).toEqual([RecordKind.result, RecordKind.settled]);
  });

  it('that a player tells in turn one way and the other is written once each way by a spectator', () => {
    const mesh = inRally(1);
    const { checkpoints } = readSavedMatch(mesh.peer(3).log)!;
    const { number: checkpoint, chain } = checkpoints[0]!;
    for (let i = 0; i < 20; i++) {
      const result = { outcome: Outcome.played, seat: i % 2, checkpoint, chain };
      mesh.give(3, { type: 'reliable', from: 2, bytes: encodeControl({ kind: ControlKind.result, ...result }) });
    }
    mesh.run(50);
    expect(recordsOf(mesh.peer(3)).filter(({ kind }) => kind === RecordKind.result)).toHaveLength(2);
    expect(readSavedMatch(mesh.peer(3).log)?.settled).toBe(false);
  });

  it('of a spectator’s watching ends nothing else', () => {
    const mesh = inRally(2);
    mesh.give(3, { type: 'leave' });
    mesh.run(5000);
    expect([...mesh.peer(1).table.names.keys()]).toEqual([4]);
    expect(mesh.peer(1).table.session?.phase).toBe('playing');
    expect(mesh.peer(4).table.seen.tick).toBeGreaterThan(mesh.peer(1).table.seen.tick - 10);
  });

  it('of watching waits for its own record, not for the points that fall while a slow disk writes it', () => {
    const mesh = inRally(1);
    const { table } = mesh.peer(3);
    mesh.peer(3).storeMs = 60_000;
    mesh.give(3, { type: 'leave' });
    const rallies = ralliesOf(mesh.peer(1));
    const stored = recordsOf(mesh.peer(3)).length;
    mesh.runUntil(() => recordsOf(mesh.peer(3)).length > stored, 70_000);
    expect(ralliesOf(mesh.peer(1))).toBeGreaterThan(rallies);
    expect(table.left).toBe(true);
    mesh.run(500);
    expect([...mesh.peer(1).table.names]).toEqual([]);
  });

  it('comes at once for one of another version, and for nobody else', () => {
    const mesh = inRally(1);
    mesh.crash(3);
    mesh.restart(3);
    for (const id of [1, 2])
      mesh.link(3, id).tamper = (reliable, bytes) => [reliable && bytes[0] === ControlKind.hello ? bytes.with(10, 9) : bytes];
    for (const id of [1, 2]) mesh.connect(3, id);
    mesh.run(500);
    expect(ended(mesh, 3)).toMatchObject({ end: { reason: 'version', from: 1 } });
    expect(mesh.peer(1).table.session?.phase).toBe('playing');
  });
});
