import type { ByteReader, ByteWriter, DecodeError } from './bytes.ts';
import { crc32c } from './crc32c.ts';
import { FastKind } from './input-packet.ts';

/** Most ticks in a resume packet: a leader is never further ahead of its follower than the engine's window. */
export const MAX_RESUME_TICKS = 128;

/** Bit of the first byte that distinguishes a resume packet from a heartbeat, and the bit for going back to a checkpoint. */
const RESUME_FLAG = 0x20;
const CHECKPOINT_FLAG = 0x10;
const CRC_BYTES = 4;

/**
 * How play continues in a new epoch, from the leader to the follower: where confirmed play ends, and the inputs that the follower may lack; or the
 * checkpoint to go back to. It holds no state: the follower computes that from its own log, and the checksum says whether it is the same. One
 * object is reused for every packet.
 */
export interface ResumePacket {
  /** Number of the epoch that begins. */
  epoch: number;
  /** Tick that play continues from. */
  endTick: number;
  /** Checksum of the state at `endTick`. */
  checksum: number;
  /** Time to wait before playing, in ms, 0 to 65,535. */
  waitMs: number;
  /** Checkpoint to go back to; −1 to continue the rally. */
  checkpoint: number;
  /** Without a checkpoint: both inputs of each tick before `endTick`, as an `InputFormat` writes them; of {@link MAX_RESUME_TICKS} at most. */
  inputs: Uint8Array;
  /** Bytes of the inputs of one tick. */
  readonly pairBytes: number;
}

/** Bytes of the largest resume packet of a game whose inputs of a tick take `pairBytes`: 1,041 with 8 bytes, which a message still holds. */
export function maxResumePacketBytes(pairBytes: number): number {
  return 1 + 3 + 3 + 4 + 2 + MAX_RESUME_TICKS * pairBytes + CRC_BYTES;
}

/** An empty packet to fill. */
export function emptyResumePacket(pairBytes: number): ResumePacket {
  return { pairBytes, epoch: 0, endTick: 0, checksum: 0, waitMs: 0, checkpoint: -1, inputs: new Uint8Array(0) };
}

/** Whether a first byte is a resume packet's: it shares its kind with the heartbeat. */
export function isResumePacket(first: number): boolean {
  return first >> 5 === ((FastKind.heartbeat << 6) | RESUME_FLAG) >> 5;
}

/** Writes a packet at the start of `writer`; PROTOCOL.md has the byte table. */
export function encodeResumePacket(writer: ByteWriter, packet: ResumePacket): void {
  const back = packet.checkpoint >= 0;
  writer.length = 0;
  writer.u8((FastKind.heartbeat << 6) | RESUME_FLAG | (back ? CHECKPOINT_FLAG : 0));
  writer.varint(packet.epoch);
  writer.u24(packet.endTick);
  writer.u32(packet.checksum);
  writer.u16(packet.waitMs);
  if (back) writer.u16(packet.checkpoint);
  else writer.raw(packet.inputs);
  writer.u32(crc32c(writer.written()));
}

/**
 * Reads a packet that starts with a resume packet's first byte. Its inputs are a view of what is read.
 * @returns undefined, or what is wrong
 */
export function decodeResumePacket(reader: ByteReader, into: ResumePacket): DecodeError | undefined {
  const first = reader.u8();
  if (!isResumePacket(first) || (first & 15) !== 0) reader.fail('a resume packet', `first byte ${first}`);
  into.epoch = reader.varint();
  into.endTick = reader.u24();
  into.checksum = reader.i32();
  into.waitMs = reader.u16();
  const back = (first & CHECKPOINT_FLAG) !== 0;
  into.checkpoint = back ? reader.u16() : -1;
  const bytes = back ? 0 : reader.remaining - CRC_BYTES;
  const ticks = bytes / into.pairBytes;
  if (!Number.isInteger(ticks) || ticks < 0 || ticks > Math.min(MAX_RESUME_TICKS, into.endTick))
    reader.fail(`at most ${MAX_RESUME_TICKS} ticks before the end`, `${ticks}`);
  into.inputs = reader.view(reader.failed === undefined ? bytes : 0);
  // It decides how the match continues, so it needs more protection than a packet that the next one replaces.
  const expected = crc32c(reader.bytes.subarray(0, reader.offset));
  const crc = reader.u32();
  if (crc !== expected) reader.fail(`the CRC-32C ${expected}`, `${crc}`);
  reader.end();
  return reader.failed;
}
