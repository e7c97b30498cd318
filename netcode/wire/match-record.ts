import { MAX_NAME_BYTES } from '../text/player-name.ts';
import type { Decoded } from './bytes.ts';
import { bytes, i32, type MessageOf, MessageTable, peerId, TOKEN_BYTES, text, uint, type Values, words } from './fields.ts';

/** First byte of each record of a match log. */
export const RecordKind = { match: 1, epoch: 2, checkpoint: 3, committed: 4, result: 5, settled: 6, term: 7, peer: 8 } as const;

/** How a match ended. */
export const Outcome = {
  /** Played to the end; `seat` won. */
  played: 0,
  /** `seat` claimed it after waiting for the other player. */
  forfeit: 1,
  /** `seat` left it on purpose. */
  left: 2,
  /** Both seats claimed it, each after waiting for the other: neither wins. */
  void: 3,
} as const;

/** Bytes of a link of the hash chain: SHA-256. */
export const CHAIN_BYTES = 32;
/** Bytes of the secret by which the two players of a match find and recognize each other. */
export const RESUME_SECRET_BYTES = 32;
/** The number of {@link EpochRecord.keeps} that strikes nothing. */
export const KEEPS_ALL = 0xffff;
/** Largest state of a game, in words. */
export const MAX_WORDS = 1024;
/** Room for the largest record: a checkpoint with the largest state. */
export const MAX_MATCH_RECORD_BYTES = 64 + CHAIN_BYTES + 4 * MAX_WORDS;

/** The fields of a result, the same in a record and in a message. */
export const resultFields = {
  outcome: uint('u8', '0 played, 1 forfeit, 2 left, 3 void', { max: Outcome.void, noun: 'an outcome' }),
  seat: uint('u8', 'who won, claimed or left; 0 when void', { max: 1, noun: 'a seat' }),
  checkpoint: uint('u16', 'newest committed one'),
  chain: bytes(CHAIN_BYTES, 'its chain'),
};

/** The fields of a peer of the table, the same in a record and in a message. The match record names the other player. */
export const peerFields = {
  id: peerId(),
  secret: bytes(RESUME_SECRET_BYTES, 'known to these two and to the host who introduced them; all zeros once the peer has left'),
  name: text(MAX_NAME_BYTES),
};

/** The records of a match log. */
export const recordTable = new MessageTable(
  RecordKind,
  {
    match: {
      rules: i32('checksum of the rules: a build with other rules refuses the match'),
      seed: i32(),
      token: bytes(TOKEN_BYTES, 'of the session, names the match'),
      localId: peerId(),
      remoteId: peerId(),
      remoteName: text(MAX_NAME_BYTES),
      graceMs: uint('u32'),
      secret: bytes(RESUME_SECRET_BYTES, 'known to these two players alone'),
    },
    epoch: {
      number: uint('varint'),
      leaderId: peerId(),
      keeps: uint('u16', 'earlier checkpoints above this number are struck; 65,535 strikes none'),
      lamport: uint('u32'),
    },
    checkpoint: {
      number: uint('u16'),
      tick: uint('u24'),
      epoch: uint('varint', 'in which it was played'),
      leaderId: peerId(),
      chain: bytes(CHAIN_BYTES),
      words: words(MAX_WORDS, 'at most 1,024: the state in which both wait'),
    },
    committed: { number: uint('u16', 'both players have said that they hold this checkpoint') },
    result: resultFields,
    settled: { checkpoint: uint('u16', 'the remote peer holds the result of this checkpoint as well') },
    term: { number: uint('varint'), leaderId: peerId() },
    peer: peerFields,
  },
  MAX_MATCH_RECORD_BYTES,
);

/** One record of a match log. */
export type MatchRecord = MessageOf<typeof recordTable.kinds, typeof recordTable.fields>;
type RecordOf<K extends number> = Extract<MatchRecord, { readonly kind: K }>;

/** The first record of a log: which match this is, who plays it, and the secret that proves that. */
export type MatchHead = RecordOf<typeof RecordKind.match>;
/** An epoch that this peer may take part in from now on. */
export type EpochRecord = RecordOf<typeof RecordKind.epoch>;
/** A state in which both players wait until each has it on disk. The same bytes on both disks. */
export type CheckpointRecord = RecordOf<typeof RecordKind.checkpoint>;
/** Another peer of the table, besides the one that the match record names. A later record of the same id takes this one's place. */
export type PeerRecord = RecordOf<typeof RecordKind.peer>;
/** How the match ended, without a kind. The same bytes on both disks. */
export type Result = Values<typeof resultFields>;
/** A peer of the table, without a kind. */
export type TablePeer = Values<typeof peerFields>;

/** Which peer leads the table. Terms are ordered by number, and a peer acts on one leader in each number. */
export interface Term {
  /** 1 for the first, one more for each change of leader; 0 before the first. */
  readonly number: number;
  readonly leaderId: number;
}

/** Before the first term. */
export const NO_TERM: Term = { number: 0, leaderId: 0 };

/** Encodes a record into bytes of its own. */
export function encodeMatchRecord(record: MatchRecord): Uint8Array {
  return recordTable.encode(record).slice();
}

/** Decodes a record. Never throws; its value shares no bytes with `bytes`. */
export function decodeMatchRecord(bytes: Uint8Array): Decoded<MatchRecord> {
  return recordTable.decode(bytes.slice());
}
