import { nextChain } from '../history/chain.ts';
import { Word } from '../pong/state.ts';
import { decodeMatchRecord, encodeMatchRecord, type MatchRecord, RecordKind } from '../wire/match-record.ts';

/** Ways to change a log while nobody runs on it. */
export const Forgery = {
  /** The newest checkpoint has a point more for one's own seat, and a chain that fits. */
  score: 0,
  /** It is the log of another match of the same two. */
  token: 1,
} as const;

/**
 * Changes a log as a cheat, or somebody who mixes up two files, would: every record of it is sound.
 * @returns false when there is nothing in it to be changed
 */
export function forge(log: Uint8Array[], how: number, seat: 0 | 1): boolean {
  const records = log.map((bytes) => decodeMatchRecord(bytes)).flatMap((record) => (record.ok ? [record.value] : []));
  const changed = how === Forgery.token ? records.map(withOtherToken) : withMorePoints(records, seat);
  if (changed === undefined) return false;
  log.splice(0, log.length, ...changed.map(encodeMatchRecord));
  return true;
}

function withOtherToken(record: MatchRecord): MatchRecord {
  return record.kind === RecordKind.match ? { ...record, token: record.token.map((byte) => byte ^ 1) } : record;
}

function withMorePoints(records: readonly MatchRecord[], seat: 0 | 1): readonly MatchRecord[] | undefined {
  const at = records.findLastIndex(({ kind }) => kind === RecordKind.checkpoint);
  const newest = records[at];
  if (newest?.kind !== RecordKind.checkpoint) return undefined;
  const before = records.findLast((record) => record.kind === RecordKind.checkpoint && record.number === newest.number - 1);
  if (before?.kind !== RecordKind.checkpoint) return undefined;
  const words = newest.words.slice();
  const score = seat === 0 ? Word.score0 : Word.score1;
  words[score] = (words[score] ?? 0) + 1;
  return records.with(at, { ...newest, words, chain: nextChain(before.chain, newest.number, words) });
}
