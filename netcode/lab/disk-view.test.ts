import { describe, expect, it } from 'vitest';
import { nextChain } from '../history/chain.ts';
import { type CheckpointRecord, encodeMatchRecord, KEEPS_ALL, type MatchRecord, RecordKind } from '../wire/match-record.ts';
import { DiskView } from './disk-view.ts';

const head: MatchRecord = {
  kind: RecordKind.match,
  rules: 1,
  seed: 2,
  token: new Uint8Array(8),
  localId: 1,
  remoteId: 2,
  remoteName: 'Ada',
  graceMs: 5000,
  secret: new Uint8Array(32),
};
const epoch = (number: number, keeps = KEEPS_ALL): MatchRecord => ({ kind: RecordKind.epoch, number, leaderId: 1, keeps, lamport: 0 });
const committed = (number: number): MatchRecord => ({ kind: RecordKind.committed, number });

function checkpoint(number: number, before: CheckpointRecord | undefined, word = number): CheckpointRecord {
  const words = Int32Array.of(word);
  const chain = nextChain(before?.chain ?? new Uint8Array(32), number, words);
  return { kind: RecordKind.checkpoint, number, tick: number * 100, epoch: 1, leaderId: 1, words, chain };
}

const one = checkpoint(1, undefined);
const two = checkpoint(2, one);

function read(...records: readonly MatchRecord[]): DiskView {
  const view = new DiskView(records.map(encodeMatchRecord), 'peer 1');
  view.look();
  return view;
}

describe('what a log says', () => {
  it('is read in order, and each record once', () => {
    const log = [head, epoch(1), one].map(encodeMatchRecord);
    const view = new DiskView(log, 'peer 1');
    expect(view.look()).toEqual([one]);
    log.push(encodeMatchRecord(two));
    expect(view.look()).toEqual([two]);
    expect(view.look()).toEqual([]);
    expect([view.epoch, [...view.checkpoints.keys()]]).toEqual([1, [1, 2]]);
  });

  it('leaves out what a later epoch strikes, and what was written anew', () => {
    expect([...read(head, epoch(1), one, two, epoch(2, 1)).checkpoints.keys()]).toEqual([1]);
    expect(read(head, epoch(1), one, two, epoch(2)).checkpoints.get(2)).toEqual(two);
    const anew = checkpoint(1, undefined, 9);
    expect([...read(head, epoch(1), one, two, anew).checkpoints]).toEqual([[1, anew]]);
  });

  it.each<readonly [string, readonly MatchRecord[]]>([
    ['does not begin as a match', [epoch(1)]],
    ['is of two matches', [head, epoch(1), head]],
    ['goes back to an older epoch', [head, epoch(2), epoch(2)]],
    ['lacks a checkpoint', [head, epoch(1), two]],
    ['has a checkpoint that hangs on another one', [head, epoch(1), one, checkpoint(2, undefined)]],
    ['commits what it does not hold', [head, epoch(1), committed(1)]],
    ['strikes what is committed', [head, epoch(1), one, committed(1), epoch(2, 0)]],
    ['writes anew what is committed', [head, epoch(1), one, committed(1), checkpoint(1, undefined, 9), checkpoint(0, undefined)]],
  ])('breaks when it %s', (_, records) => {
    expect(() => read(...records)).toThrow('peer 1');
  });
});
