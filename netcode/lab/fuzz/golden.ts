import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromHex } from './hex.ts';

/** Messages of `netcode/wire/golden/`, by file name without its ending. */
export function golden(...names: readonly string[]): Uint8Array[] {
  // Found from here and not from the project's folder: tests and the fuzzer load this file from its place.
  const folder = join(import.meta.dirname, '../../wire/golden');
  return names.map((name) => fromHex(readFileSync(join(folder, `${name}.hex`), 'utf8')));
}
