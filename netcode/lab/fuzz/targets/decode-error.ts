import assert from 'node:assert/strict';
import type { Decoded, DecodeError } from '../../../wire/bytes.ts';

/** A value that names a decoder's refusal has to say where, what was expected and what was found. */
export function assertDecodeError(error: DecodeError, input: Uint8Array): void {
  assert.ok(
    Number.isInteger(error.offset) && error.offset >= 0 && error.offset <= input.length,
    `offset ${error.offset} is not in the input`,
  );
  assert.ok(error.expected.length > 0 && error.expected.length < 100, 'the refusal does not say what was expected');
  assert.ok(error.actual.length < 100, 'the refusal does not say what was found');
}

/**
 * What holds for a decoder with one encoding for each value: it gives a value that is written as exactly the bytes it was read from, or a
 * refusal with offset, expected and actual.
 */
export function assertCanonical<T>(input: Uint8Array, decoded: Decoded<T>, encode: (value: T) => Uint8Array): void {
  if (decoded.ok) assert.ok(Buffer.compare(encode(decoded.value), input) === 0, 'two encodings of one value');
  else assertDecodeError(decoded.error, input);
}
