import { type ByteReader, type ByteWriter, type DecodeError, unzigzag, zigzag } from './bytes.ts';
import { type InputFormat, readBits, writeBits } from './input-format.ts';

/** Kinds of packet on the unreliable channel, in the two highest bits of the first byte. */
export const FastKind = { input: 0, heartbeat: 1, stream: 2, tableBeat: 3 } as const;

/** Most inputs in a packet: all that the engine's window of 128 ticks can leave unacknowledged. */
export const MAX_INPUTS = 128;

/** Largest number of a tick: 24 bits last 77 hours at 60 ticks per second. */
export const MAX_TICK = 0xffffff;

const RUNS_FLAG = 0x10;
const CONFIRMED_FLAG = 0x20;
const CHECKSUM_FLAG = 0x08;
/** Bits at the end of the last byte that are in no input. */
const UNUSED_BITS = 0x07;
/** Half milliseconds: fine enough for round trips on a LAN, and 127 ms is longer than a playing peer ever delays an acknowledgement. */
const HOLD_STEPS_PER_MS = 2;
const HOLD_UNKNOWN = 255;
/** Bits of a run's length, less one, in front of its input. */
const RUN_BITS = 4;
const MAX_RUN = 16;

/**
 * One peer's news of one tick. One object is reused for every packet.
 *
 * `inputs[i]` belongs to tick `inputsEnd − inputCount + i`; ticks below the first one were acknowledged by the receiver.
 */
export interface InputPacket {
  /** Number of the epoch, 0 to 2^21 − 1. */
  epoch: number;
  /** Number of the packet among those of its sender, 0 to 255; 0 follows 255. A packet that was not sent has none. */
  sequence: number;
  /** One past the newest tick whose input is here. */
  inputsEnd: number;
  /** All of the receiver's inputs below this tick have arrived. */
  ackEnd: number;
  /** How long ago the packet that raised `ackEnd` had arrived when this one left, in ms, in halves; −1 when unknown or over 127. */
  holdMs: number;
  /** Newest state that the sender calls confirmed; −1 in a packet without it. */
  confirmedTick: number;
  /** Its checksum; without meaning when `confirmedTick` is −1. */
  checksum: number;
  /** Loss of the receiver's packets as SCTP feels it, in 255ths; 0 when `confirmedTick` is −1. */
  loss: number;
  /** Inputs in `inputs`, 0 to {@link MAX_INPUTS}. */
  inputCount: number;
  readonly inputs: Int32Array | Uint32Array;
  /** How inputs are written. */
  readonly format: InputFormat;
}

/** An empty packet to fill. */
export function emptyInputPacket(format: InputFormat): InputPacket {
  return {
    format,
    epoch: 0,
    sequence: 0,
    inputsEnd: 0,
    ackEnd: 0,
    holdMs: -1,
    confirmedTick: -1,
    checksum: 0,
    loss: 0,
    inputCount: 0,
    inputs: format.array(MAX_INPUTS),
  };
}

/** Bytes of the largest input packet of a game with inputs of `bits`: 532 with 32 bits, so that all fit in a message. */
export function maxInputPacketBytes({ bits }: InputFormat): number {
  return 1 + 3 + 1 + 3 + 3 + 1 + 3 + 4 + 1 + (MAX_INPUTS * bits) / 8;
}

/** Writes a packet at the start of `writer`; PROTOCOL.md has the byte table. */
export function encodeInputPacket(writer: ByteWriter, packet: InputPacket): void {
  const usual = Math.min(packet.inputsEnd, packet.ackEnd);
  const tells = packet.confirmedTick >= 0;
  const explicit = tells && packet.confirmedTick !== usual;
  const runBits = countRuns(packet) * (RUN_BITS + packet.format.bits);
  const rawBits = packet.inputCount * packet.format.bits;
  const runs = (runBits + 7) >> 3 < (rawBits + 7) >> 3;
  const unused = -(runs ? runBits : rawBits) & UNUSED_BITS;
  writer.length = 0;
  writer.u8((FastKind.input << 6) | (explicit ? CONFIRMED_FLAG : 0) | (runs ? RUNS_FLAG : 0) | (tells ? CHECKSUM_FLAG : 0) | unused);
  writer.varint(packet.epoch);
  writer.u8(packet.sequence);
  writer.u24(packet.inputsEnd);
  writer.varint(zigzag(packet.inputsEnd - packet.ackEnd));
  const hold = Math.round(packet.holdMs * HOLD_STEPS_PER_MS);
  writer.u8(hold < 0 || hold >= HOLD_UNKNOWN ? HOLD_UNKNOWN : hold);
  if (explicit) writer.varint(zigzag(usual - packet.confirmedTick));
  if (tells) {
    writer.u32(packet.checksum);
    writer.u8(packet.loss);
  }
  if (runs) writeRuns(writer, packet);
  else {
    const { format, inputs } = packet;
    for (let i = 0; i < packet.inputCount; i++) format.write(writer.bytes, writer.length * 8 + i * format.bits, inputs[i] ?? 0);
  }
  writer.length += ((runs ? runBits : rawBits) + 7) >> 3;
}

/** Length of the run that begins with an input, 1 to {@link MAX_RUN}. */
function runFrom({ inputs, inputCount }: InputPacket, from: number): number {
  const end = Math.min(inputCount, from + MAX_RUN);
  let to = from + 1;
  while (to < end && inputs[to] === inputs[from]) to++;
  return to - from;
}

function countRuns(packet: InputPacket): number {
  let runs = 0;
  for (let from = 0; from < packet.inputCount; from += runFrom(packet, from)) runs++;
  return runs;
}

function writeRuns(writer: ByteWriter, packet: InputPacket): void {
  const { format } = packet;
  let at = writer.length * 8;
  let from = 0;
  while (from < packet.inputCount) {
    const length = runFrom(packet, from);
    writeBits(writer.bytes, at, length - 1, RUN_BITS);
    format.write(writer.bytes, at + RUN_BITS, packet.inputs[from] ?? 0);
    at += RUN_BITS + format.bits;
    from += length;
  }
}

/**
 * Reads a packet that starts with an input packet's first byte.
 * @param into is filled; its values mean nothing when an error is returned
 * @returns undefined, or what is wrong
 */
export function decodeInputPacket(reader: ByteReader, into: InputPacket): DecodeError | undefined {
  const first = reader.u8();
  if (first >> 6 !== FastKind.input) reader.fail('an input packet', `kind ${first >> 6}`);
  const tells = (first & CHECKSUM_FLAG) !== 0;
  const explicit = (first & CONFIRMED_FLAG) !== 0;
  const runs = (first & RUNS_FLAG) !== 0;
  if (explicit && !tells) reader.fail('flags that go together', `first byte ${first}`);
  into.epoch = reader.varint();
  into.sequence = reader.u8();
  into.inputsEnd = reader.u24();
  into.ackEnd = into.inputsEnd - unzigzag(reader.varint());
  if (into.ackEnd < 0 || into.ackEnd > MAX_TICK) reader.fail('an acknowledgement between 0 and the largest tick', `${into.ackEnd}`);
  const hold = reader.u8();
  into.holdMs = hold === HOLD_UNKNOWN ? -1 : hold / HOLD_STEPS_PER_MS;
  const usual = Math.min(into.inputsEnd, into.ackEnd);
  into.confirmedTick = !tells ? -1 : explicit ? usual - unzigzag(reader.varint()) : usual;
  if (tells && (into.confirmedTick < 0 || into.confirmedTick > usual)) {
    reader.fail(`a confirmed tick of 0 to ${usual}`, `${into.confirmedTick}`);
  }
  into.checksum = tells ? reader.i32() : 0;
  into.loss = tells ? reader.u8() : 0;
  if (reader.failed === undefined) readInputs(reader, into, runs, first & UNUSED_BITS);
  return reader.failed;
}

/** Inputs fill the rest of the packet, so it does not carry their number. */
function readInputs(reader: ByteReader, into: InputPacket, runs: boolean, unused: number): void {
  const { format, inputs } = into;
  const most = Math.min(MAX_INPUTS, into.inputsEnd);
  const unit = (runs ? RUN_BITS : 0) + format.bits;
  const end = reader.bytes.length * 8 - unused;
  let at = reader.offset * 8;
  let filled = 0;
  while (at + unit <= end) {
    const count = runs ? readBits(reader.bytes, at, RUN_BITS) + 1 : 1;
    if (filled + count > most) {
      reader.fail(`at most ${most} inputs`, `${filled + count}`);
      return;
    }
    inputs.fill(format.read(reader.bytes, at + unit - format.bits), filled, filled + count);
    filled += count;
    at += unit;
  }
  into.inputCount = filled;
  if (at !== end) reader.fail(`inputs of ${unit} bits each`, `${end - at} bits`);
  else if (unused > 0 && readBits(reader.bytes, end, unused) !== 0) reader.fail('0 in the unused bits of the last byte', 'something else');
}
