import type { Decoded } from './bytes.ts';
import { graceMs } from './control.ts';
import { bytes, decodeFields, drawFields, encodeFields, type Field, group, i32, peerId, TOKEN_BYTES, uint, type Values } from './fields.ts';
import {
  type CheckpointRecord,
  decodeMatchRecord,
  encodeMatchRecord,
  MAX_MATCH_RECORD_BYTES,
  RecordKind,
  recordTable,
} from './match-record.ts';
import { checkSnapshot, MAX_SNAPSHOT_BYTES, type SnapshotSize, snapshotFields } from './snapshot.ts';

/** Checkpoints in a state transfer: a snapshot starts at one, and can reach one more. */
const MAX_CHECKPOINTS = 2;
const MAX_BYTES = 4 + TOKEN_BYTES + 4 + 4 + 3 + 1 + 1 + MAX_CHECKPOINTS * (2 + MAX_MATCH_RECORD_BYTES) + MAX_SNAPSHOT_BYTES;

/** Checkpoints after their number, each after its length, with the bytes that the log has. */
const checkpoints: Field<readonly CheckpointRecord[]> = {
  type: 'u8 count (0 to 2), each a u16 length and a checkpoint record',
  about: "the newest ones on the sender's disk, newest first, byte for byte",
  read: (reader) => {
    const count = reader.u8();
    if (count > MAX_CHECKPOINTS) reader.fail(`at most ${MAX_CHECKPOINTS} checkpoints`, `${count}`);
    const records: CheckpointRecord[] = [];
    while (reader.failed === undefined && records.length < count) {
      const record = decodeMatchRecord(reader.view(reader.u16()));
      if (record.ok && record.value.kind === RecordKind.checkpoint) records.push(record.value);
      else reader.fail('a checkpoint', 'something else');
    }
    return records;
  },
  write: (writer, records) => {
    writer.u8(records.length);
    for (const record of records.map(encodeMatchRecord)) {
      writer.u16(record.length);
      writer.raw(record);
    }
  },
  draw: (draw) =>
    Array.from({ length: draw(MAX_CHECKPOINTS) }, () => ({
      kind: RecordKind.checkpoint,
      ...drawFields(recordTable.fields.checkpoint, draw),
    })),
};

/** The fields of a state transfer. */
export const stateTransferFields = {
  seed: i32('of the match'),
  token: bytes(TOKEN_BYTES, 'of the session'),
  graceMs,
  lamport: uint('u32', 'of the chat'),
  epoch: uint('varint', 'epoch of play, at least 1', { min: 1, noun: 'an epoch' }),
  leaderId: peerId('its leader'),
  checkpoints,
  snapshot: group(snapshotFields, "the [snapshot](#the-snapshot-in-a-state-transfer) of the sender's newest confirmed tick"),
};

/** All that a spectator needs to hold a match: which match it is, its newest checkpoints with the bytes that the log has, and play since. It contains no secret. */
export type StateTransfer = Values<typeof stateTransferFields>;

/** Encodes a state transfer. */
export function encodeStateTransfer(transfer: StateTransfer): Uint8Array {
  return encodeFields(stateTransferFields, transfer, MAX_BYTES);
}

/** Decodes a state transfer. Never throws; views in the result point into `bytes`. */
export function decodeStateTransfer(bytes: Uint8Array, size: SnapshotSize): Decoded<StateTransfer> {
  const { stateWords } = size;
  return decodeFields(stateTransferFields, bytes, (transfer, reader) => {
    if (transfer.checkpoints.some(({ words }) => words.length !== stateWords))
      reader.fail(`a checkpoint of ${stateWords} words`, 'another');
    checkSnapshot(transfer.snapshot, size, reader);
  });
}
