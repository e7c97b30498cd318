import { ByteReader, ByteWriter, type Decoded } from './bytes.ts';
import { COPY_CHUNK_BYTES } from './control.ts';

/** Most ticks that a full copy replays: 4.5 minutes at 60 ticks a second, longer than any rally. */
export const MAX_COPY_TICKS = 16_384;
/** Largest state of a game, in words. */
const MAX_STATE_WORDS = 1024;
const HEADER_BYTES = 1 + 2 + 3 + 3 + 4 + 2 + 2;

/** What a full copy is for. */
export const CopyPurpose = {
  /** Play goes on at its end, after the wait: the states had parted, or the connection was gone for up to 2 s. */
  goOn: 0,
  /** Play goes on from a checkpoint, at the serve after it: the connection was gone for longer. */
  fromCheckpoint: 1,
} as const;

/** The leader's state, as something the receiver can check: where it started, and every input since. */
export interface FullCopy {
  readonly purpose: number;
  /** Number of the checkpoint that `words` is or follows. */
  readonly checkpoint: number;
  /** Tick of `words`. */
  readonly baseTick: number;
  /** Tick that the inputs lead to. */
  readonly endTick: number;
  /** Checksum of the state at `endTick`. */
  readonly checksum: number;
  /** Time to wait before playing, in ms, 0 to 65,535. */
  readonly waitMs: number;
  readonly words: Int32Array;
  /** One byte a tick, seat 0's input in the high half. */
  readonly inputs: Uint8Array;
}

/** Encodes a copy and cuts it into what one message each can carry. */
export function encodeFullCopy(copy: FullCopy): Uint8Array[] {
  const writer = new ByteWriter(HEADER_BYTES + copy.words.length * 4 + copy.inputs.length);
  writer.u8(copy.purpose);
  writer.u16(copy.checkpoint);
  writer.u24(copy.baseTick);
  writer.u24(copy.endTick);
  writer.u32(copy.checksum);
  writer.u16(copy.waitMs);
  writer.u16(copy.words.length);
  for (const word of copy.words) writer.u32(word);
  writer.raw(copy.inputs);
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < writer.length; at += COPY_CHUNK_BYTES) {
    chunks.push(writer.bytes.subarray(at, Math.min(at + COPY_CHUNK_BYTES, writer.length)));
  }
  return chunks;
}

/**
 * Decodes a copy from its chunks put together. Never throws.
 * @param stateWords how many words the receiver's own state has
 */
export function decodeFullCopy(bytes: Uint8Array, stateWords: number): Decoded<FullCopy> {
  const reader = new ByteReader(bytes);
  const purpose = reader.u8();
  if (purpose > CopyPurpose.fromCheckpoint) reader.fail('a purpose of 0 or 1', `${purpose}`);
  const checkpoint = reader.u16();
  const baseTick = reader.u24();
  const endTick = reader.u24();
  const checksum = reader.i32();
  const waitMs = reader.u16();
  const wordCount = reader.u16();
  if (wordCount !== stateWords || wordCount > MAX_STATE_WORDS) reader.fail(`${stateWords} words`, `${wordCount}`);
  const ticks = endTick - baseTick;
  if (ticks < 0 || ticks > MAX_COPY_TICKS) reader.fail(`0 to ${MAX_COPY_TICKS} ticks`, `${ticks}`);
  if (reader.failed === undefined && reader.remaining !== wordCount * 4 + ticks) {
    reader.fail(`${wordCount * 4 + ticks} more bytes`, `${reader.remaining}`);
  }
  if (reader.failed !== undefined) return { ok: false, error: reader.failed };
  const words = new Int32Array(wordCount);
  for (let i = 0; i < wordCount; i++) words[i] = reader.i32();
  return { ok: true, value: { purpose, checkpoint, baseTick, endTick, checksum, waitMs, words, inputs: reader.view(ticks).slice() } };
}
