import { sha256 } from '@noble/hashes/sha2.js';
import { ByteWriter } from '../wire/bytes.ts';
import { CHAIN_BYTES } from '../wire/match-record.ts';

/**
 * Chain of a match's start: SHA-256 over 32 zero bytes, number 0 and the state.
 * @param words the first state
 */
export function firstChain(words: Int32Array): Uint8Array {
  return nextChain(new Uint8Array(CHAIN_BYTES), 0, words);
}

/**
 * Chain of a checkpoint: two sides with the same one have the same checkpoints, every one of them.
 * @param before chain of the checkpoint before
 * @param number 0 to 65,535
 */
export function nextChain(before: Uint8Array, number: number, words: Int32Array): Uint8Array {
  const writer = new ByteWriter(CHAIN_BYTES + 2 + words.length * 4);
  writer.raw(before);
  writer.u16(number);
  for (const word of words) writer.u32(word);
  return sha256(writer.written());
}
