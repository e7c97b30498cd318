import { describe, expect, it } from 'vitest';
import {
  CHAIN_BYTES,
  type CheckpointRecord,
  encodeMatchRecord,
  KEEPS_ALL,
  type MatchRecord,
  NO_TERM,
  Outcome,
  RecordKind,
} from '../wire/match-record.ts';
import { canResume, goneRecord, readSavedMatch, type SavedMatch } from './saved-match.ts';

const secret = new Uint8Array(32).fill(2);
const token = new Uint8Array(8).fill(1);
const chain = new Uint8Array(CHAIN_BYTES).fill(3);
const head = {
  kind: RecordKind.match,
  rules: 1,
  seed: 5,
  token,
  localId: 1,
  remoteId: 2,
  remoteName: 'Ada',
  graceMs: 60_000,
  secret,
} as const;
const epoch = (number: number, keeps: number = KEEPS_ALL): MatchRecord => ({
  kind: RecordKind.epoch,
  number,
  leaderId: 1,
  keeps,
  lamport: number,
});
const checkpoint = (number: number, tick = number * 100): CheckpointRecord => ({
  ...{ kind: RecordKind.checkpoint, number, tick, epoch: 1, leaderId: 1, chain },
  words: Int32Array.of(number),
});
const result = (outcome: number): MatchRecord => ({ kind: RecordKind.result, outcome, seat: 0, checkpoint: 2, chain });
const peer = (id: number, name: string): MatchRecord => ({ kind: RecordKind.peer, id, secret, name });
const read = (...records: readonly MatchRecord[]): SavedMatch | undefined => readSavedMatch(records.map(encodeMatchRecord));

describe('a match log', () => {
  it('that has its head alone tells of a match that never began', () => {
    expect(read(head)).toEqual({
      ...{ head, epoch: 0, lamport: 0, checkpoints: [], committed: 0, result: undefined, settled: false, term: NO_TERM },
      ...{ peers: [], gone: [], left: false },
    });
    expect(canResume(read(head)!)).toBe(false);
  });

  it('is of another version when it does not begin as a match, begins twice, or has a record that can’t be read', () => {
    expect(read()).toBeUndefined();
    expect(read(epoch(1), head)).toBeUndefined();
    expect(read(head, head)).toBeUndefined();
    expect(readSavedMatch([encodeMatchRecord(head), Uint8Array.of(99), encodeMatchRecord(epoch(1))])).toBeUndefined();
  });

  it('holds the two newest checkpoints, and strikes those that play went back behind', () => {
    const numbers = (...records: readonly MatchRecord[]): unknown => read(head, epoch(1), ...records)?.checkpoints.map(({ tick }) => tick);
    expect(numbers(checkpoint(1), checkpoint(2), checkpoint(3))).toEqual([300, 200]);
    expect(numbers(checkpoint(1), checkpoint(2), epoch(2, 1))).toEqual([100]);
    expect(numbers(checkpoint(1), checkpoint(2), epoch(2))).toEqual([200, 100]);
    expect(numbers(checkpoint(1), checkpoint(2), epoch(2, 1), checkpoint(2, 250))).toEqual([250, 100]);
    expect(numbers(checkpoint(1), checkpoint(2), checkpoint(2, 250)), 'written anew').toEqual([250, 100]);
  });

  it('never takes back that both hold a checkpoint', () => {
    const committed = (number: number): MatchRecord => ({ kind: RecordKind.committed, number });
    expect(read(head, committed(4), committed(3))?.committed).toBe(4);
  });

  it('continues after a match that was played to its end, with a rematch, and after nothing else', () => {
    const settled = { kind: RecordKind.settled, checkpoint: 2 } as const;
    expect(read(head, epoch(1), result(Outcome.played), settled)).toMatchObject({ result: { outcome: Outcome.played }, settled: true });
    expect(read(head, epoch(1), result(Outcome.played), settled, checkpoint(3))).toMatchObject({ result: undefined, settled: false });
    expect(read(head, epoch(1), result(Outcome.left), settled, checkpoint(3))).toMatchObject({
      result: { outcome: Outcome.left },
      settled: true,
    });
    expect(read(head, epoch(1), result(Outcome.forfeit), settled, result(Outcome.void))?.settled).toBe(false);
  });

  it('knows who is at the table by their newest names, who has left, and whether its own peer has', () => {
    const saved = read(head, peer(3, 'Cleo'), peer(4, 'Dan'), peer(3, 'Cleopatra'), goneRecord(4, 'Dan'));
    expect(saved?.peers.map(({ id, name }) => [id, name])).toEqual([[3, 'Cleopatra']]);
    expect([saved?.gone, saved?.left]).toEqual([[4], false]);
    const back = read(head, peer(3, 'Cleo'), goneRecord(3, 'Cleo'), peer(3, 'Cleo'));
    expect([back?.peers.length, back?.gone]).toEqual([1, []]);
    const own = read(head, goneRecord(1, ''));
    expect([own?.peers, own?.gone, own?.left]).toEqual([[], [], true]);
  });

  it('keeps names as they may be shown, whoever wrote them there', () => {
    expect(read({ ...head, remoteName: 'A\u202eda' })?.head.remoteName).toBe('Ada');
    expect(read(head, peer(3, '\u202e'))?.peers[0]?.name).toBe('');
  });
});

describe('what is offered to be resumed', () => {
  const offered = (...records: readonly MatchRecord[]): boolean => canResume(read(...records)!);
  const settled = { kind: RecordKind.settled, checkpoint: 2 } as const;

  it('is a match that has begun, until its result is known to be on both disks', () => {
    expect(offered(head, epoch(1))).toBe(true);
    expect(offered(head, epoch(1), result(Outcome.left))).toBe(true);
    expect(offered(head, epoch(1), result(Outcome.left), settled)).toBe(false);
  });

  it('is for a spectator neither a match with a result nor one that it has left', () => {
    const watched = { ...head, localId: 3, remoteId: 1 };
    expect(offered(watched, epoch(1))).toBe(true);
    expect(offered(watched, epoch(1), result(Outcome.left))).toBe(false);
    expect(offered(watched, epoch(1), goneRecord(3, ''))).toBe(false);
  });
});
