import type { Bot } from '../../../pong/bot.ts';
import { awaits, pong } from '../../../pong/pong.ts';
import { READY } from '../../../pong/state.ts';
import { checksumWords } from '../../../rollback/checksum.ts';
import { type Game, type Inputs, newInputs } from '../../../rollback/game.ts';
import { Histogram } from '../statistics.ts';

/** Serves are the same for everybody. */
const SEED = 20_261;

/** The Pong of `netcode/pong`, or another game, for other libraries to step, save and load, with an account of what they did. */
export class CountedGame {
  readonly game: Game<Int32Array>;
  readonly state: Int32Array;
  /** What the next step is given. */
  readonly inputs: Inputs;
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

  /** @param tracked saves the tick with the state and keeps checksums, for matches over a network; costs time */
  constructor(tracked: boolean, game: Game<Int32Array> = pong(SEED)) {
    this.game = game;
    this.state = game.create();
    this.inputs = newInputs(game);
    this.#tracked = tracked;
    this.words = tracked ? game.stateWords + 1 : game.stateWords;
    if (tracked) this.checksums.set(0, this.checksum());
  }

  step(): void {
    this.game.step(this.state, this.inputs);
    this.tick++;
    this.steps++;
    this.stepsSinceLoad++;
    if (this.#tracked) this.checksums.set(this.tick, this.checksum());
  }

  save(): Int32Array {
    const words = new Int32Array(this.words);
    this.game.save(this.state, words, 0);
    if (this.#tracked) words[this.game.stateWords] = this.tick;
    return words;
  }

  load(words: Int32Array): void {
    this.game.load(this.state, words, 0);
    this.stepsSinceLoad = 0;
    if (!this.#tracked) return;
    const tick = words[this.game.stateWords] ?? 0;
    if (this.tick > tick) this.depths.add(this.tick - tick);
    this.tick = tick;
  }

  checksum(): number {
    return checksumWords(this.state, 0, this.game.stateWords);
  }

  /** What a bot gives as the input of the next tick. */
  inputOf(bot: Bot, seat: 0 | 1): number {
    const axis = bot.axis(this.state);
    return awaits(this.state, seat) === 'nothing' ? axis : READY;
  }
}
