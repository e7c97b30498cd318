import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import {
  type CheckpointRecord,
  canResume,
  decodeMatchRecord,
  KEEPS_ALL,
  RecordKind,
  readRecords,
  readSavedMatch,
  type SavedMatch,
} from 'paddlewire-netcode/session';
import { pongMatch } from '../../netcode/pong/pong-match.ts';
import { POINTS_TO_WIN, Word } from '../../netcode/pong/state.ts';

/** What a match's log on one side's disk says, with every checkpoint and not only the newest. */
export interface MatchHistory {
  readonly saved: SavedMatch;
  /** The log's file. */
  readonly file: string;
  /** Checkpoints that count, by number. */
  readonly checkpoints: ReadonlyMap<number, CheckpointRecord>;
  /** Every checkpoint of which the log says that both sides hold it. */
  readonly committed: readonly number[];
  /** What no log may say, in words; empty for a good one. */
  readonly faults: readonly string[];
}

/**
 * Reads the newest match log below a window's data folder. The window may be writing to it: what is not complete yet is left out.
 *
 * @throws Error when there is none, or it is no match's
 */
export function readMatchHistory(dataDir: string): MatchHistory {
  const folder = join(dataDir, 'matches');
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.log'))
    .map((name) => join(folder, name));
  const [file] = files.sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  if (file === undefined) throw new Error(`There is no match log in ${folder}.`);
  return { file, ...historyOf(readRecords(readFileSync(file)).records) };
}

/**
 * Follows a log's records from the first to the last.
 *
 * @throws Error when they are no match's
 */
export function historyOf(records: readonly Uint8Array[]): Omit<MatchHistory, 'file'> {
  const saved = readSavedMatch(records);
  if (saved === undefined) throw new Error('A log does not begin as a match, or holds something else than its records.');
  let checkpoints = new Map<number, CheckpointRecord>();
  const committed: number[] = [];
  const faults: string[] = [];
  let epoch = 0;
  const strikeAbove = (limit: number) => {
    for (const number of committed) if (number > limit && checkpoints.has(number)) faults.push(`the committed rally ${number} is struck`);
    checkpoints = new Map([...checkpoints].filter(([number]) => number <= limit));
  };
  for (const bytes of records) {
    const decoded = decodeMatchRecord(bytes);
    if (!decoded.ok) continue;
    const record = decoded.value;
    if (record.kind === RecordKind.epoch) {
      if (record.number <= epoch) faults.push(`epoch ${record.number} follows epoch ${epoch}`);
      epoch = record.number;
      if (record.keeps !== KEEPS_ALL) strikeAbove(record.keeps);
    } else if (record.kind === RecordKind.checkpoint) {
      strikeAbove(record.number - 1);
      if (record.number !== checkpoints.size + 1) faults.push(`checkpoint ${record.number} follows ${checkpoints.size}`);
      const before = checkpoints.get(record.number - 1);
      if (!addsOnePoint(before, record)) faults.push(`rally ${record.number} leads from ${scoreAfter(before)} to ${scoreAfter(record)}`);
      checkpoints.set(record.number, record);
    } else if (record.kind === RecordKind.committed) {
      if (!checkpoints.has(record.number)) faults.push(`the committed rally ${record.number} is not in the log`);
      committed.push(record.number);
    }
  }
  return { saved, checkpoints, committed, faults };
}

/**
 * What two sides' logs of one match say against each other or against themselves. Read while the match goes on, `first` must be the one that
 * was read first, and only what it says to be on both disks is looked for in the other.
 */
export function disagreements(first: MatchHistory, second: MatchHistory): string[] {
  const found = [...first.faults, ...second.faults];
  for (const number of first.committed) {
    const [own, other] = [first.checkpoints.get(number), second.checkpoints.get(number)];
    if (other === undefined) found.push(`the committed rally ${number} is on one side only`);
    else if (own !== undefined && !sameBytes(own.chain, other.chain)) found.push(`the two sides have another rally ${number} each`);
  }
  return found;
}

/** The newest checkpoint that both sides hold; undefined when the match stands at its start. */
export function newestShared(first: MatchHistory, second: MatchHistory): CheckpointRecord | undefined {
  const shared = [...first.checkpoints.values()].filter(({ number, chain }) => {
    const other = second.checkpoints.get(number);
    return other !== undefined && sameBytes(chain, other.chain);
  });
  return shared.at(-1);
}

/** Score that counts once a checkpoint is on both disks; 0 : 0 at the start of a match. */
export function scoreAfter(checkpoint: CheckpointRecord | undefined): [left: number, right: number] {
  if (checkpoint === undefined) return [0, 0];
  const words = checkpoint.words.slice();
  pongMatch.keeps.commit(words);
  return [words[Word.score0] ?? 0, words[Word.score1] ?? 0];
}

/** Whether a window would offer to go on with the match. */
export function isOffered({ saved }: MatchHistory): boolean {
  return canResume(saved);
}

function addsOnePoint(before: CheckpointRecord | undefined, after: CheckpointRecord): boolean {
  // After a match is won, a rematch starts from nothing.
  const [left, right] = Math.max(...scoreAfter(before)) >= POINTS_TO_WIN ? [0, 0] : scoreAfter(before);
  const [newLeft, newRight] = scoreAfter(after);
  return newLeft >= left && newRight >= right && newLeft + newRight === left + right + 1;
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
