import { ByteReader, ByteWriter, type Decoded } from './bytes.ts';

/** Most ticks that a snapshot replays: 4.5 minutes at 60 ticks per second, longer than any rally. */
export const MAX_SNAPSHOT_TICKS = 16_384;
/** Largest state of a game, in words. */
const MAX_STATE_WORDS = 1024;
const HEADER_BYTES = 2 + 3 + 3 + 4 + 2;

/** The sender's confirmed state, as something that the receiver can check: where it started, and every input since. */
export interface Snapshot {
  /** Number of the checkpoint that `words` is or follows. */
  readonly checkpoint: number;
  /** Tick of `words`. */
  readonly baseTick: number;
  /** Tick that the inputs lead to. */
  readonly endTick: number;
  /** Checksum of the state at `endTick`. */
  readonly checksum: number;
  readonly words: Int32Array;
  /** One byte per tick, seat 0's input in the high half. */
  readonly inputs: Uint8Array;
}

/** Encodes a snapshot. */
export function encodeSnapshot(snapshot: Snapshot): Uint8Array {
  const writer = new ByteWriter(HEADER_BYTES + snapshot.words.length * 4 + snapshot.inputs.length);
  writer.u16(snapshot.checkpoint);
  writer.u24(snapshot.baseTick);
  writer.u24(snapshot.endTick);
  writer.u32(snapshot.checksum);
  writer.u16(snapshot.words.length);
  for (const word of snapshot.words) writer.u32(word);
  writer.raw(snapshot.inputs);
  return writer.written();
}

/**
 * Decodes a snapshot. Never throws.
 * @param stateWords how many words the receiver's own state has
 */
export function decodeSnapshot(bytes: Uint8Array, stateWords: number): Decoded<Snapshot> {
  const reader = new ByteReader(bytes);
  const checkpoint = reader.u16();
  const baseTick = reader.u24();
  const endTick = reader.u24();
  const checksum = reader.i32();
  const wordCount = reader.u16();
  if (wordCount !== stateWords || wordCount > MAX_STATE_WORDS) reader.fail(`${stateWords} words`, `${wordCount}`);
  const ticks = endTick - baseTick;
  if (ticks < 0 || ticks > MAX_SNAPSHOT_TICKS) reader.fail(`0 to ${MAX_SNAPSHOT_TICKS} ticks`, `${ticks}`);
  if (reader.failed === undefined && reader.remaining !== wordCount * 4 + ticks) {
    reader.fail(`${wordCount * 4 + ticks} more bytes`, `${reader.remaining}`);
  }
  if (reader.failed !== undefined) return { ok: false, error: reader.failed };
  const words = new Int32Array(wordCount);
  for (let i = 0; i < wordCount; i++) words[i] = reader.i32();
  return { ok: true, value: { checkpoint, baseTick, endTick, checksum, words, inputs: reader.view(ticks).slice() } };
}
