import { plainName, readName } from '../text/player-name.ts';
import {
  type CheckpointRecord,
  decodeMatchRecord,
  KEEPS_ALL,
  type MatchHead,
  type MatchRecord,
  NO_TERM,
  Outcome,
  type PeerRecord,
  RESUME_SECRET_BYTES,
  RecordKind,
  type Result,
  type TablePeer,
  type Term,
} from '../wire/match-record.ts';
import { FIRST_SPECTATOR } from '../wire/peer-ids.ts';

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
  /** Newest term of a table with spectators; 0 and 0 when there was none. */
  readonly term: Term;
  /** Who else is at the table besides the peer that the head names, and has not left; by the order in which they came. */
  readonly peers: readonly TablePeer[];
  /** Ids of those who were there and have left. */
  readonly gone: readonly number[];
  /** This peer watched, and has left on purpose. */
  readonly left: boolean;
}

/**
 * Reads a log's records in order.
 * @returns undefined when they don't begin as a match, or one of them is no record; the log is then of another version
 */
export function readSavedMatch(records: readonly Uint8Array[]): SavedMatch | undefined {
  let saved: SavedMatch | undefined;
  for (const bytes of records) {
    const record = decodeMatchRecord(bytes);
    saved = record.ok ? withRecord(saved, record.value) : undefined;
    if (saved === undefined) return undefined;
  }
  return saved;
}

/**
 * What a log says with one more record at its end.
 * @param saved what it says so far; undefined when it is empty
 * @returns undefined when the record can't stand there: the first one is the match, and no other is
 */
export function withRecord(saved: SavedMatch | undefined, record: MatchRecord): SavedMatch | undefined {
  if (saved === undefined) return record.kind === RecordKind.match ? begun(record) : undefined;
  switch (record.kind) {
    case RecordKind.match:
      return undefined;
    case RecordKind.epoch:
      return { ...saved, epoch: record.number, lamport: record.lamport, checkpoints: kept(saved.checkpoints, record.keeps) };
    case RecordKind.checkpoint: {
      // Play has gone on, or a damaged checkpoint was written anew.
      const checkpoints = [record, ...kept(saved.checkpoints, record.number - 1)].slice(0, 2);
      const goesOn = saved.result?.outcome === Outcome.played;
      return goesOn ? { ...saved, checkpoints, result: undefined, settled: false } : { ...saved, checkpoints };
    }
    case RecordKind.committed:
      return { ...saved, committed: Math.max(saved.committed, record.number) };
    case RecordKind.result: {
      const { kind: _, ...result } = record;
      return { ...saved, result, settled: false };
    }
    case RecordKind.settled:
      return { ...saved, settled: true };
    case RecordKind.term:
      return { ...saved, term: { number: record.number, leaderId: record.leaderId } };
    case RecordKind.peer: {
      const { kind: _, ...read } = record;
      const peer = { ...read, name: readName(read.name) ?? '' };
      if (peer.id === saved.head.localId) return { ...saved, left: hasLeft(peer) };
      const others = saved.peers.filter(({ id }) => id !== peer.id);
      const gone = saved.gone.filter((id) => id !== peer.id);
      return hasLeft(peer) ? { ...saved, peers: others, gone: [...gone, peer.id] } : { ...saved, peers: [...others, peer], gone };
    }
  }
}

function begun(head: MatchHead): SavedMatch {
  return {
    // A disk is outside, too: names are shown only as they may be.
    head: { ...head, remoteName: plainName(head.remoteName) },
    epoch: 0,
    lamport: 0,
    checkpoints: [],
    committed: 0,
    result: undefined,
    settled: false,
    term: NO_TERM,
    peers: [],
    gone: [],
    left: false,
  };
}

/** The record that says that a peer is at the table no more; in its own log, that it has left. */
export function goneRecord(id: number, name: string): PeerRecord {
  return { kind: RecordKind.peer, id, name, secret: new Uint8Array(RESUME_SECRET_BYTES) };
}

/** Whether a record or an introduction says that a peer is at the table no more. */
export function hasLeft({ secret }: TablePeer): boolean {
  return secret.every((byte) => byte === 0);
}

function kept(checkpoints: readonly CheckpointRecord[], upTo: number): readonly CheckpointRecord[] {
  return upTo === KEEPS_ALL ? checkpoints : checkpoints.filter(({ number }) => number <= upTo);
}

/** Whether there is something to meet again for: play that is not over, or a player's result that the other side may not have yet. */
export function canResume({ head, epoch, result, settled, left }: SavedMatch): boolean {
  const watched = head.localId >= FIRST_SPECTATOR;
  return epoch > 0 && !left && (result === undefined || (!settled && !watched));
}
