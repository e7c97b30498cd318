import { describe, expect, it } from 'vitest';
import type { Game } from '../rollback/game.ts';
import { MAX_SNAPSHOT_TICKS } from '../wire/snapshot.ts';
import { ConfirmedLog, unpack } from './confirmed-log.ts';

const summing: Game<Int32Array> = {
  stateWords: 2,
  inputBits: 4,
  signedInputs: true,
  create: () => new Int32Array(2),
  step(state, inputs) {
    state[0]!++;
    state[1] = (Math.imul(state[1]!, 31) + inputs[0]! * 16 + inputs[1]!) | 0;
  },
  save: (state, words, at) => words.set(state, at),
  load: (state, words, at) => state.set(words.subarray(at, at + 2)),
};

/** A log that has played some ticks, with the state that they led to. */
function played(ticks: number): { readonly log: ConfirmedLog<Int32Array>; readonly state: Int32Array } {
  const log = new ConfirmedLog(summing);
  const state = summing.create();
  play(log, state, ticks);
  return { log, state };
}

function play(log: ConfirmedLog<Int32Array>, state: Int32Array, ticks: number): void {
  for (let i = 0; i < ticks; i++) {
    const inputs = Int32Array.of((state[0]! % 16) - 8, (state[0]! % 5) - 2);
    log.append(inputs[0]!, inputs[1]!);
    summing.step(state, inputs);
  }
}

describe('the confirmed log', () => {
  it('packs both inputs of a tick into a byte', () => {
    const log = new ConfirmedLog(summing);
    for (let a = -8; a < 8; a++) for (let b = -8; b < 8; b++) log.append(a, b);
    let tick = 0;
    for (let a = -8; a < 8; a++)
      for (let b = -8; b < 8; b++) {
        const byte = log.byteAt(tick++)!;
        expect([unpack(byte, 0), unpack(byte, 1)]).toEqual([a, b]);
      }
    expect([log.byteAt(-1), log.byteAt(tick)]).toEqual([undefined, undefined]);
  });

  it('makes the newest state again', () => {
    const { log, state } = played(500);
    expect(log.replay(log.baseWords, log.inputs())).toEqual(state);
    expect(log.end()).toEqual(state);
  });

  it('finds the first state for which something holds, and its tick', () => {
    const { log } = played(500);
    const { state } = played(321);
    expect(log.first((words) => words.every((word, i) => word === state[i]))).toEqual({ tick: 321, words: state });
    expect(log.first(() => false)).toBeUndefined();
  });

  it('drops what is before a newer start, and only that', () => {
    const { log, state } = played(300);
    const middle = played(200).state;
    log.rebase(200, middle, 4);
    expect([log.baseTick, log.endTick, log.checkpoint, log.inputs().length]).toEqual([200, 300, 4, 100]);
    expect(log.replay(log.baseWords, log.inputs())).toEqual(state);
    log.rebase(300, state, 5);
    expect([log.baseTick, log.endTick, log.inputs().length]).toEqual([300, 300, 0]);
  });

  it('drops its older half when it is full, and still makes the newest state', () => {
    const { log, state } = played(MAX_SNAPSHOT_TICKS);
    expect(log.baseTick).toBe(0);
    expect(log.baseWords).toEqual(new Int32Array(2));
    play(log, state, 1);
    expect(log.baseWords).toEqual(played(MAX_SNAPSHOT_TICKS / 2).state);
    expect(log.baseTick).toBe(MAX_SNAPSHOT_TICKS / 2);
    expect(log.replay(log.baseWords, log.inputs())).toEqual(state);
    play(log, state, MAX_SNAPSHOT_TICKS);
    expect(log.replay(log.baseWords, log.inputs())).toEqual(state);
  });

  it('a_start_moved_in_a_long_log_still_knows_its_middle', () => {
    const { log, state } = played(MAX_SNAPSHOT_TICKS - 100);
    log.rebase(1000, played(1000).state, 1);
    play(log, state, 1101);
    expect(log.baseTick).toBe(1000 + MAX_SNAPSHOT_TICKS / 2);
    expect(log.baseWords).toEqual(played(1000 + MAX_SNAPSHOT_TICKS / 2).state);
  });
});
