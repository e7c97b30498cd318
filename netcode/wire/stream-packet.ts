import type { ByteReader, ByteWriter, DecodeError } from './bytes.ts';
import { FastKind } from './input-packet.ts';

/** Most ticks in one packet: the largest count in one byte. After four seconds without an acknowledgement a state transfer is needed instead. */
export const MAX_STREAM_TICKS = 255;

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
  /** One byte per tick, seat 0's input in the high half; those of the ticks before `endTick`. */
  inputs: Uint8Array;
}

/** Bytes of the largest packet. */
export const MAX_STREAM_PACKET_BYTES = 1 + 3 + 3 + 3 + 4 + 1 + MAX_STREAM_TICKS;

/** An empty packet to fill. */
export function emptyStreamPacket(): StreamPacket {
  return { term: 0, leaderId: 0, epoch: 0, endTick: 0, checksum: 0, inputs: new Uint8Array(0) };
}

/** Writes a packet at the start of `writer`; PROTOCOL.md has the byte table. */
export function encodeStreamPacket(writer: ByteWriter, packet: StreamPacket): void {
  writer.length = 0;
  writer.u8((FastKind.stream << 6) | (packet.leaderId & 15));
  writer.varint(packet.term);
  writer.varint(packet.epoch);
  writer.u24(packet.endTick);
  writer.u32(packet.checksum);
  writer.u8(packet.inputs.length);
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
  if (count > into.endTick) reader.fail(`at most ${into.endTick} inputs`, `${count}`);
  into.inputs = reader.view(count);
  reader.end();
  return reader.failed;
}
