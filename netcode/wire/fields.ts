import type { ByteReader, ByteWriter } from './bytes.ts';

/** Bytes of a session token. */
export const TOKEN_BYTES = 8;

const encoder = new TextEncoder();
// A byte order mark is a character like any other; left to itself the decoder would drop it.
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Reads a peer id, 1 to 15. */
export function readPeerId(reader: ByteReader): number {
  const id = reader.u8();
  if (id === 0 || id > 15) reader.fail('a peer id of 1 to 15', `${id}`);
  return id;
}

/** Writes a text after its length in bytes, cut at a whole character when it is longer than `maxBytes`. */
export function writeText(writer: ByteWriter, text: string, maxBytes: number): void {
  const { written } = encoder.encodeInto(text, writer.bytes.subarray(writer.length + 2, writer.length + 2 + maxBytes));
  writer.u16(written);
  writer.length += written;
}

/** Reads a text of at most `maxBytes`; empty when it is longer or no UTF-8, which fails the reader. */
export function readText(reader: ByteReader, maxBytes: number): string {
  const length = reader.u16();
  if (length > maxBytes) {
    reader.fail(`a text of at most ${maxBytes} bytes`, `${length}`);
    return '';
  }
  const bytes = reader.view(length);
  try {
    return decoder.decode(bytes);
  } catch {
    reader.fail('UTF-8', 'other bytes');
    return '';
  }
}
