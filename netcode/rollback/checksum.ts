/**
 * Checksum of a saved state: MurmurHash3 x86 32-bit (Austin Appleby, public domain) over whole words, seed 0.
 * It detects accidents, not forgeries. At 16 words it takes a few tens of nanoseconds, less than any other that was measured.
 * @returns a signed 32-bit integer
 */
export function checksumWords(words: Int32Array, at: number, length: number): number {
  let h = 0;
  for (let i = at; i < at + length; i++) {
    let k = Math.imul(words[i] ?? 0, 0xcc9e2d51);
    k = (k << 15) | (k >>> 17);
    h ^= Math.imul(k, 0x1b873593);
    h = (h << 13) | (h >>> 19);
    h = (Math.imul(h, 5) + 0xe6546b64) | 0;
  }
  h ^= length * 4;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
