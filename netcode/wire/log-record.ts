import { crc32c } from './crc32c.ts';

/** Bytes in one record of a match log: a checkpoint is a few hundred bytes, a whole snapshot about 20 kB. */
export const MAX_RECORD_BYTES = 64 * 1024;

/** Length and checksum before each record: two little-endian words. */
export const HEAD_BYTES = 8;

/** The records of a log, and how much of it is valid. */
export interface SoundRecords {
  readonly records: readonly Uint8Array[];
  /** Bytes from the log's start to the end of the last valid record. */
  readonly soundBytes: number;
}

/**
 * One record in the form that a log holds: length, CRC-32C of length and content, content.
 *
 * @throws RangeError when it is empty or longer than {@link MAX_RECORD_BYTES}; zeros at a log's end must never count as records
 */
export function frameRecord(record: Uint8Array): Uint8Array {
  if (record.length === 0 || record.length > MAX_RECORD_BYTES)
    throw new RangeError(`A record of ${record.length} bytes is not between 1 and ${MAX_RECORD_BYTES}.`);
  const framed = new Uint8Array(HEAD_BYTES + record.length);
  const view = new DataView(framed.buffer);
  view.setUint32(0, record.length, true);
  view.setUint32(4, crc32c(record, crc32c(framed.subarray(0, 4))), true);
  framed.set(record, HEAD_BYTES);
  return framed;
}

/** Reads records up to the first one that is cut off or fails its checksum. */
export function readRecords(log: Uint8Array): SoundRecords {
  const view = new DataView(log.buffer, log.byteOffset, log.byteLength);
  const records: Uint8Array[] = [];
  let at = 0;
  while (at + HEAD_BYTES <= log.length) {
    const length = view.getUint32(at, true);
    const end = at + HEAD_BYTES + length;
    if (length === 0 || length > MAX_RECORD_BYTES || end > log.length) break;
    // A copy: a Buffer's own slice would keep the whole log alive.
    const record = new Uint8Array(log.subarray(at + HEAD_BYTES, end));
    if (crc32c(record, crc32c(log.subarray(at, at + 4))) !== view.getUint32(at + 4, true)) break;
    records.push(record);
    at = end;
  }
  return { records, soundBytes: at };
}
