/** CRC-32C's polynomial, bits reversed: it finds more errors in short records than that of CRC-32. */
const POLYNOMIAL = 0x82f6_3b78;

const TABLE = new Int32Array(256).map((_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ POLYNOMIAL : value >>> 1;
  return value;
});

/**
 * CRC-32C (Castagnoli) of some bytes.
 *
 * @param previous checksum of the bytes before them, to continue from there
 * @returns 0 to 2^32 − 1
 */
export function crc32c(bytes: Uint8Array, previous = 0): number {
  let value = ~previous;
  // An iterator's results stay on the heap until this is compiled.
  let at = 0;
  while (at < bytes.length) value = (value >>> 8) ^ (TABLE[(value ^ (bytes[at++] ?? 0)) & 0xff] ?? 0);
  return ~value >>> 0;
}
