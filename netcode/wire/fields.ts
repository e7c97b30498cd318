import { ByteReader, ByteWriter, type Decoded } from './bytes.ts';

/** Bytes of a session token. */
export const TOKEN_BYTES = 8;

/** Draws a whole number from 0 to `max`, both included: a random source of tests and fuzzing. */
export type Draw = (max: number) => number;

/** One field of a message: both directions, its description in PROTOCOL.md, and a random value. */
export interface Field<T> {
  /** Its type as PROTOCOL.md writes it. */
  readonly type: string;
  /** What it means, for PROTOCOL.md; empty where the name is enough. */
  readonly about: string;
  /** Reads a value. One that is out of range fails the reader. */
  read(reader: ByteReader): T;
  write(writer: ByteWriter, value: T): void;
  draw(draw: Draw): T;
}

/** The fields of a message by name, in the order in which they are written. */
export type Fields = Readonly<Record<string, Field<unknown>>>;

/** The values of such fields. */
export type Values<F extends Fields> = { readonly [N in keyof F]: F[N] extends Field<infer T> ? T : never };

const LARGEST = { u8: 0xff, u16: 0xffff, u24: 0xffffff, u32: 0xffffffff, varint: 0x1fffff } as const;

/** The values that a number may have, both included, and its name in an error. */
interface Range {
  readonly min?: number;
  readonly max?: number;
  readonly noun?: string;
}

/** An unsigned number. */
export function uint(
  type: keyof typeof LARGEST,
  about = '',
  { min = 0, max = LARGEST[type], noun = 'a number' }: Range = {},
): Field<number> {
  return {
    type,
    about,
    read: (reader) => {
      const value = reader[type]();
      if (value < min || value > max) reader.fail(`${noun} of ${min} to ${max}`, `${value}`);
      return value;
    },
    write: (writer, value) => writer[type](value),
    draw: (draw) => min + draw(max - min),
  };
}

/** A signed number of 32 bits. */
export function i32(about = ''): Field<number> {
  return {
    type: 'i32',
    about,
    read: (reader) => reader.i32(),
    write: (writer, value) => writer.u32(value),
    draw: (draw) => draw(LARGEST.u32) | 0,
  };
}

/** A peer id, 1 to 15. */
export function peerId(about = ''): Field<number> {
  return uint('u8', about, { min: 1, max: 15, noun: 'a peer id' });
}

/** Flags in one byte, the first one in its lowest bit. */
export function flags<N extends string>(about: string, ...names: readonly N[]): Field<Readonly<Record<N, boolean>>> {
  const byte = uint('u8', about, { max: (1 << names.length) - 1, noun: 'flags' });
  // Each name has a bit.
  const split = (bits: number) => Object.fromEntries(names.map((name, i) => [name, (bits & (1 << i)) !== 0])) as Record<N, boolean>;
  return {
    ...byte,
    read: (reader) => split(byte.read(reader)),
    write: (writer, value) => writer.u8(names.reduce((bits, name, i) => bits | (value[name] ? 1 << i : 0), 0)),
    draw: (draw) => split(byte.draw(draw)),
  };
}

/** A fixed number of bytes. Reading returns a view. */
export function bytes(length: number, about = ''): Field<Uint8Array> {
  return {
    ...rest(length, about),
    type: `${length} bytes`,
    read: (reader) => reader.view(length),
    draw: (draw) => drawBytes(draw, length),
  };
}

/** All remaining bytes. Reading returns a view. */
export function rest(maxBytes: number, about: string): Field<Uint8Array> {
  return {
    type: `up to ${maxBytes.toLocaleString('en')} bytes`,
    about,
    read: (reader) => {
      if (reader.remaining > maxBytes) reader.fail(`at most ${maxBytes} bytes`, `${reader.remaining}`);
      return reader.view(reader.remaining);
    },
    write: (writer, value) => writer.raw(value),
    draw: (draw) => drawBytes(draw, draw(maxBytes)),
  };
}

function drawBytes(draw: Draw, length: number): Uint8Array {
  return Uint8Array.from({ length }, () => draw(0xff));
}

/** Words of a state after their number. Memory for them is allocated only when their bytes are there. */
export function words(maxWords: number, about = ''): Field<Int32Array> {
  return {
    type: 'u16 count, i32 each',
    about,
    read: (reader) => {
      const count = reader.u16();
      if (count > maxWords || reader.remaining < count * 4)
        reader.fail(`${count} words of at most ${maxWords}`, `${reader.remaining} bytes`);
      const value = new Int32Array(reader.failed === undefined ? count : 0);
      for (let i = 0; i < value.length; i++) value[i] = reader.i32();
      return value;
    },
    write: (writer, value) => {
      writer.u16(value.length);
      for (const word of value) writer.u32(word);
    },
    draw: (draw) => Int32Array.from({ length: draw(30) }, () => draw(LARGEST.u32) | 0),
  };
}

const encoder = new TextEncoder();
// A byte order mark is a character like any other; by default the decoder would drop it.
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
/** Characters of one to four bytes, and the byte order mark. */
const DRAWN = ['a', 'é', '字', '🏓', '\ufeff'];

/** A text of at most `maxBytes`, after its length in bytes. A longer one is cut at a whole character when written, and refused when read. */
export function text(maxBytes: number, about = `${maxBytes.toLocaleString('en')} bytes at most`): Field<string> {
  return {
    type: 'text',
    about,
    read: (reader) => {
      const length = reader.u16();
      if (length > maxBytes) reader.fail(`a text of at most ${maxBytes} bytes`, `${length}`);
      try {
        return decoder.decode(reader.view(length));
      } catch {
        reader.fail('UTF-8', 'other bytes');
        return '';
      }
    },
    write: (writer, value) => {
      const room = writer.bytes.subarray(writer.length + 2, writer.length + 2 + maxBytes);
      const { written } = encoder.encodeInto(value, room);
      writer.u16(written);
      writer.length += written;
    },
    draw: (draw) => Array.from({ length: draw(Math.floor(maxBytes / 4)) }, () => DRAWN[draw(DRAWN.length - 1)]).join(''),
  };
}

/** Fields within another message. */
export function group<F extends Fields>(fields: F, about = ''): Field<Values<F>> {
  return {
    type: 'its fields',
    about,
    read: (reader) => readFields(reader, fields),
    write: (writer, values) => writeFields(writer, fields, values),
    draw: (draw) => drawFields(fields, draw),
  };
}

/** Draws random values. */
export function drawFields<F extends Fields>(fields: F, draw: Draw): Values<F> {
  // Each name has what its own field draws.
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.draw(draw)])) as Values<F>;
}

/** Reads values into an object and allocates nothing else: a packet's cost to its receiver has a limit. */
function readFields<F extends Fields>(reader: ByteReader, fields: F, into: Record<string, unknown> = {}): Values<F> {
  for (const name of Object.keys(fields)) into[name] = fields[name]?.read(reader);
  // Each name has what its own field reads.
  return into as Values<F>;
}

function writeFields<F extends Fields>(writer: ByteWriter, fields: F, values: Values<F>): void {
  for (const [name, field] of Object.entries(fields)) field.write(writer, values[name]);
}

/** Writes a message without a kind into bytes of its own. */
export function encodeFields<F extends Fields>(fields: F, values: Values<F>, capacity: number): Uint8Array {
  const writer = new ByteWriter(capacity);
  writeFields(writer, fields, values);
  return writer.written();
}

/**
 * Reads a message without a kind. Never throws; views in the result point into `bytes`.
 * @param check fails the reader where fields do not fit each other
 */
export function decodeFields<F extends Fields>(
  fields: F,
  bytes: Uint8Array,
  check: (values: Values<F>, reader: ByteReader) => void,
): Decoded<Values<F>> {
  const reader = new ByteReader(bytes);
  const value = readFields(reader, fields);
  if (reader.failed === undefined) check(value, reader);
  reader.end();
  return reader.failed === undefined ? { ok: true, value } : { ok: false, error: reader.failed };
}

type Kinds = Readonly<Record<string, number>>;

/** One of the messages that a table has. */
export type MessageOf<K extends Kinds, T extends Readonly<Record<keyof K, Fields>>> = {
  [N in keyof K]: { readonly kind: K[N] } & Values<T[N]>;
}[keyof K];

/** Messages that begin with a byte for their kind, each with a table of its fields. */
export class MessageTable<K extends Kinds, T extends Readonly<Record<keyof K, Fields>>> {
  readonly kinds: K;
  readonly fields: T;
  readonly #byKind = new Map<number, Fields>();
  readonly #maxBytes: number;
  readonly #check: (message: MessageOf<K, T>, reader: ByteReader) => void;

  /**
   * @param maxBytes largest message
   * @param check fails the reader where fields do not fit each other
   */
  constructor(kinds: K, fields: T, maxBytes: number, check: (message: MessageOf<K, T>, reader: ByteReader) => void = () => undefined) {
    this.kinds = kinds;
    this.fields = fields;
    this.#maxBytes = maxBytes;
    this.#check = check;
    for (const [name, kind] of Object.entries(kinds)) this.#byKind.set(kind, fields[name] ?? {});
  }

  /** Encodes a message into bytes of its own. Texts over their limit are cut at a whole character. */
  encode(message: MessageOf<K, T>): Uint8Array {
    const writer = new ByteWriter(this.#maxBytes);
    writer.u8(message.kind);
    // The kind of a message says which fields it has.
    writeFields(writer, this.#byKind.get(message.kind) ?? {}, message as Values<Fields>);
    return writer.written();
  }

  /** Decodes a message. Never throws; views in the result point into `bytes`. */
  decode(bytes: Uint8Array): Decoded<MessageOf<K, T>> {
    const kind = bytes[0] ?? 0;
    const fields = this.#byKind.get(kind);
    if (bytes.length > this.#maxBytes)
      return { ok: false, error: { offset: 0, expected: `at most ${this.#maxBytes} bytes`, actual: `${bytes.length}` } };
    if (fields === undefined) return { ok: false, error: { offset: 0, expected: 'a known kind', actual: `${bytes[0]}` } };
    const reader = new ByteReader(bytes);
    reader.u8();
    // The fields are those of that kind.
    const value = readFields(reader, fields, { kind }) as MessageOf<K, T>;
    if (reader.failed === undefined) this.#check(value, reader);
    reader.end();
    return reader.failed === undefined ? { ok: true, value } : { ok: false, error: reader.failed };
  }

  /** Draws a random message of a random kind. */
  draw(draw: Draw): MessageOf<K, T> {
    const [kind, fields] = [...this.#byKind][draw(this.#byKind.size - 1)] ?? [0, {}];
    // The fields are those of that kind.
    return { kind, ...drawFields(fields, draw) } as MessageOf<K, T>;
  }
}
