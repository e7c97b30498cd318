import { assert } from './assert.ts';
import { checksumWords } from './checksum.ts';
import type { Game, Inputs } from './game.ts';

/** States and inputs kept, in ticks: a power of two, so that a slot is a mask away, and more than two seconds at 60 ticks per second. */
export const WINDOW_TICKS = 128;
const MASK = WINDOW_TICKS - 1;

/** Longest input delay, in ticks: 50 ms at 60 ticks per second, beyond which people feel it more than they feel rollbacks. */
export const MAX_DELAY_TICKS = 3;

/**
 * Ticks that may be simulated beyond the confirmed one; {@link Rollback.advance} refuses more. This leaves room in the
 * window for the delayed inputs of both players and for the state that a rollback starts from.
 */
export const MAX_PREDICTION_TICKS = WINDOW_TICKS - 2 * MAX_DELAY_TICKS - 2;

export interface RollbackOptions {
  /** Which of the two inputs is given by {@link Rollback.addLocal}. */
  readonly localSeat: 0 | 1;
  /** Ticks between giving a local input and its use, 0 to {@link MAX_DELAY_TICKS}; default 0. */
  readonly delayTicks?: number;
}

/**
 * Rollback for one peer of a two-player game. It predicts the remote inputs by repeating the last one. When a late input
 * differs from its prediction, it rolls back to that tick and re-simulates. It never waits, and allocates only when constructed.
 *
 * State `t` is the state after `t` ticks; input `t` leads from state `t` to state `t + 1`.
 */
export class Rollback<State> {
  /** Number of the newest state, which may rest on predictions. */
  tick = 0;
  /** Ticks re-simulated for the newest `advance`; 0 when it needed no rollback. */
  lastRollbackTicks = 0;
  /** Rollbacks so far. */
  rollbacks = 0;
  /** The current state, number {@link tick}. Read it; change it only through inputs. */
  readonly state: State;

  readonly #game: Game<State>;
  readonly #stateWords: number;
  readonly #localSeat: 0 | 1;
  readonly #words: Int32Array;
  readonly #inputs0 = new Int8Array(WINDOW_TICKS);
  readonly #inputs1 = new Int8Array(WINDOW_TICKS);
  readonly #now: Inputs = new Int8Array(2);
  #delayTicks: number;
  #known0 = 0;
  #known1 = 0;
  #oldest = 0;
  #firstWrong = Number.POSITIVE_INFINITY;
  /** Deepest rollback since the newest `advance`; reading a state can cause one. */
  #settledTicks = 0;

  /** @throws RangeError when the game or an option is out of range. */
  constructor(game: Game<State>, options: RollbackOptions) {
    if (!Number.isInteger(game.stateWords) || game.stateWords < 1 || game.stateWords > 1024) {
      throw new RangeError(`a game's stateWords must be 1 to 1024, not ${game.stateWords}`);
    }
    this.#game = game;
    this.#stateWords = game.stateWords;
    this.#localSeat = options.localSeat;
    this.#delayTicks = checkDelay(options.delayTicks ?? 0);
    this.#words = new Int32Array(WINDOW_TICKS * game.stateWords);
    this.state = game.create();
    game.save(this.state, this.#words, 0);
  }

  /** Newest state that rests on known inputs alone. It will no longer change. */
  get confirmedTick(): number {
    const known = Math.min(this.#known0, this.#known1);
    return Math.min(known, this.tick);
  }

  /** Ticks whose input of a seat is known: all below this number. */
  knownTicks(seat: 0 | 1): number {
    return seat === 0 ? this.#known0 : this.#known1;
  }

  get delayTicks(): number {
    return this.#delayTicks;
  }

  /**
   * Changes the input delay from the next local input on. A longer one repeats the last input over the gap, a shorter one
   * drops inputs until the queue has shrunk.
   * @throws RangeError outside 0 to {@link MAX_DELAY_TICKS}
   */
  setDelay(delayTicks: number): void {
    this.#delayTicks = checkDelay(delayTicks);
  }

  /**
   * Gives the local input for the tick `tick + delayTicks`. Once before each {@link advance}.
   * @param input −8…7
   * @returns how many inputs became known: 1, more after the delay grew, 0 after it shrank or a second call for one tick
   */
  addLocal(input: number): number {
    const inputs = this.#localSeat === 0 ? this.#inputs0 : this.#inputs1;
    const before = this.#localSeat === 0 ? this.#known0 : this.#known1;
    const target = this.tick + this.#delayTicks;
    let known = before;
    while (known < target) {
      inputs[known & MASK] = inputs[(known - 1) & MASK] ?? 0;
      known++;
    }
    if (known === target) {
      inputs[known & MASK] = input;
      known++;
    }
    if (this.#localSeat === 0) this.#known0 = known;
    else this.#known1 = known;
    return known - before;
  }

  /**
   * Takes one remote input. Inputs come in order; one that is already known is ignored.
   * @param tick the tick that it belongs to
   * @param input −8…7
   * @returns false when it can't be taken: ticks before it are missing, or it is too far ahead for the window
   */
  addRemote(tick: number, input: number): boolean {
    const seat = this.#localSeat === 0 ? 1 : 0;
    const known = seat === 0 ? this.#known0 : this.#known1;
    if (tick !== known) return tick < known;
    if (tick >= this.confirmedTick + WINDOW_TICKS - 1) return false;
    const inputs = seat === 0 ? this.#inputs0 : this.#inputs1;
    if (tick < this.tick && inputs[tick & MASK] !== input && tick < this.#firstWrong) this.#firstWrong = tick;
    inputs[tick & MASK] = input;
    if (seat === 0) this.#known0 = known + 1;
    else this.#known1 = known + 1;
    return true;
  }

  /**
   * Re-simulates mispredicted ticks, and then simulates one tick more.
   * @returns false, with nothing new simulated, when {@link MAX_PREDICTION_TICKS} are unconfirmed
   */
  advance(): boolean {
    this.settle();
    this.lastRollbackTicks = this.#settledTicks;
    this.#settledTicks = 0;
    if (this.tick - this.confirmedTick >= MAX_PREDICTION_TICKS) return false;
    this.#simulate(this.tick);
    this.tick++;
    if (this.tick - this.#oldest >= WINDOW_TICKS) this.#oldest = this.tick - WINDOW_TICKS + 1;
    return true;
  }

  /** Re-simulates mispredicted ticks, without simulating further. `advance` does this by itself. */
  settle(): void {
    const from = this.#firstWrong;
    if (from >= this.tick) return;
    assert(from >= this.#oldest, 'a rollback starts at a state that is kept');
    this.#firstWrong = Number.POSITIVE_INFINITY;
    this.#game.load(this.state, this.#words, (from & MASK) * this.#stateWords);
    for (let tick = from; tick < this.tick; tick++) this.#simulate(tick);
    this.#settledTicks = Math.max(this.#settledTicks, this.tick - from);
    this.rollbacks++;
  }

  /**
   * Copies a kept state's words.
   * @param into at least `stateWords` long
   * @returns false when that state is not in the window
   */
  read(tick: number, into: Int32Array): boolean {
    if (!this.holds(tick)) return false;
    if (tick > this.#firstWrong) this.settle();
    const at = (tick & MASK) * this.#stateWords;
    for (let i = 0; i < this.#stateWords; i++) into[i] = this.#words[at + i] ?? 0;
    return true;
  }

  /** Checksum of a kept state, which should be a confirmed one; 0 when it is not in the window. */
  checksumAt(tick: number): number {
    if (!this.holds(tick)) return 0;
    if (tick > this.#firstWrong) this.settle();
    return checksumWords(this.#words, (tick & MASK) * this.#stateWords, this.#stateWords);
  }

  /** Whether a state is in the window. */
  holds(tick: number): boolean {
    return tick >= this.#oldest && tick <= this.tick;
  }

  /** A seat's input as it was used or predicted for a tick in the window. */
  inputAt(seat: 0 | 1, tick: number): number {
    return (seat === 0 ? this.#inputs0 : this.#inputs1)[tick & MASK] ?? 0;
  }

  /** Forgets everything and continues from a saved state, as after a snapshot. Inputs from `tick` on are unknown again. */
  restore(tick: number, words: Int32Array): void {
    this.tick = tick;
    this.#oldest = tick;
    this.#known0 = tick;
    this.#known1 = tick;
    this.#firstWrong = Number.POSITIVE_INFINITY;
    this.#inputs0.fill(0);
    this.#inputs1.fill(0);
    this.#game.load(this.state, words, 0);
    this.#game.save(this.state, this.#words, (tick & MASK) * this.#stateWords);
  }

  #simulate(tick: number): void {
    const slot = tick & MASK;
    // A prediction is written where its input will be, so that a late input is compared with what was used.
    if (tick >= this.#known0) this.#inputs0[slot] = this.#inputs0[(tick - 1) & MASK] ?? 0;
    if (tick >= this.#known1) this.#inputs1[slot] = this.#inputs1[(tick - 1) & MASK] ?? 0;
    this.#now[0] = this.#inputs0[slot] ?? 0;
    this.#now[1] = this.#inputs1[slot] ?? 0;
    this.#game.step(this.state, this.#now);
    this.#game.save(this.state, this.#words, ((tick + 1) & MASK) * this.#stateWords);
  }
}

/** @throws RangeError outside 0 to {@link MAX_DELAY_TICKS} */
export function checkDelay(delayTicks: number): number {
  if (!Number.isInteger(delayTicks) || delayTicks < 0 || delayTicks > MAX_DELAY_TICKS) {
    throw new RangeError(`the input delay must be 0 to ${MAX_DELAY_TICKS} ticks, not ${delayTicks}`);
  }
  return delayTicks;
}
