import type { ByteReader, ByteWriter, DecodeError } from './bytes.ts';
import { FastKind } from './input-packet.ts';

/** Sign of life of a peer that is not playing at the moment. One object is reused for every packet. */
export interface Heartbeat {
  epoch: number;
  /** The sender's match is frozen. */
  suspended: boolean;
  /** The sender has heard the receiver within the last 0.5 s. */
  hearsReceiver: boolean;
  /** Length of the longest silence that the sender has heard in this epoch, in ms, up to 65,535; still growing while `hearsReceiver` is false. */
  outageMs: number;
  /** Newest state that the sender calls confirmed. */
  confirmedTick: number;
  /** Newest checkpoint that the sender has on disk. */
  checkpoint: number;
}

/** Bytes of the largest heartbeat. */
export const MAX_HEARTBEAT_BYTES = 1 + 3 + 1 + 2 + 3 + 2;

const SUSPENDED_FLAG = 1;
const HEARS_FLAG = 2;

/** An empty heartbeat to fill. */
export function emptyHeartbeat(): Heartbeat {
  return { epoch: 0, suspended: false, hearsReceiver: false, outageMs: 0, confirmedTick: 0, checkpoint: 0 };
}

/** Writes a heartbeat at the start of `writer`; PROTOCOL.md has the byte table. */
export function encodeHeartbeat(writer: ByteWriter, heartbeat: Heartbeat): void {
  writer.length = 0;
  writer.u8(FastKind.heartbeat << 6);
  writer.varint(heartbeat.epoch);
  writer.u8((heartbeat.suspended ? SUSPENDED_FLAG : 0) | (heartbeat.hearsReceiver ? HEARS_FLAG : 0));
  writer.u16(Math.min(heartbeat.outageMs, 0xffff));
  writer.u24(heartbeat.confirmedTick);
  writer.u16(heartbeat.checkpoint);
}

/**
 * Reads a packet that starts with a heartbeat's first byte.
 * @returns undefined, or what is wrong
 */
export function decodeHeartbeat(reader: ByteReader, into: Heartbeat): DecodeError | undefined {
  const first = reader.u8();
  if (first !== FastKind.heartbeat << 6) reader.fail('a heartbeat', `first byte ${first}`);
  into.epoch = reader.varint();
  const flags = reader.u8();
  if (flags > 3) reader.fail('flags of 0 to 3', `${flags}`);
  into.suspended = (flags & SUSPENDED_FLAG) !== 0;
  into.hearsReceiver = (flags & HEARS_FLAG) !== 0;
  into.outageMs = reader.u16();
  into.confirmedTick = reader.u24();
  into.checkpoint = reader.u16();
  reader.end();
  return reader.failed;
}
