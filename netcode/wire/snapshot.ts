import type { ByteReader, Decoded } from './bytes.ts';
import { decodeFields, encodeFields, i32, rest, uint, type Values, words } from './fields.ts';
import { MAX_WORDS } from './match-record.ts';

/** Most bytes of inputs that a snapshot replays: with one byte per tick 4.5 minutes at 60 ticks per second, longer than any rally of Pong. */
export const MAX_SNAPSHOT_INPUTS = 16_384;

/** Bytes of the largest snapshot. */
export const MAX_SNAPSHOT_BYTES = 2 + 3 + 3 + 4 + 2 + 4 * MAX_WORDS + MAX_SNAPSHOT_INPUTS;

/** The fields of a snapshot. */
export const snapshotFields = {
  checkpoint: uint('u16', 'number of the checkpoint that `words` is or follows'),
  baseTick: uint('u24', 'tick of `words`'),
  endTick: uint('u24', 'tick that the inputs lead to'),
  checksum: i32('of the state at `endTick`'),
  words: words(MAX_WORDS, "the state at `baseTick`; as many as the receiver's own state has"),
  inputs: rest(MAX_SNAPSHOT_INPUTS, '[both inputs](#channels) of each tick, exactly `endTick − baseTick` of them'),
};

/** The sender's confirmed state, in a form that the receiver can check: a start state, and every input since. */
export type Snapshot = Values<typeof snapshotFields>;

/** Encodes a snapshot. */
export function encodeSnapshot(snapshot: Snapshot): Uint8Array {
  return encodeFields(snapshotFields, snapshot, MAX_SNAPSHOT_BYTES);
}

/** What a snapshot must fit. */
export interface SnapshotSize {
  /** How many words the receiver's own state has. */
  readonly stateWords: number;
  /** Bytes of both inputs of a tick. */
  readonly pairBytes: number;
}

/** Decodes a snapshot. Never throws; its inputs are a view of `bytes`. */
export function decodeSnapshot(bytes: Uint8Array, size: SnapshotSize): Decoded<Snapshot> {
  return decodeFields(snapshotFields, bytes, (snapshot, reader) => checkSnapshot(snapshot, size, reader));
}

/** Fails the reader when a snapshot is not one of a state of that size, or does not have the inputs of each tick. */
export function checkSnapshot(
  { words, inputs, baseTick, endTick }: Snapshot,
  { stateWords, pairBytes }: SnapshotSize,
  reader: ByteReader,
): void {
  if (words.length !== stateWords) reader.fail(`${stateWords} words`, `${words.length}`);
  if (inputs.length !== (endTick - baseTick) * pairBytes)
    reader.fail(`inputs of ${endTick - baseTick} ticks`, `${inputs.length / pairBytes}`);
}
