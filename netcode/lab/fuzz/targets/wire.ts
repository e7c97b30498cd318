import assert from 'node:assert/strict';
import { ByteReader, ByteWriter } from '../../../wire/bytes.ts';
import { ControlKind, decodeControl, encodeControl, MAX_MESSAGE_BYTES, PROTOCOL_VERSION } from '../../../wire/control.ts';
import { crc32c } from '../../../wire/crc32c.ts';
import { decodeHeartbeat, emptyHeartbeat, encodeHeartbeat, MAX_HEARTBEAT_BYTES } from '../../../wire/heartbeat.ts';
import {
  decodeInputPacket,
  emptyInputPacket,
  encodeInputPacket,
  MAX_INPUT_PACKET_BYTES,
  MAX_INPUTS,
  MAX_TICK,
} from '../../../wire/input-packet.ts';
import { decodeMatchRecord, encodeMatchRecord } from '../../../wire/match-record.ts';
import { decodeRepeated, encodeRepeated } from '../../../wire/repeated-message.ts';
import { decodeResumePacket, emptyResumePacket, encodeResumePacket, MAX_RESUME_PACKET_BYTES } from '../../../wire/resume-packet.ts';
import { decodeSnapshot, encodeSnapshot } from '../../../wire/snapshot.ts';
import { decodeStateTransfer, encodeStateTransfer } from '../../../wire/state-transfer.ts';
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

/** Words of the state in `golden/snapshot.hex`. */
const STATE_WORDS = 3;

const inputPacket: FuzzTarget = {
  name: 'input-packet',
  sources: ['netcode/wire/bytes.ts', 'netcode/wire/input-packet.ts'],
  maxBytes: MAX_INPUT_PACKET_BYTES + 60,
  seeds: () => golden('input-none', 'input-one', 'input-raw', 'input-runs'),
  dictionary: [],
  check: (input) => {
    const packet = emptyInputPacket();
    const error = decodeInputPacket(new ByteReader(input), packet);
    assert.equal(packet.inputs.length, MAX_INPUTS);
    if (error !== undefined) {
      assertDecodeError(error, input);
      return;
    }
    assert.ok(packet.inputCount <= Math.min(MAX_INPUTS, packet.inputsEnd), 'more inputs than ticks');
    assert.ok(packet.ackEnd >= 0 && packet.ackEnd <= MAX_TICK, 'an acknowledgement that is no tick');
    assert.ok(
      packet.confirmedTick >= -1 && packet.confirmedTick <= Math.min(packet.inputsEnd, packet.ackEnd),
      'confirmed what is not known',
    );
    assert.ok(
      packet.inputs.every((value) => value >= -8 && value <= 7),
      'an input of more than 4 bits',
    );
    const writer = new ByteWriter(MAX_INPUT_PACKET_BYTES);
    encodeInputPacket(writer, packet);
    // Inputs may come in runs of any length, or raw: the sender takes the shortest way, and only that is written.
    assert.ok(writer.length <= input.length, 'written longer than it was read');
    const again = emptyInputPacket();
    assert.equal(decodeInputPacket(new ByteReader(writer.written()), again), undefined);
    again.inputs.set(packet.inputs.subarray(packet.inputCount), packet.inputCount);
    assert.deepEqual(again, packet);
  },
  decode: (input) => decodeInputPacket(new ByteReader(input), emptyInputPacket()),
  mayAllocate,
};

const heartbeat: FuzzTarget = {
  name: 'heartbeat',
  sources: ['netcode/wire/bytes.ts', 'netcode/wire/heartbeat.ts'],
  maxBytes: MAX_HEARTBEAT_BYTES + 4,
  seeds: () => golden('heartbeat'),
  dictionary: [],
  check: (input) => {
    const beat = emptyHeartbeat();
    const error = decodeHeartbeat(new ByteReader(input), beat);
    assertCanonical(input, error === undefined ? { ok: true, value: beat } : { ok: false, error }, (value) => {
      const writer = new ByteWriter(MAX_HEARTBEAT_BYTES);
      encodeHeartbeat(writer, value);
      return writer.written();
    });
  },
  decode: (input) => decodeHeartbeat(new ByteReader(input), emptyHeartbeat()),
  mayAllocate,
};

/** Gives an input the checksum of its other bytes, which chance would never find. */
function withCrc(input: Uint8Array): Uint8Array {
  const bytes = input.slice();
  if (bytes.length >= 4) new DataView(bytes.buffer).setUint32(bytes.length - 4, crc32c(bytes.subarray(0, -4)));
  return bytes;
}

const resumePacket: FuzzTarget = {
  name: 'resume-packet',
  sources: ['netcode/wire/bytes.ts', 'netcode/wire/resume-packet.ts'],
  maxBytes: MAX_RESUME_PACKET_BYTES + 4,
  seeds: () => golden('resume-rally', 'resume-checkpoint'),
  dictionary: [],
  check: (input) => {
    for (const bytes of [input, withCrc(input)]) {
      const packet = emptyResumePacket();
      const error = decodeResumePacket(new ByteReader(bytes), packet);
      assertCanonical(bytes, error === undefined ? { ok: true, value: packet } : { ok: false, error }, (value) => {
        const writer = new ByteWriter(MAX_RESUME_PACKET_BYTES);
        encodeResumePacket(writer, value);
        return writer.written();
      });
    }
  },
  decode: (input) => decodeResumePacket(new ByteReader(input), emptyResumePacket()),
  mayAllocate,
};

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

const control: FuzzTarget = {
  name: 'control',
  sources: ['netcode/wire/bytes.ts', 'netcode/wire/control.ts', 'netcode/wire/fields.ts'],
  maxBytes: 1200,
  seeds: () => {
    const honest = golden(
      'hello',
      'start',
      'chat-text',
      'chat-preset',
      'bye',
      'resync-request',
      'dispute',
      'rejoin',
      'result',
      'state-transfer-chunk',
      'introduction',
      'signal',
    );
    const laterHello = Uint8Array.of(...(honest[0]?.with(6, 9) ?? []), 1, 2, 3);
    return [...honest, laterHello];
  },
  dictionary: [Uint8Array.of(0x50, 0x44, 0x4c, 0x57), Uint8Array.of(0xef, 0xbb, 0xbf), Uint8Array.of(0xed, 0xa0, 0x80)],
  check: (input) => {
    const decoded = decodeControl(input);
    // The tail of another version's hello is skipped, and is not written again.
    if (decoded.ok && decoded.value.kind === ControlKind.hello && decoded.value.protocolVersion !== PROTOCOL_VERSION) return;
    assertCanonical(input, decoded, encodeControl);
  },
  decode: decodeControl,
  mayAllocate,
};

const snapshot: FuzzTarget = {
  name: 'snapshot',
  sources: ['netcode/wire/bytes.ts', 'netcode/wire/snapshot.ts'],
  maxBytes: 21 * 1024 + 1,
  seeds: () => golden('snapshot'),
  dictionary: [],
  check: (input) => assertCanonical(input, decodeSnapshot(input, STATE_WORDS), encodeSnapshot),
  decode: (input) => decodeSnapshot(input, STATE_WORDS),
  mayAllocate,
};

const stateTransfer: FuzzTarget = {
  name: 'state-transfer',
  sources: ['netcode/wire/bytes.ts', 'netcode/wire/state-transfer.ts', 'netcode/wire/snapshot.ts', 'netcode/wire/match-record.ts'],
  maxBytes: 30 * 1024 + 1,
  seeds: () => golden('state-transfer'),
  dictionary: golden('record-checkpoint'),
  check: (input) => assertCanonical(input, decodeStateTransfer(input, STATE_WORDS), encodeStateTransfer),
  decode: (input) => decodeStateTransfer(input, STATE_WORDS),
  mayAllocate,
};

const streamPacket: FuzzTarget = {
  name: 'stream-packet',
  sources: ['netcode/wire/bytes.ts', 'netcode/wire/stream-packet.ts'],
  maxBytes: MAX_STREAM_PACKET_BYTES + 10,
  seeds: () => golden('stream'),
  dictionary: [],
  check: (input) => {
    const packet = emptyStreamPacket();
    const error = decodeStreamPacket(new ByteReader(input), packet);
    assertCanonical(input, error === undefined ? { ok: true, value: packet } : { ok: false, error }, (value) => {
      const writer = new ByteWriter(MAX_STREAM_PACKET_BYTES);
      encodeStreamPacket(writer, value);
      return writer.written();
    });
  },
  decode: (input) => decodeStreamPacket(new ByteReader(input), emptyStreamPacket()),
  mayAllocate,
};

const tableBeat: FuzzTarget = {
  name: 'table-beat',
  sources: ['netcode/wire/bytes.ts', 'netcode/wire/table-beat.ts'],
  maxBytes: MAX_TABLE_BEAT_BYTES + 4,
  seeds: () => golden('table-beat', 'table-beat-spectator'),
  dictionary: [],
  check: (input) => {
    const beat = emptyTableBeat();
    const error = decodeTableBeat(new ByteReader(input), beat);
    assertCanonical(input, error === undefined ? { ok: true, value: beat } : { ok: false, error }, (value) => {
      const writer = new ByteWriter(MAX_TABLE_BEAT_BYTES);
      encodeTableBeat(writer, value);
      return writer.written();
    });
  },
  decode: (input) => decodeTableBeat(new ByteReader(input), emptyTableBeat()),
  mayAllocate,
};

const matchRecord: FuzzTarget = {
  name: 'match-record',
  sources: ['netcode/wire/bytes.ts', 'netcode/wire/fields.ts', 'netcode/wire/match-record.ts'],
  maxBytes: 5000,
  seeds: () =>
    golden(...['match', 'epoch', 'checkpoint', 'committed', 'result', 'settled', 'term', 'peer'].map((kind) => `record-${kind}`)),
  dictionary: [],
  check: (input) => assertCanonical(input, decodeMatchRecord(input), encodeMatchRecord),
  decode: decodeMatchRecord,
  mayAllocate,
};

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
