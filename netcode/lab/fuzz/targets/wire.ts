import assert from 'node:assert/strict';
import { inputRange } from '../../../rollback/game.ts';
import { ByteReader, ByteWriter, type Decoded, type DecodeError } from '../../../wire/bytes.ts';
import { controlTable, decodeControl, encodeControl, MAX_MESSAGE_BYTES, PROTOCOL_VERSION } from '../../../wire/control.ts';
import { crc32c } from '../../../wire/crc32c.ts';
import { type Draw, drawFields } from '../../../wire/fields.ts';
import { decodeHeartbeat, emptyHeartbeat, encodeHeartbeat, MAX_HEARTBEAT_BYTES } from '../../../wire/heartbeat.ts';
import { InputFormat } from '../../../wire/input-format.ts';
import {
  decodeInputPacket,
  emptyInputPacket,
  encodeInputPacket,
  MAX_INPUTS,
  MAX_TICK,
  maxInputPacketBytes,
} from '../../../wire/input-packet.ts';
import { decodeMatchRecord, encodeMatchRecord, RecordKind, recordTable } from '../../../wire/match-record.ts';
import { decodeRepeated, encodeRepeated } from '../../../wire/repeated-message.ts';
import { decodeResumePacket, emptyResumePacket, encodeResumePacket, maxResumePacketBytes } from '../../../wire/resume-packet.ts';
import { decodeSnapshot, encodeSnapshot, snapshotFields } from '../../../wire/snapshot.ts';
import { decodeStateTransfer, encodeStateTransfer, stateTransferFields } from '../../../wire/state-transfer.ts';
import { decodeStreamPacket, emptyStreamPacket, encodeStreamPacket, MAX_STREAM_PACKET_BYTES } from '../../../wire/stream-packet.ts';
import { decodeTableBeat, emptyTableBeat, encodeTableBeat, MAX_TABLE_BEAT_BYTES } from '../../../wire/table-beat.ts';
import { golden } from '../golden.ts';
import type { FuzzTarget } from '../target.ts';
import { assertCanonical, assertDecodeError } from './decode-error.ts';

/** A result object, an error with its two short texts, and a view or two. */
const FIXED_BYTES = 4096;
/** States and inputs are copied once, texts become two bytes a character. */
const PER_BYTE = 8;
const mayAllocate = (inputBytes: number): number => FIXED_BYTES + PER_BYTE * inputBytes;

/** Of the state in `golden/snapshot.hex`. */
const SIZE = { stateWords: 3, pairBytes: 1 };

/** Pong's inputs, and others: of part of a byte, of more than one, and the widest. */
const FORMATS = [{ inputBits: 4, signedInputs: true }, { inputBits: 1 }, { inputBits: 9, signedInputs: true }, { inputBits: 32 }].map(
  (game) => new InputFormat(game),
);
const [, , , WIDEST = new InputFormat({ inputBits: 32 })] = FORMATS;

const inputPacket: FuzzTarget = {
  name: 'input-packet',
  sources: ['netcode/wire/bytes.ts', 'netcode/wire/input-format.ts', 'netcode/wire/input-packet.ts'],
  maxBytes: maxInputPacketBytes(WIDEST) + 60,
  seeds: () => golden('input-none', 'input-one', 'input-raw', 'input-runs', 'input-raw-32-bits', 'input-runs-9-bits'),
  dictionary: [],
  check: (input) => {
    for (const format of FORMATS) checkInputPacket(input, format);
  },
  decode: (input) => decodeInputPacket(new ByteReader(input), emptyInputPacket(WIDEST)),
  mayAllocate,
};

function checkInputPacket(input: Uint8Array, format: InputFormat): void {
  const packet = emptyInputPacket(format);
  const error = decodeInputPacket(new ByteReader(input), packet);
  assert.equal(packet.inputs.length, MAX_INPUTS);
  if (error !== undefined) {
    assertDecodeError(error, input);
    return;
  }
  assert.ok(packet.inputCount <= Math.min(MAX_INPUTS, packet.inputsEnd), 'more inputs than ticks');
  assert.ok(packet.ackEnd >= 0 && packet.ackEnd <= MAX_TICK, 'an acknowledgement that is no tick');
  assert.ok(packet.confirmedTick >= -1 && packet.confirmedTick <= Math.min(packet.inputsEnd, packet.ackEnd), 'confirmed what is not known');
  const { least, greatest } = inputRange({ inputBits: format.bits, signedInputs: format.signed });
  assert.ok(
    packet.inputs.every((value) => value >= least && value <= greatest),
    'an input that does not fit the game',
  );
  const writer = new ByteWriter(maxInputPacketBytes(format));
  encodeInputPacket(writer, packet);
  // Inputs may come in runs of any length, or raw: the sender takes the shortest way, and only that is written.
  assert.ok(writer.length <= input.length, 'written longer than it was read');
  const again = emptyInputPacket(format);
  assert.equal(decodeInputPacket(new ByteReader(writer.written()), again), undefined);
  again.inputs.set(packet.inputs.subarray(packet.inputCount), packet.inputCount);
  assert.deepEqual(again, packet);
}

/** Gives an input the checksum of its other bytes, which chance would never find. */
function withCrc(input: Uint8Array): Uint8Array {
  const bytes = input.slice();
  if (bytes.length >= 4) new DataView(bytes.buffer).setUint32(bytes.length - 4, crc32c(bytes.subarray(0, -4)));
  return bytes;
}

/** Bytes of the inputs of one tick: Pong's, others', and the most. */
const PAIR_BYTES = [1, 3, 8];

/** A target for a packet whose decoder fills an object that its caller has. `changed` are the inputs that are tried for one. */
function packetTarget<T>(
  name: string,
  goldenNames: readonly string[],
  maxBytes: number,
  { empty, encode, decode }: PacketCodec<T>,
  changed: (input: Uint8Array) => readonly Uint8Array[] = (input) => [input],
): FuzzTarget {
  return {
    name,
    sources: ['netcode/wire/bytes.ts', `netcode/wire/${name}.ts`],
    maxBytes: maxBytes + 4,
    seeds: () => golden(...goldenNames),
    dictionary: [],
    check: (input) => {
      for (const bytes of changed(input)) {
        for (const pairBytes of PAIR_BYTES) {
          const packet = empty(pairBytes);
          const error = decode(new ByteReader(bytes), packet);
          assertCanonical(bytes, error === undefined ? { ok: true, value: packet } : { ok: false, error }, (value) => {
            const writer = new ByteWriter(maxBytes);
            encode(writer, value);
            return writer.written();
          });
        }
      }
    },
    decode: (input) => decode(new ByteReader(input), empty(1)),
    mayAllocate,
  };
}

interface PacketCodec<T> {
  /** @param pairBytes bytes of the inputs of one tick, for a packet that has any */
  readonly empty: (pairBytes: number) => T;
  readonly encode: (writer: ByteWriter, packet: T) => void;
  readonly decode: (reader: ByteReader, into: T) => DecodeError | undefined;
}

const heartbeat = packetTarget('heartbeat', ['heartbeat'], MAX_HEARTBEAT_BYTES, {
  ...{ empty: emptyHeartbeat, encode: encodeHeartbeat, decode: decodeHeartbeat },
});
const resumePacket = packetTarget(
  'resume-packet',
  ['resume-rally', 'resume-checkpoint'],
  maxResumePacketBytes(8),
  { empty: emptyResumePacket, encode: encodeResumePacket, decode: decodeResumePacket },
  (input) => [input, withCrc(input)],
);
const streamPacket = packetTarget('stream-packet', ['stream'], MAX_STREAM_PACKET_BYTES, {
  ...{ empty: emptyStreamPacket, encode: encodeStreamPacket, decode: decodeStreamPacket },
});
const tableBeat = packetTarget('table-beat', ['table-beat', 'table-beat-spectator'], MAX_TABLE_BEAT_BYTES, {
  ...{ empty: emptyTableBeat, encode: encodeTableBeat, decode: decodeTableBeat },
});

const repeatedMessage: FuzzTarget = {
  name: 'repeated-message',
  sources: ['netcode/wire/bytes.ts', 'netcode/wire/repeated-message.ts'],
  maxBytes: MAX_MESSAGE_BYTES + 20,
  seeds: () => golden('repeated-start'),
  dictionary: [],
  check: (input) => {
    for (const bytes of [input, withCrc(input)]) assertCanonical(bytes, decodeRepeated(bytes), encodeRepeated);
  },
  decode: decodeRepeated,
  mayAllocate,
};

/** A target for messages that have a table of fields. All kinds share its branches, so what becomes of an input counts as well. */
function fieldsTarget<T>(
  name: string,
  seeds: () => readonly Uint8Array[],
  maxBytes: number,
  { draw, encode, decode }: FieldsCodec<T>,
  dictionary: readonly Uint8Array[] = [],
): FuzzTarget {
  return {
    ...{ name, seeds, maxBytes, dictionary, decode, mayAllocate },
    sources: ['bytes', 'fields', 'match-record', name].map((file) => `netcode/wire/${file}.ts`),
    generate: (random) => encode(draw((max) => random.below(max + 1))),
    check: (input) => {
      const decoded = decode(input);
      if (!decoded.ok || !isLaterHello(decoded.value)) assertCanonical(input, decoded, encode);
    },
    outcome: (input) => {
      const decoded = decode(input);
      return `${input[0]} ${decoded.ok ? '' : decoded.error.expected.replace(/\d+/g, '#')}`;
    },
  };
}

interface FieldsCodec<T> {
  readonly draw: (draw: Draw) => T;
  readonly encode: (value: T) => Uint8Array;
  readonly decode: (bytes: Uint8Array) => Decoded<T>;
}

/** The tail of another version's hello is skipped, and is not written again. */
function isLaterHello(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'protocolVersion' in value && value.protocolVersion !== PROTOCOL_VERSION;
}

const control = fieldsTarget(
  'control',
  () => {
    const honest = golden(
      ...['hello', 'start', 'chat-text', 'chat-preset', 'bye', 'resync-request', 'dispute', 'rejoin', 'result'],
      ...['state-transfer-chunk', 'introduction', 'signal'],
    );
    const laterHello = Uint8Array.of(...(honest[0]?.with(6, 9) ?? []), 1, 2, 3);
    return [...honest, laterHello];
  },
  1200,
  { draw: (draw) => controlTable.draw(draw), encode: encodeControl, decode: decodeControl },
  [Uint8Array.of(0x50, 0x44, 0x4c, 0x57), Uint8Array.of(0xef, 0xbb, 0xbf), Uint8Array.of(0xed, 0xa0, 0x80)],
);

const matchRecord = fieldsTarget('match-record', () => golden(...Object.keys(RecordKind).map((kind) => `record-${kind}`)), 5000, {
  draw: (draw) => recordTable.draw(draw),
  encode: encodeMatchRecord,
  decode: decodeMatchRecord,
});

const snapshot = fieldsTarget('snapshot', () => golden('snapshot'), 21 * 1024, {
  draw: (draw) => drawFields(snapshotFields, draw),
  encode: encodeSnapshot,
  decode: (input) => decodeSnapshot(input, SIZE),
});

const stateTransfer = fieldsTarget(
  'state-transfer',
  () => golden('state-transfer'),
  30 * 1024,
  {
    draw: (draw) => drawFields(stateTransferFields, draw),
    encode: encodeStateTransfer,
    decode: (input) => decodeStateTransfer(input, SIZE),
  },
  golden('record-checkpoint'),
);

/** Decoders of `netcode/wire/`. */
export const wireTargets: readonly FuzzTarget[] = [
  inputPacket,
  heartbeat,
  control,
  resumePacket,
  repeatedMessage,
  snapshot,
  matchRecord,
  stateTransfer,
  streamPacket,
  tableBeat,
];
