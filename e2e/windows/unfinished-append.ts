import { appendFileSync } from 'node:fs';
import { encodeMatchRecord, frameRecord, type MatchRecord, RecordKind } from 'paddlewire-netcode/session';
import type { Random } from '../../netcode/local/random.ts';
import type { MatchHistory } from './match-history.ts';

/**
 * Leaves behind the log of a killed window what a power cut leaves of an append that was not synced yet: the beginning of a record, or its whole
 * length of which only the beginning has reached the disk. Records before it were synced before anybody was told of them, so a power cut can't
 * have touched them.
 */
export function leaveUnfinishedAppend({ file, saved }: MatchHistory, random: Random): void {
  const [newest] = saved.checkpoints;
  const next: MatchRecord =
    newest === undefined || random.chance(0.5)
      ? { kind: RecordKind.committed, number: (newest?.number ?? 0) + 1 }
      : { ...newest, number: newest.number + 1 };
  const framed = frameRecord(encodeMatchRecord(next));
  const arrived = framed.subarray(0, 1 + random.below(framed.length - 1));
  const left = new Uint8Array(random.chance(0.5) ? arrived.length : framed.length);
  left.set(arrived);
  appendFileSync(file, left);
}
