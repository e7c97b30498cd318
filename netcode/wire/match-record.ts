import { MAX_NAME_BYTES } from '../text/player-name.ts';
import { ByteReader, ByteWriter, type Decoded } from './bytes.ts';
import { readPeerId, readText, TOKEN_BYTES, writeText } from './fields.ts';

/** First byte of each record of a match log. */
export const RecordKind = { match: 1, epoch: 2, checkpoint: 3, committed: 4, result: 5, settled: 6, term: 7, peer: 8 } as const;

/** How a match came to its end. */
export const Outcome = {
  /** Played to the end; `seat` won. */
  played: 0,
  /** `seat` claimed it after waiting for the other. */
  forfeit: 1,
  /** `seat` left it on purpose. */
  left: 2,
  /** Both seats claimed it, each having waited for the other: it is nobody's. */
  void: 3,
} as const;

/** Bytes of a link of the hash chain: SHA-256. */
export const CHAIN_BYTES = 32;
/** Bytes of the secret by which the two players of a match find and know each other again. */
export const RESUME_SECRET_BYTES = 32;
/** The number of {@link EpochRecord.keeps} that strikes nothing. */
export const KEEPS_ALL = 0xffff;
/** Largest state of a game, in words. */
const MAX_WORDS = 1024;
/** Room for the largest record without words: a match record with two names. */
const MAX_HEAD_BYTES = 64 + TOKEN_BYTES + RESUME_SECRET_BYTES + 2 * MAX_NAME_BYTES;

/** The first record of a log: which match this is, who plays it, and what proves that. */
export interface MatchHead {
  readonly kind: typeof RecordKind.match;
  /** Checksum of the rules: a build with other rules can't go on with this match. */
  readonly rules: number;
  readonly seed: number;
  /** Session token, which also names the match. */
  readonly token: Uint8Array;
  readonly localId: number;
  readonly remoteId: number;
  readonly remoteName: string;
  /** How long a frozen match waits before one side may claim it, in ms. */
  readonly graceMs: number;
  /** Resume secret, known to these two players alone. */
  readonly secret: Uint8Array;
}

/** An epoch that this peer may take part in from now on. */
export interface EpochRecord {
  readonly kind: typeof RecordKind.epoch;
  readonly number: number;
  readonly leaderId: number;
  /** Earlier checkpoints with a number above this are struck: only this side wrote them. {@link KEEPS_ALL} strikes none. */
  readonly keeps: number;
  /** Lamport clock of the chat at that time. */
  readonly lamport: number;
}

/** A state in which both sides wait until each has it on disk. The same bytes on both. */
export interface CheckpointRecord {
  readonly kind: typeof RecordKind.checkpoint;
  /** 0 to 65,535. */
  readonly number: number;
  readonly tick: number;
  /** The epoch in which it was reached. */
  readonly epoch: number;
  readonly leaderId: number;
  /** Hash over this checkpoint and the chain of the one before. */
  readonly chain: Uint8Array;
  readonly words: Int32Array;
}

/** Both sides have said that they hold a checkpoint: its rally counts. */
export interface CommittedRecord {
  readonly kind: typeof RecordKind.committed;
  readonly number: number;
}

/** How the match ended. The same bytes on both sides. */
export interface ResultRecord {
  readonly kind: typeof RecordKind.result;
  /** One of {@link Outcome}. */
  readonly outcome: number;
  /** 0 or 1; 0 for a void match. */
  readonly seat: number;
  /** Newest committed checkpoint, and its chain. */
  readonly checkpoint: number;
  readonly chain: Uint8Array;
}

/** The other side holds the same result: it is pending no more. */
export interface SettledRecord {
  readonly kind: typeof RecordKind.settled;
  readonly checkpoint: number;
}

/** Who leads the table, and since how many changes. Terms are ordered by number, and a peer acts on one leader in each number. */
export interface Term {
  /** 1 for the first, one more for each change of leader; 0 before the first. */
  readonly number: number;
  readonly leaderId: number;
}

/** Before the first term. */
export const NO_TERM: Term = { number: 0, leaderId: 0 };

/** A term of a table with spectators that this peer has consented to: it follows no other leader in it. */
export interface TermRecord extends Term {
  readonly kind: typeof RecordKind.term;
}

/** Another peer of the table, besides the one that the match record names. A later record of the same id takes this one's place. */
export interface PeerRecord {
  readonly kind: typeof RecordKind.peer;
  readonly id: number;
  /** Resume secret, known to these two and to the host who introduced them; all zeros once the peer has left. */
  readonly secret: Uint8Array;
  readonly name: string;
}

/** One record of a match log. PROTOCOL.md has the byte tables. */
export type MatchRecord =
  | MatchHead
  | EpochRecord
  | CheckpointRecord
  | CommittedRecord
  | ResultRecord
  | SettledRecord
  | TermRecord
  | PeerRecord;

/** Encodes a record into bytes of its own. */
export function encodeMatchRecord(record: MatchRecord): Uint8Array {
  const words = record.kind === RecordKind.checkpoint ? record.words.length : 0;
  const writer = new ByteWriter(MAX_HEAD_BYTES + words * 4);
  writer.u8(record.kind);
  switch (record.kind) {
    case RecordKind.match:
      writer.u32(record.rules);
      writer.u32(record.seed);
      writer.raw(record.token);
      writer.u8(record.localId);
      writer.u8(record.remoteId);
      writeText(writer, record.remoteName, MAX_NAME_BYTES);
      writer.u32(record.graceMs);
      writer.raw(record.secret);
      break;
    case RecordKind.epoch:
      writer.varint(record.number);
      writer.u8(record.leaderId);
      writer.u16(record.keeps);
      writer.u32(record.lamport);
      break;
    case RecordKind.checkpoint:
      writer.u16(record.number);
      writer.u24(record.tick);
      writer.varint(record.epoch);
      writer.u8(record.leaderId);
      writer.raw(record.chain);
      writer.u16(record.words.length);
      for (const word of record.words) writer.u32(word);
      break;
    case RecordKind.result:
      writeResult(writer, record);
      break;
    case RecordKind.committed:
      writer.u16(record.number);
      break;
    case RecordKind.settled:
      writer.u16(record.checkpoint);
      break;
    case RecordKind.term:
      writer.varint(record.number);
      writer.u8(record.leaderId);
      break;
    case RecordKind.peer:
      writePeer(writer, record);
      break;
  }
  return writer.written().slice();
}

/** Decodes a record. Never throws; what it answers shares no bytes with `bytes`. */
export function decodeMatchRecord(bytes: Uint8Array): Decoded<MatchRecord> {
  const reader = new ByteReader(bytes);
  const value = readBody(reader);
  reader.end();
  return reader.failed === undefined && value !== undefined
    ? { ok: true, value }
    : { ok: false, error: reader.failed ?? { offset: 0, expected: 'a known kind of record', actual: `${bytes[0]}` } };
}

function readBody(reader: ByteReader): MatchRecord | undefined {
  const kind = reader.u8();
  switch (kind) {
    case RecordKind.match:
      return {
        kind,
        rules: reader.i32(),
        seed: reader.i32(),
        token: reader.view(TOKEN_BYTES).slice(),
        localId: readPeerId(reader),
        remoteId: readPeerId(reader),
        remoteName: readText(reader, MAX_NAME_BYTES),
        graceMs: reader.u32(),
        secret: reader.view(RESUME_SECRET_BYTES).slice(),
      };
    case RecordKind.epoch:
      return { kind, number: reader.varint(), leaderId: readPeerId(reader), keeps: reader.u16(), lamport: reader.u32() };
    case RecordKind.checkpoint:
      return readCheckpoint(reader);
    case RecordKind.committed:
      return { kind, number: reader.u16() };
    case RecordKind.result:
      return { kind, ...readResult(reader) };
    case RecordKind.settled:
      return { kind, checkpoint: reader.u16() };
    case RecordKind.term:
      return { kind, number: reader.varint(), leaderId: readPeerId(reader) };
    case RecordKind.peer:
      return { kind, ...readPeer(reader) };
    default:
      return undefined;
  }
}

function readCheckpoint(reader: ByteReader): CheckpointRecord {
  const number = reader.u16();
  const tick = reader.u24();
  const epoch = reader.varint();
  const leaderId = readPeerId(reader);
  const chain = reader.view(CHAIN_BYTES).slice();
  const count = reader.u16();
  if (count > MAX_WORDS || reader.remaining !== count * 4)
    reader.fail(`${count} words of at most ${MAX_WORDS}`, `${reader.remaining} bytes`);
  const words = new Int32Array(reader.failed === undefined ? count : 0);
  for (let i = 0; i < words.length; i++) words[i] = reader.i32();
  return { kind: RecordKind.checkpoint, number, tick, epoch, leaderId, chain, words };
}

/** What a result says, without its kind: the same in a record and in a message. */
export type Result = Omit<ResultRecord, 'kind'>;

/** Writes a result. */
export function writeResult(writer: ByteWriter, result: Result): void {
  writer.u8(result.outcome);
  writer.u8(result.seat);
  writer.u16(result.checkpoint);
  writer.raw(result.chain);
}

/** Reads a result. */
export function readResult(reader: ByteReader): Result {
  const outcome = reader.u8();
  if (outcome > Outcome.void) reader.fail(`an outcome of 0 to ${Outcome.void}`, `${outcome}`);
  const seat = reader.u8();
  if (seat > 1) reader.fail('seat 0 or 1', `${seat}`);
  return { outcome, seat, checkpoint: reader.u16(), chain: reader.view(CHAIN_BYTES).slice() };
}

/** What is said of a peer of the table, without a kind: the same in a record and in a message. */
export type TablePeer = Omit<PeerRecord, 'kind'>;

/** Writes a peer of the table. */
export function writePeer(writer: ByteWriter, { id, secret, name }: TablePeer): void {
  writer.u8(id);
  writer.raw(secret);
  writeText(writer, name, MAX_NAME_BYTES);
}

/** Reads a peer of the table. */
export function readPeer(reader: ByteReader): TablePeer {
  return { id: readPeerId(reader), secret: reader.view(RESUME_SECRET_BYTES).slice(), name: readText(reader, MAX_NAME_BYTES) };
}
