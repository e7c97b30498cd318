import {
  type CheckpointRecord,
  decodeMatchRecord,
  KEEPS_ALL,
  type MatchHead,
  Outcome,
  RecordKind,
  type Result,
} from '../wire/match-record.ts';

/** A match as its log on disk tells it. */
export interface SavedMatch {
  readonly head: MatchHead;
  /** Newest epoch; 0 when the match never began. */
  readonly epoch: number;
  /** Lamport clock of the chat, as of that epoch. */
  readonly lamport: number;
  /** The newest checkpoints that count, newest first, two at most: the other side can be at most one behind. */
  readonly checkpoints: readonly CheckpointRecord[];
  /** Newest checkpoint that is known to be on both disks; 0 before the first. */
  readonly committed: number;
  /** How the match ended, if it did. */
  readonly result: Result | undefined;
  /** The other side is known to hold the same result. */
  readonly settled: boolean;
}

/**
 * Reads a log's records in order.
 * @returns undefined when they don't begin as a match, or one of them is no record; the log is then of another version
 */
export function readSavedMatch(records: readonly Uint8Array[]): SavedMatch | undefined {
  const [first, ...rest] = records.map((bytes) => decodeMatchRecord(bytes));
  if (first?.ok !== true || first.value.kind !== RecordKind.match) return undefined;
  let saved: SavedMatch = {
    head: first.value,
    epoch: 0,
    lamport: 0,
    checkpoints: [],
    committed: 0,
    result: undefined,
    settled: false,
  };
  for (const record of rest) {
    if (!record.ok) return undefined;
    const { value } = record;
    switch (value.kind) {
      case RecordKind.match:
        return undefined;
      case RecordKind.epoch:
        saved = { ...saved, epoch: value.number, lamport: value.lamport, checkpoints: kept(saved.checkpoints, value.keeps) };
        break;
      case RecordKind.checkpoint:
        // Play has gone on, or a damaged checkpoint was written anew.
        saved = { ...saved, checkpoints: [value, ...kept(saved.checkpoints, value.number - 1)].slice(0, 2) };
        if (saved.result?.outcome === Outcome.played) saved = { ...saved, result: undefined, settled: false };
        break;
      case RecordKind.committed:
        saved = { ...saved, committed: Math.max(saved.committed, value.number) };
        break;
      case RecordKind.result: {
        const { kind: _, ...result } = value;
        saved = { ...saved, result, settled: false };
        break;
      }
      case RecordKind.settled:
        saved = { ...saved, settled: true };
        break;
    }
  }
  return saved;
}

function kept(checkpoints: readonly CheckpointRecord[], upTo: number): readonly CheckpointRecord[] {
  return upTo === KEEPS_ALL ? checkpoints : checkpoints.filter(({ number }) => number <= upTo);
}

/** Whether there is something to meet again for: play that is not over, or a result that the other side may not have yet. */
export function canResume({ epoch, result, settled }: SavedMatch): boolean {
  return epoch > 0 && (result === undefined || !settled);
}
