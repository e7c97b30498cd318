import { decodeMatchRecord, encodeMatchRecord, KEEPS_ALL, RecordKind } from 'paddlewire-netcode/session';
import { expect, it } from 'vitest';
import { Pair } from '../../netcode/lab/pair.ts';
import { CLEAN } from '../../netcode/local/network.ts';
import { Word } from '../../netcode/pong/state.ts';
import { disagreements, historyOf, newestShared, scoreAfter } from './match-history.ts';

/** Logs of both sides of a match in which some points have fallen. */
function logs(points: number): [Uint8Array[], Uint8Array[]] {
  const pair = new Pair(3, CLEAN, 1);
  pair.runUntil(() => pair.peers.every(({ session }) => session.confirmed[Word.rallies] === points), 120_000);
  return [[...pair.peers[0].disk.log], [...pair.peers[1].disk.log]];
}

/** A history as if its log had been found in a file. */
const read = (records: readonly Uint8Array[]) => ({ file: '', ...historyOf(records) });

function without(records: readonly Uint8Array[], kind: number, number: number): Uint8Array[] {
  return records.filter((bytes) => {
    const decoded = decodeMatchRecord(bytes);
    return !(decoded.ok && decoded.value.kind === kind && 'number' in decoded.value && decoded.value.number === number);
  });
}

it('finds nothing against the logs of a match that was played', () => {
  const [left, right] = logs(4).map(read);
  expect(disagreements(left!, right!)).toEqual([]);
  expect(left!.committed.at(-1)).toBe(4);
  expect(newestShared(left!, right!)?.number).toBe(4);
  expect(scoreAfter(newestShared(left!, right!)).reduce((sum, points) => sum + points)).toBe(4);
});

it('finds a committed rally that only one side has', () => {
  const [left, right] = logs(3);
  const lost = without(without(right, RecordKind.checkpoint, 3), RecordKind.committed, 3);
  expect(disagreements(read(left), read(lost))).toEqual(['the committed rally 3 is on one side only']);
});

it('finds a committed rally that was struck', () => {
  const [left] = logs(3);
  const epoch = encodeMatchRecord({ kind: RecordKind.epoch, number: 2, leaderId: 1, keeps: 2, lamport: 0 });
  expect(historyOf([...left, epoch]).faults).toEqual(['the committed rally 3 is struck']);
});

it('finds a rally that counts twice, and an epoch that was used before', () => {
  const [left] = logs(2);
  const [newest] = historyOf(left).saved.checkpoints;
  const again = encodeMatchRecord({ ...newest!, number: 3 });
  const epoch = encodeMatchRecord({ kind: RecordKind.epoch, number: 1, leaderId: 1, keeps: KEEPS_ALL, lamport: 0 });
  const { faults } = historyOf([...left, again, epoch]);
  expect(faults).toHaveLength(2);
  expect(faults[0]).toMatch(/^rally 3 leads from (\d+),(\d+) to \1,\2$/);
  expect(faults[1]).toBe('epoch 1 follows epoch 1');
});

it('finds two sides that tell the same rally differently', () => {
  const [left, right] = logs(2);
  const other = right.map((bytes) => {
    const decoded = decodeMatchRecord(bytes);
    if (!decoded.ok || decoded.value.kind !== RecordKind.checkpoint || decoded.value.number !== 2) return bytes;
    return encodeMatchRecord({ ...decoded.value, chain: new Uint8Array(32) });
  });
  expect(disagreements(read(left), read(other))).toEqual(['the two sides have another rally 2 each']);
});
