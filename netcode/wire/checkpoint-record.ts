import { ByteReader, ByteWriter, type Decoded } from './bytes.ts';

/** First byte of a checkpoint's record in a match log. */
const CHECKPOINT_RECORD = 1;
/** Largest state of a game, in words. */
const MAX_WORDS = 1024;

/** A checkpoint as it stands on disk. */
export interface CheckpointRecord {
  /** 0 to 65,535. */
  readonly number: number;
  readonly tick: number;
  /** The epoch in which it was reached. */
  readonly epoch: number;
  readonly leaderId: number;
  readonly words: Int32Array;
}

/** Encodes a record into bytes of its own. */
export function encodeCheckpointRecord(record: CheckpointRecord): Uint8Array {
  const writer = new ByteWriter(1 + 2 + 3 + 3 + 1 + 2 + record.words.length * 4);
  writer.u8(CHECKPOINT_RECORD);
  writer.u16(record.number);
  writer.u24(record.tick);
  writer.varint(record.epoch);
  writer.u8(record.leaderId);
  writer.u16(record.words.length);
  for (const word of record.words) writer.u32(word);
  return writer.written();
}

/** Decodes a record. Never throws. */
export function decodeCheckpointRecord(bytes: Uint8Array): Decoded<CheckpointRecord> {
  const reader = new ByteReader(bytes);
  const kind = reader.u8();
  if (kind !== CHECKPOINT_RECORD) reader.fail('a checkpoint record', `kind ${kind}`);
  const number = reader.u16();
  const tick = reader.u24();
  const epoch = reader.varint();
  const leaderId = reader.u8();
  const count = reader.u16();
  if (count > MAX_WORDS || reader.remaining !== count * 4) reader.fail(`${count} words`, `${reader.remaining} bytes`);
  if (reader.failed !== undefined) return { ok: false, error: reader.failed };
  const words = new Int32Array(count);
  for (let i = 0; i < count; i++) words[i] = reader.i32();
  return { ok: true, value: { number, tick, epoch, leaderId, words } };
}
