import { ByteReader, ByteWriter, type Decoded } from './bytes.ts';
import { ControlKind, MAX_MESSAGE_BYTES } from './control.ts';
import { crc32c } from './crc32c.ts';
import { FastKind } from './input-packet.ts';

/** A heartbeat's kind, and a bit that neither a heartbeat nor a resume packet has alone. */
const FIRST_BYTE = (FastKind.heartbeat << 6) | 0x10;
const CRC_BYTES = 4;
/** Kinds that are sent once per connection, and that count once however often they arrive. */
const REPEATED: ReadonlySet<number> = new Set([ControlKind.hello, ControlKind.start, ControlKind.rejoin]);

/** Whether a first byte is that of a repeated message. */
export function isRepeatedMessage(first: number): boolean {
  return first === FIRST_BYTE;
}

/**
 * Makes the packet that repeats a message of the reliable channel on the fast one.
 * @param message the bytes of a hello, a start or a rejoin
 */
export function encodeRepeated(message: Uint8Array): Uint8Array {
  const writer = new ByteWriter(1 + message.length + CRC_BYTES);
  writer.u8(FIRST_BYTE);
  writer.raw(message);
  writer.u32(crc32c(writer.written()));
  return writer.written();
}

/** Reads such a packet. Its value is a view of the message in it, which is not decoded yet. */
export function decodeRepeated(bytes: Uint8Array): Decoded<Uint8Array> {
  const reader = new ByteReader(bytes);
  const first = reader.u8();
  if (!isRepeatedMessage(first)) reader.fail('a repeated message', `first byte ${first}`);
  const length = Math.max(0, reader.remaining - CRC_BYTES);
  if (length > MAX_MESSAGE_BYTES) reader.fail(`at most ${MAX_MESSAGE_BYTES} bytes`, `${length}`);
  const value = reader.view(reader.failed === undefined ? length : 0);
  if (!REPEATED.has(value[0] ?? 0)) reader.fail('a hello, a start or a rejoin', `kind ${value[0]}`);
  // A wrong bit in the message would start another match, or none.
  const expected = crc32c(bytes.subarray(0, reader.offset));
  const crc = reader.u32();
  if (crc !== expected) reader.fail(`the CRC-32C ${expected}`, `${crc}`);
  return reader.failed === undefined ? { ok: true, value } : { ok: false, error: reader.failed };
}
