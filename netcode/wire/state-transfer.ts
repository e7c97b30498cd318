import { ByteReader, ByteWriter, type Decoded } from './bytes.ts';
import { MAX_GRACE_MS, MIN_GRACE_MS } from './control.ts';
import { readPeerId, TOKEN_BYTES } from './fields.ts';
import { type CheckpointRecord, decodeMatchRecord, encodeMatchRecord, RecordKind } from './match-record.ts';
import { decodeSnapshot, encodeSnapshot, type Snapshot } from './snapshot.ts';

/** Checkpoints in a state transfer: a snapshot starts at one, and can reach one more. */
const MAX_CHECKPOINTS = 2;
const HEADER_BYTES = 4 + TOKEN_BYTES + 4 + 4 + 3 + 1 + 1;

/** All that a spectator needs to hold a match: which it is, its newest checkpoints as they stand in the log, and play since. No secret is in it. */
export interface StateTransfer {
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
  readonly snapshot: Snapshot;
}

/** Encodes a state transfer. */
export function encodeStateTransfer(transfer: StateTransfer): Uint8Array {
  const records = transfer.checkpoints.slice(0, MAX_CHECKPOINTS).map((record) => encodeMatchRecord(record));
  const snapshot = encodeSnapshot(transfer.snapshot);
  const writer = new ByteWriter([...records, snapshot].reduce((sum, { length }) => sum + length, HEADER_BYTES + 2 * records.length));
  writer.u32(transfer.seed);
  writer.raw(transfer.token);
  writer.u32(transfer.graceMs);
  writer.u32(transfer.lamport);
  writer.varint(transfer.epoch);
  writer.u8(transfer.leaderId);
  writer.u8(records.length);
  for (const record of records) {
    writer.u16(record.length);
    writer.raw(record);
  }
  writer.raw(snapshot);
  return writer.written();
}

/**
 * Decodes a state transfer. Never throws.
 * @param stateWords how many words the receiver's own state has
 */
export function decodeStateTransfer(bytes: Uint8Array, stateWords: number): Decoded<StateTransfer> {
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
  const snapshot = decodeSnapshot(bytes.subarray(offset), stateWords);
  if (!snapshot.ok) return { ok: false, error: { ...snapshot.error, offset: offset + snapshot.error.offset } };
  return { ok: true, value: { seed, token, graceMs, lamport, epoch, leaderId, checkpoints, snapshot: snapshot.value } };
}

/** Reads one checkpoint behind its length; none when it is something else, which fails the reader. */
function readCheckpoint(reader: ByteReader, stateWords: number): CheckpointRecord[] {
  const record = decodeMatchRecord(reader.view(reader.u16()));
  if (record.ok && record.value.kind === RecordKind.checkpoint && record.value.words.length === stateWords) return [record.value];
  reader.fail(`a checkpoint of ${stateWords} words`, 'something else');
  return [];
}
