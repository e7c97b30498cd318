import { ByteReader, ByteWriter, type Decoded } from './bytes.ts';
import { COPY_CHUNK_BYTES, MAX_GRACE_MS, MIN_GRACE_MS } from './control.ts';
import { readPeerId, TOKEN_BYTES } from './fields.ts';
import { decodeFullCopy, encodeFullCopy, type FullCopy } from './full-copy.ts';
import { type CheckpointRecord, decodeMatchRecord, encodeMatchRecord, RecordKind } from './match-record.ts';

/** Checkpoints in a handover: a copy starts at one, and can reach one more. */
const MAX_CHECKPOINTS = 2;
const HEADER_BYTES = 4 + TOKEN_BYTES + 4 + 4 + 3 + 1 + 1;

/** All that a spectator needs to hold a match: which it is, its newest checkpoints as they stand in the log, and play since. No secret is in it. */
export interface Handover {
  readonly seed: number;
  readonly token: Uint8Array;
  /** How long a frozen match waits before a player may claim it, in ms. */
  readonly graceMs: number;
  /** Lamport clock of the chat. */
  readonly lamport: number;
  /** Epoch of play, and its leader. */
  readonly epoch: number;
  readonly leaderId: number;
  /** Newest first, two at most; none before the first. */
  readonly checkpoints: readonly CheckpointRecord[];
  readonly copy: FullCopy;
}

/** Encodes a handover and cuts it into what one message each can carry. */
export function encodeHandover(handover: Handover): Uint8Array[] {
  const records = handover.checkpoints.slice(0, MAX_CHECKPOINTS).map((record) => encodeMatchRecord(record));
  const copy = encodeFullCopy(handover.copy);
  const writer = new ByteWriter([...records, ...copy].reduce((sum, { length }) => sum + length, HEADER_BYTES + 2 * records.length));
  writer.u32(handover.seed);
  writer.raw(handover.token);
  writer.u32(handover.graceMs);
  writer.u32(handover.lamport);
  writer.varint(handover.epoch);
  writer.u8(handover.leaderId);
  writer.u8(records.length);
  for (const record of records) {
    writer.u16(record.length);
    writer.raw(record);
  }
  for (const bytes of copy) writer.raw(bytes);
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < writer.length; at += COPY_CHUNK_BYTES) {
    chunks.push(writer.bytes.subarray(at, Math.min(at + COPY_CHUNK_BYTES, writer.length)));
  }
  return chunks;
}

/**
 * Decodes a handover from its chunks put together. Never throws.
 * @param stateWords how many words the receiver's own state has
 */
export function decodeHandover(bytes: Uint8Array, stateWords: number): Decoded<Handover> {
  const reader = new ByteReader(bytes);
  const seed = reader.i32();
  const token = reader.view(TOKEN_BYTES).slice();
  const graceMs = reader.u32();
  if (graceMs < MIN_GRACE_MS || graceMs > MAX_GRACE_MS) reader.fail(`a grace time of ${MIN_GRACE_MS} to ${MAX_GRACE_MS} ms`, `${graceMs}`);
  const lamport = reader.u32();
  const epoch = reader.varint();
  if (epoch === 0) reader.fail('an epoch above 0', '0');
  const leaderId = readPeerId(reader);
  const count = reader.u8();
  if (count > MAX_CHECKPOINTS) reader.fail(`at most ${MAX_CHECKPOINTS} checkpoints`, `${count}`);
  const checkpoints: CheckpointRecord[] = [];
  for (let i = 0; i < count && reader.failed === undefined; i++) checkpoints.push(...readCheckpoint(reader, stateWords));
  if (reader.failed !== undefined) return { ok: false, error: reader.failed };
  const { offset } = reader;
  const copy = decodeFullCopy(bytes.subarray(offset), stateWords);
  if (!copy.ok) return { ok: false, error: { ...copy.error, offset: offset + copy.error.offset } };
  return { ok: true, value: { seed, token, graceMs, lamport, epoch, leaderId, checkpoints, copy: copy.value } };
}

/** Reads one checkpoint behind its length; none when it is something else, which fails the reader. */
function readCheckpoint(reader: ByteReader, stateWords: number): CheckpointRecord[] {
  const record = decodeMatchRecord(reader.view(reader.u16()));
  if (record.ok && record.value.kind === RecordKind.checkpoint && record.value.words.length === stateWords) return [record.value];
  reader.fail(`a checkpoint of ${stateWords} words`, 'something else');
  return [];
}
