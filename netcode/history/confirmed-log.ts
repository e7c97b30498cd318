import { type Game, type Inputs, newInputs } from '../rollback/game.ts';
import { MAX_SNAPSHOT_TICKS } from '../wire/snapshot.ts';

/** Ticks of half a log: when it is full its older half goes. The other side is never half a log behind, so it knows the state in the middle as well. */
export const HALF = MAX_SNAPSHOT_TICKS / 2;

/** A state that both sides know, and every confirmed input since: all it takes to make the newest confirmed state again. */
export class ConfirmedLog<State> {
  /** Tick of the state that the log starts from. */
  baseTick = 0;
  /** Number of the checkpoint that this state is or follows. */
  checkpoint = 0;
  readonly baseWords: Int32Array;
  readonly #game: Game<State>;
  readonly #state: State;
  readonly #inputs = new Uint8Array(MAX_SNAPSHOT_TICKS);
  readonly #pair: Inputs;
  readonly #middle: Int32Array;
  #count = 0;

  constructor(game: Game<State>) {
    this.#game = game;
    this.#state = game.create();
    this.#pair = newInputs(game);
    this.baseWords = new Int32Array(game.stateWords);
    this.#middle = new Int32Array(game.stateWords);
    game.save(this.#state, this.baseWords, 0);
  }

  /** Tick that the logged inputs lead to. */
  get endTick(): number {
    return this.baseTick + this.#count;
  }

  /** Adds the inputs of the tick `endTick`. */
  append(input0: number, input1: number): void {
    if (this.#count === MAX_SNAPSHOT_TICKS) this.rebase(this.baseTick + HALF, this.#middle, this.checkpoint);
    if (this.#count === HALF) this.#middle.set(this.end());
    this.#inputs[this.#count++] = ((input0 & 15) << 4) | (input1 & 15);
  }

  /** Starts from a newer state. Inputs from its tick on are kept. */
  rebase(tick: number, words: Int32Array, checkpoint: number): void {
    const drop = tick - this.baseTick;
    this.#count = drop >= 0 && drop < this.#count ? this.#count - drop : 0;
    if (this.#count > 0) this.#inputs.copyWithin(0, drop, drop + this.#count);
    this.baseTick = tick;
    this.checkpoint = checkpoint;
    this.baseWords.set(words);
    if (this.#count > HALF) this.#middle.set(this.replay(words, this.#inputs.subarray(0, HALF)));
  }

  /** Starts over from any state, without inputs. */
  restart(tick: number, words: Int32Array, checkpoint: number): void {
    this.#count = 0;
    this.rebase(tick, words, checkpoint);
  }

  /** A copy of the logged inputs, one byte a tick, seat 0's in the high half. */
  inputs(): Uint8Array {
    return this.#inputs.slice(0, this.#count);
  }

  /** Both inputs at a tick of the log, as one byte; undefined outside it. */
  byteAt(tick: number): number | undefined {
    return tick >= this.baseTick && tick < this.endTick ? this.#inputs[tick - this.baseTick] : undefined;
  }

  /** The state that the logged inputs lead to, whatever became of the one in memory. */
  end(): Int32Array {
    return this.replay(this.baseWords, this.#inputs.subarray(0, this.#count));
  }

  /** The first state after {@link baseTick} for which `holds` is true, and its tick. */
  first(holds: (words: Int32Array) => boolean): { readonly tick: number; readonly words: Int32Array } | undefined {
    const words = this.baseWords.slice();
    for (let i = 0; i < this.#count; i++) {
      this.play(words, this.#inputs, i, i + 1);
      if (holds(words)) return { tick: this.baseTick + i + 1, words };
    }
    return undefined;
  }

  /** The state that `inputs` lead to from `words`, by playing them again. */
  replay(words: Int32Array, inputs: Uint8Array): Int32Array {
    const end = words.slice();
    this.play(end, inputs);
    return end;
  }

  /** Plays inputs on a saved state, in place; by default all. */
  play(words: Int32Array, inputs: Uint8Array, from = 0, to = inputs.length): void {
    this.#game.load(this.#state, words, 0);
    for (let i = from; i < to; i++) {
      const byte = inputs[i] ?? 0;
      this.#pair[0] = unpack(byte, 0);
      this.#pair[1] = unpack(byte, 1);
      this.#game.step(this.#state, this.#pair);
    }
    this.#game.save(this.#state, words, 0);
  }
}

/** One seat's input from a byte that holds both. */
export function unpack(byte: number, seat: 0 | 1): number {
  return seat === 0 ? (byte << 24) >> 28 : (byte << 28) >> 28;
}
