/**
 * How the inputs of a game are written: each in as many bits as the game says, the highest first. Numbers of bits that are not whole bytes are
 * followed by zeros.
 */
export class InputFormat {
  /** Bits of one player's input, 1 to 32. */
  readonly bits: number;
  /** Whether inputs are in two's complement. */
  readonly signed: boolean;
  /** Bytes of both players' inputs of a tick, 1 to 8: seat 0's, then seat 1's. */
  readonly pairBytes: number;

  /** @param game what the game says of its inputs; it must have been checked */
  constructor({ inputBits, signedInputs = false }: { readonly inputBits: number; readonly signedInputs?: boolean }) {
    this.bits = inputBits;
    this.signed = signedInputs;
    this.pairBytes = (2 * inputBits + 7) >> 3;
  }

  /** An array for some inputs, all 0. */
  array(length: number): Int32Array | Uint32Array {
    return this.signed ? new Int32Array(length) : new Uint32Array(length);
  }

  /** Writes an input at a bit of `bytes`. Bytes that it begins are cleared first. */
  write(bytes: Uint8Array, bitAt: number, input: number): void {
    writeBits(bytes, bitAt, input, this.bits);
  }

  /** Reads the input at a bit of `bytes`. */
  read(bytes: Uint8Array, bitAt: number): number {
    const unused = 32 - this.bits;
    const high = readBits(bytes, bitAt, this.bits) << unused;
    return this.signed ? high >> unused : high >>> unused;
  }

  /** Writes both inputs of the tick that is number `index` in `bytes`. */
  writePair(bytes: Uint8Array, index: number, input0: number, input1: number): void {
    const at = index * this.pairBytes * 8;
    writeBits(bytes, at, input0, this.bits);
    writeBits(bytes, at + this.bits, input1, this.bits);
  }

  /** Reads a seat's input of the tick that is number `index` in `bytes`. */
  readPair(bytes: Uint8Array, index: number, seat: 0 | 1): number {
    return this.read(bytes, index * this.pairBytes * 8 + seat * this.bits);
  }
}

/** Writes the lowest `count` bits of a value, 1 to 32, at a bit of `bytes`. Bytes that it begins are cleared first. */
export function writeBits(bytes: Uint8Array, bitAt: number, value: number, count: number): void {
  let at = bitAt;
  let left = count;
  while (left > 0) {
    const room = 8 - (at & 7);
    const taken = Math.min(left, room);
    const part = (value >>> (left - taken)) & (0xff >> (8 - taken));
    const before = room === 8 ? 0 : (bytes[at >> 3] ?? 0);
    bytes[at >> 3] = before | (part << (room - taken));
    at += taken;
    left -= taken;
  }
}

/** Reads `count` bits, 1 to 32, at a bit of `bytes`, as the lowest ones of a 32-bit integer. */
export function readBits(bytes: Uint8Array, bitAt: number, count: number): number {
  let value = 0;
  let at = bitAt;
  let left = count;
  while (left > 0) {
    const room = 8 - (at & 7);
    const taken = Math.min(left, room);
    value = (value << taken) | (((bytes[at >> 3] ?? 0) >> (room - taken)) & (0xff >> (8 - taken)));
    at += taken;
    left -= taken;
  }
  return value;
}
