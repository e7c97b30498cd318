/** Why bytes could not be read: the offset, what was expected there, and what was found. */
export interface DecodeError {
  readonly offset: number;
  readonly expected: string;
  readonly actual: string;
}

/** Result of a decoder: it never throws. */
export type Decoded<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: DecodeError };

/**
 * Reads big-endian values in order. Reading past the end returns 0 and sets {@link failed}. The first failure is kept, so a
 * decoder checks once at its end instead of after every field.
 */
export class ByteReader {
  bytes: Uint8Array = new Uint8Array(0);
  offset = 0;
  failed: DecodeError | undefined;

  constructor(bytes?: Uint8Array) {
    if (bytes !== undefined) this.bytes = bytes;
  }

  /** Starts over on other bytes, so that one reader serves every packet without allocating. */
  reset(bytes: Uint8Array): void {
    this.bytes = bytes;
    this.offset = 0;
    this.failed = undefined;
  }

  get remaining(): number {
    return this.bytes.length - this.offset;
  }

  u8(): number {
    const at = this.offset;
    if (at >= this.bytes.length) {
      this.fail('1 more byte', 'the end');
      return 0;
    }
    this.offset = at + 1;
    return this.bytes[at] ?? 0;
  }

  u16(): number {
    const high = this.u8();
    return (high << 8) | this.u8();
  }

  u24(): number {
    const high = this.u16();
    return (high << 8) | this.u8();
  }

  i32(): number {
    const high = this.u16();
    return (high << 16) | this.u16();
  }

  u32(): number {
    return this.i32() >>> 0;
  }

  /** LEB128 of at most 3 bytes (21 bits), in as few as possible: a record has the same bytes on two disks. */
  varint(): number {
    const first = this.u8();
    if (first < 0x80) return first;
    const second = this.u8();
    if (second < 0x80) {
      if (second === 0) this.fail('a number in as few bytes as it takes', 'an empty last one');
      return (first & 0x7f) | (second << 7);
    }
    const third = this.u8();
    if (third >= 0x80) this.fail('a number of at most 3 bytes', 'a longer one');
    else if (third === 0) this.fail('a number in as few bytes as it takes', 'an empty last one');
    return (first & 0x7f) | ((second & 0x7f) << 7) | (third << 14);
  }

  /** A view of the next `length` bytes, not a copy; empty when there are fewer. */
  view(length: number): Uint8Array {
    if (length > this.remaining) {
      this.fail(`${length} more bytes`, `${this.remaining}`);
      return this.bytes.subarray(0, 0);
    }
    this.offset += length;
    return this.bytes.subarray(this.offset - length, this.offset);
  }

  fail(expected: string, actual: string): void {
    this.failed ??= { offset: this.offset, expected, actual };
  }

  /** Fails when bytes are left over. */
  end(): void {
    if (this.remaining > 0) this.fail('the end', `${this.remaining} more bytes`);
  }
}

/** Writes big-endian values in order. The caller makes the buffer large enough for the largest message. */
export class ByteWriter {
  readonly bytes: Uint8Array;
  length = 0;

  constructor(capacity: number) {
    this.bytes = new Uint8Array(capacity);
  }

  u8(value: number): void {
    this.bytes[this.length++] = value;
  }

  u16(value: number): void {
    this.u8(value >>> 8);
    this.u8(value);
  }

  u24(value: number): void {
    this.u8(value >>> 16);
    this.u16(value);
  }

  u32(value: number): void {
    this.u16(value >>> 16);
    this.u16(value);
  }

  /** LEB128, for 0 to 2^21 − 1. */
  varint(value: number): void {
    let rest = value;
    while (rest >= 0x80) {
      this.u8((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    this.u8(rest);
  }

  raw(bytes: Uint8Array): void {
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** A view of what was written. */
  written(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }
}

/** Folds the sign of a small integer into its lowest bit, so that small integers of either sign are short varints. */
export function zigzag(value: number): number {
  return (value << 1) ^ (value >> 31);
}

/** Inverse of {@link zigzag}. */
export function unzigzag(value: number): number {
  return (value >>> 1) ^ -(value & 1);
}

/** Whether two byte strings are the same. Not for secrets: its time depends on the first difference. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
