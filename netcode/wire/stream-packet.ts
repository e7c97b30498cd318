import type { ByteReader, ByteWriter, DecodeError } from './bytes.ts';
import { FastKind } from './input-packet.ts';

/** Most bytes of inputs in one packet, so that it is no longer than a message may be. */
const MAX_INPUT_BYTES = 1080;

/**
 * Most ticks in one packet of a game whose inputs of a tick take `pairBytes`: the largest count in one byte, 135 with 8 bytes. After four seconds
 * without an acknowledgement, or two, a state transfer is needed instead.
 */
export function maxStreamTicks(pairBytes: number): number {
  return Math.min(255, Math.floor(MAX_INPUT_BYTES / pairBytes));
}

/** Confirmed play on its way to a spectator. One object is reused for every packet. */
export interface StreamPacket {
  /** Number of the term, and its leader, who sends this. */
  term: number;
  leaderId: number;
  /** Epoch of play to which the ticks belong. */
  epoch: number;
  /** Tick that the inputs lead to: the newest that the sender calls confirmed. */
  endTick: number;
  /** Checksum of the state at `endTick`. */
  checksum: number;
  /** Both inputs of each tick before `endTick`, as an `InputFormat` writes them. */
  inputs: Uint8Array;
  /** Bytes of the inputs of one tick. */
  readonly pairBytes: number;
}

/** Bytes of the largest packet of any game. */
export const MAX_STREAM_PACKET_BYTES = 1 + 3 + 3 + 3 + 4 + 1 + MAX_INPUT_BYTES;

/** An empty packet to fill. */
export function emptyStreamPacket(pairBytes: number): StreamPacket {
  return { pairBytes, term: 0, leaderId: 0, epoch: 0, endTick: 0, checksum: 0, inputs: new Uint8Array(0) };
}

/** Writes a packet at the start of `writer`; PROTOCOL.md has the byte table. */
export function encodeStreamPacket(writer: ByteWriter, packet: StreamPacket): void {
  writer.length = 0;
  writer.u8((FastKind.stream << 6) | (packet.leaderId & 15));
  writer.varint(packet.term);
  writer.varint(packet.epoch);
  writer.u24(packet.endTick);
  writer.u32(packet.checksum);
  writer.u8(packet.inputs.length / packet.pairBytes);
  writer.raw(packet.inputs);
}

/**
 * Reads a packet that starts with a stream packet's first byte. Its inputs are a view of what is read.
 * @returns undefined, or what is wrong
 */
export function decodeStreamPacket(reader: ByteReader, into: StreamPacket): DecodeError | undefined {
  const first = reader.u8();
  if (first >> 4 !== FastKind.stream << 2) reader.fail('a stream packet', `first byte ${first}`);
  into.leaderId = first & 15;
  if (into.leaderId === 0) reader.fail('a leader id of 1 to 15', '0');
  into.term = reader.varint();
  into.epoch = reader.varint();
  into.endTick = reader.u24();
  into.checksum = reader.i32();
  const count = reader.u8();
  const most = Math.min(maxStreamTicks(into.pairBytes), into.endTick);
  if (count > most) reader.fail(`inputs of at most ${most} ticks`, `${count}`);
  into.inputs = reader.view(count * into.pairBytes);
  reader.end();
  return reader.failed;
}
