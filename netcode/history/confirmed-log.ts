import { assert } from '../rollback/assert.ts';
import type { Game, Inputs } from '../rollback/game.ts';
import { InputFormat } from '../wire/input-format.ts';
import { MAX_SNAPSHOT_INPUTS } from '../wire/snapshot.ts';

/**
 * A state and every confirmed input since, and the state that they lead to. That state is played here, tick by tick, apart from the engine's
 * memory: what was damaged there gets neither onto the disk nor to another peer, and nothing ever has to be played again to know it.
 */
export class ConfirmedLog<State> {
  /** Tick of the state that the log starts from. */
  baseTick = 0;
  /** Number of the checkpoint that this state is or follows. */
  checkpoint = 0;
  readonly baseWords: Int32Array;
  /** Words of the state that the logged inputs lead to. Not to be changed. */
  readonly endWords: Int32Array;
  readonly format: InputFormat;
  /** Ticks of half a log: when it is full its older half goes. */
  readonly halfTicks: number;
  readonly #game: Game<State>;
  readonly #end: State;
  readonly #replayed: State;
  readonly #inputs: Uint8Array;
  readonly #pair: Inputs;
  readonly #middle: Int32Array;
  /** Tick of the state that the log starts from when its older half has gone; not after {@link baseTick} while there is none. */
  #middleTick = 0;
  #count = 0;

  /** @param maxTicks most that it holds, if that is less than a snapshot can */
  constructor(game: Game<State>, maxTicks = Number.POSITIVE_INFINITY) {
    this.#game = game;
    this.format = new InputFormat(game);
    const { pairBytes } = this.format;
    this.halfTicks = Math.floor(Math.min(maxTicks, MAX_SNAPSHOT_INPUTS / pairBytes) / 2);
    this.#inputs = new Uint8Array(2 * this.halfTicks * pairBytes);
    this.#pair = this.format.array(2);
    this.#end = game.create();
    this.#replayed = game.create();
    this.baseWords = new Int32Array(game.stateWords);
    game.save(this.#end, this.baseWords, 0);
    this.endWords = this.baseWords.slice();
    this.#middle = this.baseWords.slice();
  }

  /** Tick that the logged inputs lead to. */
  get endTick(): number {
    return this.baseTick + this.#count;
  }

  /** Adds the inputs of the tick `endTick`, and plays them. */
  append(input0: number, input1: number): void {
    if (this.#count === 2 * this.halfTicks) this.rebase(this.#middleTick, this.#middle, this.checkpoint);
    if (this.#count >= this.halfTicks && this.#middleTick <= this.baseTick) {
      this.#middle.set(this.endWords);
      this.#middleTick = this.endTick;
    }
    this.format.writePair(this.#inputs, this.#count++, input0, input1);
    this.#pair[0] = input0;
    this.#pair[1] = input1;
    this.#game.step(this.#end, this.#pair);
    this.#game.save(this.#end, this.endWords, 0);
  }

  /** Starts from a newer state of the log. Inputs from its tick on are kept. */
  rebase(tick: number, words: Int32Array, checkpoint: number): void {
    this.checkpoint = checkpoint;
    // The older half has gone meanwhile.
    if (tick < this.baseTick) return;
    assert(tick <= this.endTick, 'a log starts from a state that it has come by');
    const { pairBytes } = this.format;
    this.#inputs.copyWithin(0, (tick - this.baseTick) * pairBytes, this.#count * pairBytes);
    this.#count -= tick - this.baseTick;
    this.baseTick = tick;
    this.baseWords.set(words);
  }

  /** Starts over from any state, without inputs. */
  restart(tick: number, words: Int32Array, checkpoint: number): void {
    this.#count = 0;
    this.#middleTick = tick;
    this.baseTick = tick;
    this.checkpoint = checkpoint;
    this.baseWords.set(words);
    this.#game.load(this.#end, words, 0);
    this.endWords.set(words);
  }

  /** Both inputs of each tick from `tick` on, as {@link format} writes them; undefined outside the log. A view. */
  since(tick: number): Uint8Array | undefined {
    const { pairBytes } = this.format;
    if (tick < this.baseTick || tick > this.endTick) return undefined;
    return this.#inputs.subarray((tick - this.baseTick) * pairBytes, this.#count * pairBytes);
  }

  /** A seat's input at a tick; undefined outside the log. */
  inputAt(seat: 0 | 1, tick: number): number | undefined {
    const index = tick - this.baseTick;
    return index >= 0 && index < this.#count ? this.format.readPair(this.#inputs, index, seat) : undefined;
  }

  /** Whether inputs from `tick` on are the logged ones, where both are of the same tick. */
  agrees(tick: number, inputs: Uint8Array): boolean {
    const shift = (tick - this.baseTick) * this.format.pairBytes;
    const end = Math.min(inputs.length, this.#count * this.format.pairBytes - shift);
    for (let i = Math.max(0, -shift); i < end; i++) if (inputs[i] !== this.#inputs[shift + i]) return false;
    return true;
  }

  /** The state that `inputs` lead to from `words`. */
  replay(words: Int32Array, inputs: Uint8Array): Int32Array {
    const { pairBytes } = this.format;
    this.#game.load(this.#replayed, words, 0);
    for (let i = 0; i < inputs.length / pairBytes; i++) {
      this.#pair[0] = this.format.readPair(inputs, i, 0);
      this.#pair[1] = this.format.readPair(inputs, i, 1);
      this.#game.step(this.#replayed, this.#pair);
    }
    const end = words.slice();
    this.#game.save(this.#replayed, end, 0);
    return end;
  }
}
