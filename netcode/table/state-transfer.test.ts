import { describe, expect, it } from 'vitest';
import { ControlKind, decodeControl } from '../wire/control.ts';
import { Assembly, stateTransferMessages } from './state-transfer.ts';

const transfer = (inputs: number) => ({
  ...{ seed: 1, token: new Uint8Array(8), graceMs: 15_000, lamport: 0, epoch: 2, leaderId: 1, checkpoints: [] },
  snapshot: {
    ...{ checkpoint: 0, baseTick: 100, endTick: 100 + inputs, checksum: 5, words: Int32Array.of(1, 2) },
    inputs: new Uint8Array(inputs).map((_, i) => i),
  },
});

const chunks = (inputs: number, number: number) =>
  stateTransferMessages(transfer(inputs), { number, leaderId: 1 }).map((bytes) => {
    const decoded = decodeControl(bytes);
    if (!decoded.ok || decoded.value.kind !== ControlKind.stateTransfer) throw new Error('not a state transfer');
    return decoded.value;
  });

describe('a state transfer in chunks', () => {
  it('is put together once its last chunk is there', () => {
    const assembly = new Assembly({ stateWords: 2, pairBytes: 1 });
    const parts = chunks(5000, 2);
    expect(parts.length).toBe(5);
    for (const part of parts.slice(0, -1)) expect(assembly.add(part)).toBeUndefined();
    expect(assembly.add(parts.at(-1)!)).toEqual({ ok: true, value: transfer(5000) });
  });

  it('does not mix with another one: chunks of other epochs and out of order are left out', () => {
    const assembly = new Assembly({ stateWords: 2, pairBytes: 1 });
    const [old] = chunks(3000, 2);
    const parts = chunks(3000, 3);
    expect(assembly.add(old!)).toBeUndefined();
    expect(assembly.add(parts[1]!)).toBeUndefined();
    expect(assembly.add(parts[0]!)).toBeUndefined();
    expect(assembly.add(parts[2]!)).toBeUndefined();
    expect(assembly.add(parts[1]!)).toBeUndefined();
    expect(assembly.add(parts[2]!)).toEqual({ ok: true, value: transfer(3000) });
  });

  it('for a game of another size is refused', () => {
    expect(new Assembly({ stateWords: 3, pairBytes: 1 }).add(chunks(10, 2)[0]!)).toMatchObject({
      ok: false,
      error: { expected: '3 words', actual: '2' },
    });
  });
});
