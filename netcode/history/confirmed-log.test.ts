import { describe, expect, it } from 'vitest';
import { type Game, inputRange } from '../rollback/game.ts';
import { MAX_SNAPSHOT_INPUTS } from '../wire/snapshot.ts';
import { ConfirmedLog } from './confirmed-log.ts';

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
function played(ticks: number, maxTicks?: number): { readonly log: ConfirmedLog<Int32Array>; readonly state: Int32Array } {
  const log = new ConfirmedLog(summing, maxTicks);
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
  it.each([
    [4, true, 1],
    [1, false, 1],
    [5, false, 2],
    [8, true, 2],
    [16, false, 4],
    [32, false, 8],
    [32, true, 8],
  ])('keeps both inputs of a tick, of %i bits (signed: %s), in %i bytes', (inputBits, signedInputs, bytes) => {
    const log = new ConfirmedLog({ ...summing, inputBits, signedInputs });
    const { least, greatest } = inputRange({ inputBits, signedInputs });
    const pairs = [least, greatest, 0, 1, Math.floor(greatest / 3)].flatMap((a) => [least, greatest, 1].map((b) => [a, b] as const));
    for (const [a, b] of pairs) log.append(a, b);
    expect(pairs.map((_, tick) => [log.inputAt(0, tick), log.inputAt(1, tick)])).toEqual(pairs);
    expect([log.inputAt(0, -1), log.inputAt(1, pairs.length)]).toEqual([undefined, undefined]);
    expect(log.since(0)!.length).toBe(bytes * pairs.length);
  });

  it('knows the newest state, and makes it again from its start', () => {
    const { log, state } = played(500);
    expect(log.endWords).toEqual(state);
    expect(log.replay(log.baseWords, log.since(0)!)).toEqual(state);
  });

  it('gives the inputs from any of its ticks on, and none from outside', () => {
    const { log } = played(50);
    expect(log.since(50)).toEqual(new Uint8Array(0));
    expect(log.since(20)).toEqual(log.since(0)!.subarray(20));
    expect([log.since(-1), log.since(51)]).toEqual([undefined, undefined]);
  });

  it('tells whether inputs are its own where it has them', () => {
    const { log } = played(50);
    const inputs = log.since(20)!.slice();
    expect(log.agrees(20, Uint8Array.of(...inputs, 99))).toBe(true);
    expect(log.agrees(-1, Uint8Array.of(99, ...log.since(0)!))).toBe(true);
    for (const at of [0, 29]) expect(log.agrees(20, inputs.with(at, inputs[at]! ^ 1)), `${at}`).toBe(false);
    expect(log.agrees(100, inputs)).toBe(true);
  });

  it('drops what is before a newer start, and only that', () => {
    const { log, state } = played(300);
    const middle = played(200).state;
    log.rebase(200, middle, 4);
    expect([log.baseTick, log.endTick, log.checkpoint, log.since(200)!.length]).toEqual([200, 300, 4, 100]);
    expect(log.replay(log.baseWords, log.since(200)!)).toEqual(state);
    log.rebase(300, state, 5);
    expect([log.baseTick, log.endTick, log.since(300)!.length]).toEqual([300, 300, 0]);
  });

  it('keeps all inputs at a start where it is, and has none after starting over at any tick', () => {
    const { log, state } = played(300);
    log.rebase(0, log.baseWords.slice(), 1);
    expect([log.endTick, log.endWords]).toEqual([300, state]);
    log.rebase(200, played(200).state, 2);
    for (const tick of [100, 200, 900]) {
      log.restart(tick, state, 3);
      expect([log.baseTick, log.endTick, log.endWords]).toEqual([tick, tick, state]);
      play(log, state.slice(), 3);
    }
  });

  it.each([
    ['as much as a snapshot can hold', undefined, MAX_SNAPSHOT_INPUTS],
    ['less', 512, 512],
  ])('drops its older half when it is full, having %s, and still makes the newest state', (_, maxTicks, full) => {
    const { log, state } = played(full, maxTicks);
    expect(log.baseTick).toBe(0);
    expect(log.baseWords).toEqual(new Int32Array(2));
    play(log, state, 1);
    expect(log.baseWords).toEqual(played(full / 2).state);
    expect(log.baseTick).toBe(full / 2);
    expect(log.replay(log.baseWords, log.since(log.baseTick)!)).toEqual(state);
    play(log, state, full);
    expect(log.replay(log.baseWords, log.since(log.baseTick)!)).toEqual(state);
  });

  it('a_start_moved_in_a_long_log_is_followed_by_another_that_it_has_come_by', () => {
    const { log, state } = played(MAX_SNAPSHOT_INPUTS - 100);
    log.rebase(10_000, played(10_000).state, 1);
    play(log, state, MAX_SNAPSHOT_INPUTS);
    expect(log.baseTick).toBeGreaterThan(10_000 + MAX_SNAPSHOT_INPUTS / 4);
    expect(log.baseWords).toEqual(played(log.baseTick).state);
    expect(log.replay(log.baseWords, log.since(log.baseTick)!)).toEqual(state);
  });

  it('a_checkpoint_that_waited_so_long_that_its_inputs_have_gone_changes_no_state', () => {
    const { log, state } = played(513, 512);
    log.rebase(100, played(100).state, 1);
    expect([log.baseTick, log.checkpoint]).toEqual([256, 1]);
    expect(log.replay(log.baseWords, log.since(256)!)).toEqual(state);
  });
});
