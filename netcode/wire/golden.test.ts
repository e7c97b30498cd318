import { describe, expect, it } from 'vitest';
import { ByteReader, ByteWriter } from './bytes.ts';
import { ByeReason, type Control, ControlKind, decodeControl, encodeControl, PROTOCOL_VERSION } from './control.ts';
import { decodeHeartbeat, emptyHeartbeat, encodeHeartbeat } from './heartbeat.ts';
import { InputFormat } from './input-format.ts';
import { decodeInputPacket, emptyInputPacket, encodeInputPacket, type InputPacket } from './input-packet.ts';
import { decodeMatchRecord, encodeMatchRecord, type MatchRecord, Outcome, RecordKind } from './match-record.ts';
import { decodeRepeated, encodeRepeated } from './repeated-message.ts';
import { decodeResumePacket, emptyResumePacket, encodeResumePacket, maxResumePacketBytes, type ResumePacket } from './resume-packet.ts';
import { decodeSnapshot, encodeSnapshot } from './snapshot.ts';
import { decodeStateTransfer, encodeStateTransfer } from './state-transfer.ts';
import { decodeStreamPacket, emptyStreamPacket, encodeStreamPacket, MAX_STREAM_PACKET_BYTES } from './stream-packet.ts';
import { decodeTableBeat, emptyTableBeat, encodeTableBeat, MAX_TABLE_BEAT_BYTES } from './table-beat.ts';

const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');

/** Compares with the stored bytes. A change of the layout needs a new PROTOCOL_VERSION, PROTOCOL.md and `npx vitest run netcode/wire -u`. */
const expectGolden = (name: string, bytes: Uint8Array): Promise<void> =>
  expect(`${hex(bytes)}\n`).toMatchFileSnapshot(`golden/${name}.hex`);

const FORMAT = new InputFormat({ inputBits: 4, signedInputs: true });
const SIZE = { stateWords: 3, pairBytes: 1 };
const token = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);
function bytesFrom(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => i);
}
const controls: Readonly<Record<string, Control>> = {
  hello: {
    kind: ControlKind.hello,
    protocolVersion: PROTOCOL_VERSION,
    rules: 0x12345678,
    ticksPerSecond: 60,
    inputBits: 4,
    signedInputs: 1,
    peerId: 2,
    name: 'Ada 🏓',
  },
  start: { kind: ControlKind.start, seed: -2, graceMs: 60_000, token },
  'chat-text': { kind: ControlKind.chat, token, lamport: 70000, from: 2, preset: -1, text: 'gut!' },
  'chat-preset': { kind: ControlKind.chat, token, lamport: 1, from: 1, preset: 5, text: '' },
  heard: { kind: ControlKind.heard, lamport: 70000 },
  bye: { kind: ControlKind.bye, reason: ByeReason.version },
  'resync-request': { kind: ControlKind.resyncRequest, epoch: 300, tick: 65537 },
  dispute: { kind: ControlKind.dispute, epoch: 2, tick: 1234 },
  rejoin: {
    ...{ kind: ControlKind.rejoin, token, epoch: 3, flags: { live: true, claims: false }, confirmedTick: 4321, outageMs: 70_000 },
    ...{ checkpoint: 7, committed: 6, chain: token, previousChain: Uint8Array.of(8, 7, 6, 5, 4, 3, 2, 1), lamport: 12 },
  },
  'state-transfer-chunk': { kind: ControlKind.stateTransfer, epoch: 2, leaderId: 3, index: 29, count: 30, chunk: Uint8Array.of(9, 8, 7) },
  signal: { kind: ControlKind.signal, id: 3, plain: bytesFrom(5) },
  introduction: { kind: ControlKind.introduction, id: 4, secret: bytesFrom(32), name: 'Linus' },
  result: { kind: ControlKind.result, outcome: Outcome.forfeit, seat: 1, checkpoint: 7, chain: bytesFrom(32) },
};

const records: Readonly<Record<string, MatchRecord>> = {
  'record-match': {
    ...{ kind: RecordKind.match, rules: 0x12345678, seed: -2, token, localId: 1, remoteId: 2, remoteName: 'Grace' },
    ...{ graceMs: 60_000, secret: bytesFrom(32) },
  },
  'record-epoch': { kind: RecordKind.epoch, number: 2, leaderId: 1, keeps: 6, lamport: 12 },
  'record-checkpoint': {
    ...{ kind: RecordKind.checkpoint, number: 3, tick: 5000, epoch: 2, leaderId: 1, chain: bytesFrom(32) },
    words: Int32Array.of(3, -70000, 12),
  },
  'record-committed': { kind: RecordKind.committed, number: 3 },
  'record-result': { kind: RecordKind.result, outcome: Outcome.played, seat: 0, checkpoint: 20, chain: bytesFrom(32) },
  'record-settled': { kind: RecordKind.settled, checkpoint: 20 },
  'record-term': { kind: RecordKind.term, number: 300, leaderId: 2 },
  'record-peer': { kind: RecordKind.peer, id: 3, secret: bytesFrom(32), name: 'Linus' },
};

const packet = (values: Partial<Omit<InputPacket, 'inputs'>>, inputs: readonly number[]): InputPacket => {
  const made = { ...emptyInputPacket(FORMAT), epoch: 1, sequence: 7, ...values, inputCount: inputs.length };
  made.inputs.set(inputs);
  return made;
};

const ofBits =
  (inputBits: number) =>
  (inputs: readonly number[]): InputPacket => {
    const made = { ...emptyInputPacket(new InputFormat({ inputBits })), epoch: 1, sequence: 7, inputCount: inputs.length };
    made.inputs.set(inputs);
    return made;
  };
const packet32 = ofBits(32);
const packet9 = ofBits(9);

const packets: Readonly<Record<string, InputPacket>> = {
  'input-one': packet({ inputsEnd: 1000, ackEnd: 1000, holdMs: 4.5, confirmedTick: 1000, checksum: -559038737, loss: 51 }, [-7]),
  'input-raw': packet({ inputsEnd: 1000, ackEnd: 990, holdMs: 0, confirmedTick: 990, checksum: 1 }, [7, -7, 0, -8, 3]),
  'input-runs': packet({ epoch: 200, inputsEnd: 70000, ackEnd: 70003, holdMs: -1, confirmedTick: 69990, checksum: 2 }, [
    ...new Array(20).fill(7),
    0,
    0,
    0,
    0,
    -3,
  ]),
  'input-raw-32-bits': { ...packet32([0xffffffff, 0, 0x12345678]), inputsEnd: 1000, ackEnd: 997 },
  'input-runs-9-bits': { ...packet9([256, 256, 256, 1, 1, 511]), inputsEnd: 1000, ackEnd: 1000 },
  'input-none': packet({ inputsEnd: 50, ackEnd: 60, holdMs: 126.5, confirmedTick: 50, checksum: 3 }, []),
};

describe('golden bytes', () => {
  it.each(Object.entries(controls))('of %s are what is written and read', async (name, message) => {
    const bytes = encodeControl(message);
    await expectGolden(name, bytes);
    expect(decodeControl(bytes)).toEqual({ ok: true, value: message });
  });

  it.each(Object.entries(packets))('of %s are what is written and read', async (name, message) => {
    const writer = new ByteWriter(200);
    encodeInputPacket(writer, message);
    await expectGolden(name, writer.written());
    const into = emptyInputPacket(message.format);
    expect(decodeInputPacket(new ByteReader(writer.written()), into)).toBeUndefined();
    expect(into).toEqual(message);
  });

  it('of a heartbeat are what is written and read', async () => {
    const beat = { epoch: 3, suspended: true, hearsReceiver: true, outageMs: 1900, confirmedTick: 4321, checkpoint: 7 };
    const writer = new ByteWriter(20);
    encodeHeartbeat(writer, beat);
    await expectGolden('heartbeat', writer.written());
    const into = emptyHeartbeat();
    expect(decodeHeartbeat(new ByteReader(writer.written()), into)).toBeUndefined();
    expect(into).toEqual(beat);
  });

  it.each<[string, Partial<ResumePacket>]>([
    ['resume-rally', { inputs: Uint8Array.of(0x10, 0x1f, 0x88) }],
    ['resume-checkpoint', { checkpoint: 6 }],
  ])('of %s are what is written and read', async (name, values) => {
    const packet = { ...emptyResumePacket(1), epoch: 3, endTick: 4321, checksum: -559038737, waitMs: 1500, ...values };
    const writer = new ByteWriter(maxResumePacketBytes(1));
    encodeResumePacket(writer, packet);
    await expectGolden(name, writer.written());
    const into = emptyResumePacket(1);
    expect(decodeResumePacket(new ByteReader(writer.written()), into)).toBeUndefined();
    expect(into).toEqual(packet);
  });

  it('of a repeated message are what is written and read', async () => {
    const message = encodeControl(controls['start']!);
    const bytes = encodeRepeated(message);
    await expectGolden('repeated-start', bytes);
    expect(decodeRepeated(bytes)).toEqual({ ok: true, value: message });
  });

  it('of a stream packet are what is written and read', async () => {
    const packet = {
      pairBytes: 1,
      term: 2,
      leaderId: 1,
      epoch: 3,
      endTick: 4321,
      checksum: -559038737,
      inputs: Uint8Array.of(0x10, 0x1f, 0x88),
    };
    const writer = new ByteWriter(MAX_STREAM_PACKET_BYTES);
    encodeStreamPacket(writer, packet);
    await expectGolden('stream', writer.written());
    const into = emptyStreamPacket(1);
    expect(decodeStreamPacket(new ByteReader(writer.written()), into)).toBeUndefined();
    expect(into).toEqual(packet);
  });

  it.each([
    ['table-beat', { term: 2, leaderId: 1, hears: 0b1010, asks: 3, promisedTerm: 2, promisedId: 1, epoch: 0, tick: 0 }],
    ['table-beat-spectator', { term: 200, leaderId: 2, hears: 0b110, asks: 0, promisedTerm: 201, promisedId: 1, epoch: 3, tick: 4321 }],
  ])('of a %s are what is written and read', async (name, beat) => {
    const writer = new ByteWriter(MAX_TABLE_BEAT_BYTES);
    encodeTableBeat(writer, beat);
    await expectGolden(name, writer.written());
    const into = emptyTableBeat();
    expect(decodeTableBeat(new ByteReader(writer.written()), into)).toBeUndefined();
    expect(into).toEqual(beat);
  });

  it('of a state transfer are what is written and read', async () => {
    const record = { kind: RecordKind.checkpoint, number: 3, tick: 1000, epoch: 2, leaderId: 1, chain: bytesFrom(32) } as const;
    const transfer = {
      ...{ seed: -2, token, graceMs: 60_000, lamport: 12, epoch: 3, leaderId: 1 },
      checkpoints: [{ ...record, words: Int32Array.of(3, -70000, 12) }],
      snapshot: {
        ...{ checkpoint: 3, baseTick: 1000, endTick: 1002, checksum: -1 },
        ...{ words: Int32Array.of(3, -70000, 12), inputs: Uint8Array.of(0x10, 0x1f) },
      },
    };
    const bytes = encodeStateTransfer(transfer);
    await expectGolden('state-transfer', bytes);
    expect(decodeStateTransfer(bytes, SIZE)).toEqual({ ok: true, value: transfer });
  });

  it('of a snapshot are what is written and read', async () => {
    const snapshot = {
      checkpoint: 3,
      baseTick: 1000,
      endTick: 1004,
      checksum: -1,
      words: Int32Array.of(1, -1, 0x7fffffff),
      inputs: Uint8Array.of(0x10, 0x1f, 0x88, 0x00),
    };
    const bytes = encodeSnapshot(snapshot);
    await expectGolden('snapshot', bytes);
    expect(decodeSnapshot(bytes, SIZE)).toEqual({ ok: true, value: snapshot });
  });

  it.each(Object.entries(records))('of %s are what is written and read', async (name, record) => {
    const bytes = encodeMatchRecord(record);
    await expectGolden(name, bytes);
    expect(decodeMatchRecord(bytes)).toEqual({ ok: true, value: record });
  });
});
