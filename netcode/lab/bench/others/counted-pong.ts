import type { Bot } from '../../../pong/bot.ts';
import { awaits, pong } from '../../../pong/pong.ts';
import { READY, STATE_WORDS } from '../../../pong/state.ts';
import { checksumWords } from '../../../rollback/checksum.ts';
import { Histogram } from '../statistics.ts';

/** Serves are the same for everybody. */
const SEED = 20_261;

/** The Pong of `netcode/pong` for other libraries to step, save and load, with an account of what they did. */
export class CountedPong {
  readonly game = pong(SEED);
  readonly state = this.game.create();
  /** Number of the state; followed over loads only when tracked. */
  tick = 0;
  /** Ticks simulated, again or for the first time. */
  steps = 0;
  /** Ticks simulated since the newest load. */
  stepsSinceLoad = 0;
  readonly checksums = new Map<number, number>();
  readonly depths = new Histogram();
  /** Words of a saved state. */
  readonly words: number;
  readonly #tracked: boolean;
  readonly #inputs = new Int32Array(2);

  /** @param tracked saves the tick with the state and keeps checksums, for matches over a network; costs time */
  constructor(tracked: boolean) {
    this.#tracked = tracked;
    this.words = tracked ? STATE_WORDS + 1 : STATE_WORDS;
    if (tracked) this.checksums.set(0, this.checksum());
  }

  step(input0: number, input1: number): void {
    this.#inputs[0] = input0;
    this.#inputs[1] = input1;
    this.game.step(this.state, this.#inputs);
    this.tick++;
    this.steps++;
    this.stepsSinceLoad++;
    if (this.#tracked) this.checksums.set(this.tick, this.checksum());
  }

  save(): Int32Array {
    const words = new Int32Array(this.words);
    this.game.save(this.state, words, 0);
    if (this.#tracked) words[STATE_WORDS] = this.tick;
    return words;
  }

  load(words: Int32Array): void {
    this.game.load(this.state, words, 0);
    this.stepsSinceLoad = 0;
    if (!this.#tracked) return;
    const tick = words[STATE_WORDS] ?? 0;
    if (this.tick > tick) this.depths.add(this.tick - tick);
    this.tick = tick;
  }

  checksum(): number {
    return checksumWords(this.state, 0, STATE_WORDS);
  }

  /** What a bot gives as the input of the next tick. */
  inputOf(bot: Bot, seat: 0 | 1): number {
    const axis = bot.axis(this.state);
    return awaits(this.state, seat) === 'nothing' ? axis : READY;
  }
}
