import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anySnapshotOf, drawn } from '../lab/fuzz/drawn.ts';
import { CHUNK_BYTES, ControlKind, decodeControl, encodeControl } from './control.ts';
import { drawFields } from './fields.ts';
import { RecordKind } from './match-record.ts';
import { MAX_SNAPSHOT_INPUTS } from './snapshot.ts';
import { decodeStateTransfer, encodeStateTransfer, type StateTransfer, stateTransferFields } from './state-transfer.ts';

const size = (stateWords: number) => ({ stateWords, pairBytes: 1 });
const anyStateTransfer = drawn((draw): StateTransfer => {
  const transfer = drawFields(stateTransferFields, draw);
  const checkpoints = transfer.checkpoints.map((record) => ({ ...record, words: record.words.slice(0, 0) }));
  return { ...transfer, checkpoints, snapshot: anySnapshotOf(0, draw) };
});

describe('a state transfer', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(anyStateTransfer, (transfer) => {
        expect(decodeStateTransfer(encodeStateTransfer(transfer), size(0))).toEqual({ ok: true, value: transfer });
      }),
      { numRuns: 60 },
    );
  });

  it('of the largest state and the longest rally has no more chunks than a message may count', () => {
    const record = { kind: RecordKind.checkpoint, number: 2, tick: 0, epoch: 1, leaderId: 1, chain: new Uint8Array(32) } as const;
    const state = new Int32Array(1024);
    const bytes = encodeStateTransfer({
      ...{ seed: 1, token: new Uint8Array(8), graceMs: 60_000, lamport: 0, epoch: 1, leaderId: 1 },
      checkpoints: [
        { ...record, words: state },
        { ...record, number: 1, words: state },
      ],
      snapshot: {
        ...{ checkpoint: 1, baseTick: 0, endTick: MAX_SNAPSHOT_INPUTS, checksum: 0 },
        ...{ words: state, inputs: new Uint8Array(MAX_SNAPSHOT_INPUTS) },
      },
    });
    const count = Math.ceil(bytes.length / CHUNK_BYTES);
    const chunk = bytes.subarray(CHUNK_BYTES * (count - 1));
    const message = encodeControl({ kind: ControlKind.stateTransfer, epoch: 1, leaderId: 1, index: count - 1, count, chunk });
    expect(decodeControl(message).ok).toBe(true);
    expect(decodeStateTransfer(bytes, size(1024)).ok).toBe(true);
  });

  it('decoded from any bytes never throws', () => {
    fc.assert(
      fc.property(anyStateTransfer, fc.nat(4000), fc.nat(255), (transfer, at, value) => {
        const whole = encodeStateTransfer(transfer);
        const changed = whole.with(at % whole.length, value);
        for (const damaged of [changed, whole.slice(0, at % whole.length), Uint8Array.of(...whole, value)]) {
          const decoded = decodeStateTransfer(damaged, size(0));
          expect(decoded.ok || decoded.error.offset <= damaged.length).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('with another record in place of a checkpoint is refused', () => {
    const record = Uint8Array.of(RecordKind.committed, 0, 1);
    const header = [0, 0, 0, 1, ...new Uint8Array(8), 0, 0, 0xea, 0x60, 0, 0, 0, 0, 1, 1, 1];
    expect(decodeStateTransfer(Uint8Array.of(...header, 0, record.length, ...record), size(16))).toMatchObject({
      ok: false,
      error: { expected: 'a checkpoint' },
    });
  });
});
