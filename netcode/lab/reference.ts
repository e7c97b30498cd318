import { sameWords } from '../history/checkpoints.ts';
import { pong } from '../pong/pong.ts';
import { STATE_WORDS } from '../pong/state.ts';
import type { Inputs } from '../rollback/game.ts';

/** States kept, in ticks: a follower is never further behind its leader than the engine's window of 128. */
const KEPT = 256;
const MASK = KEPT - 1;

/** Where an epoch began. */
export interface EpochStart {
  readonly tick: number;
  readonly words: Int32Array;
  /** It begins where what was confirmed before had ended; not at a checkpoint that play went back to. */
  readonly goesOn: boolean;
}

/**
 * What really happened: the rules alone, played straight through the inputs that the leader confirmed, without a rollback, a network or a
 * session. Both peers' confirmed states must be these.
 */
export class Reference {
  epoch = 0;
  tick = 0;
  /** State at {@link tick}. */
  readonly words = new Int32Array(STATE_WORDS);
  readonly #game = pong(0);
  readonly #now: Inputs = new Int32Array(2);
  readonly #starts = new Map<number, EpochStart>();
  readonly #kept = new Int32Array(KEPT * STATE_WORDS);
  readonly #epochs = new Int32Array(KEPT);
  readonly #ticks = new Int32Array(KEPT).fill(-1);
  readonly #inputs = new Int8Array(2 * KEPT);

  /** An epoch begins with a state. */
  begin(epoch: number, tick: number, words: Int32Array, goesOn: boolean): void {
    // After both were restarted, ticks can start over behind what is kept.
    if (tick < this.tick) this.#ticks.fill(-1);
    this.epoch = epoch;
    this.tick = tick;
    this.words.set(words);
    this.#starts.set(epoch, { tick, words: words.slice(), goesOn });
  }

  startOf(epoch: number): EpochStart | undefined {
    return this.#starts.get(epoch);
  }

  /** Plays the next tick. */
  advance(input0: number, input1: number): void {
    this.#now[0] = input0;
    this.#now[1] = input1;
    this.#inputs.set(this.#now, 2 * (this.tick & MASK));
    this.#game.step(this.words, this.#now);
    this.tick++;
    const slot = this.tick & MASK;
    this.#epochs[slot] = this.epoch;
    this.#ticks[slot] = this.tick;
    const at = slot * STATE_WORDS;
    for (let i = 0; i < STATE_WORDS; i++) this.#kept[at + i] = this.words[i] ?? 0;
  }

  /** Whether a state is that of a tick in an epoch; undefined when the leader has confirmed no such tick there. */
  isStateAt(epoch: number, tick: number, words: Int32Array): boolean | undefined {
    const start = this.#starts.get(epoch);
    if (start?.tick === tick) return sameWords(start.words, words);
    return this.#epochs[tick & MASK] === epoch ? this.isPlayedAt(tick, words) : undefined;
  }

  /** The same for a tick that was played, in whichever epoch. */
  isPlayedAt(tick: number, words: Int32Array): boolean | undefined {
    const slot = tick & MASK;
    if (this.#ticks[slot] !== tick) return undefined;
    const at = slot * STATE_WORDS;
    for (let i = 0; i < STATE_WORDS; i++) if (this.#kept[at + i] !== words[i]) return false;
    return true;
  }

  /** The confirmed input of a seat at a tick that was played. */
  inputAt(tick: number, seat: 0 | 1): number {
    return this.#inputs[2 * (tick & MASK) + seat] ?? 0;
  }

  /** Whether these are the confirmed inputs of a tick that was played. */
  isInputAt(tick: number, input0: number, input1: number): boolean {
    return this.inputAt(tick, 0) === input0 && this.inputAt(tick, 1) === input1;
  }
}
