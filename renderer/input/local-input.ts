import { Bot, type BotLevel } from '../../netcode/pong/bot.ts';
import { ONE, STATE_WORDS, Word } from '../../netcode/pong/state.ts';
import type { MatchView } from '../match/match-view.ts';
import type { Controls } from './controls.ts';

/** Whoever moves our paddle: the player's devices, or a bot that was given it. */
export class LocalInput {
  readonly #controls: Controls;
  readonly #words = new Int32Array(STATE_WORDS);
  #level: BotLevel | 0 = 0;
  #bot: Bot | undefined;
  #botView: MatchView | undefined;
  #tick = -1;
  #axis = 0;

  constructor(controls: Controls) {
    this.#controls = controls;
  }

  /** Hands the paddle to the computer, or back to the player with 0. */
  bot(level: BotLevel | 0): void {
    this.#level = level;
    this.#bot = undefined;
  }

  /** What our paddle does now, −7…7. Asked several times a tick; a bot looks once a tick. */
  axis(view: MatchView): number {
    const { game, seat } = view;
    if (seat === undefined) return 0;
    if (this.#level === 0) {
      if (game.tick !== this.#tick) {
        this.#tick = game.tick;
        game.read(game.tick, this.#words);
      }
      this.#axis = this.#controls.axis(((seat === 0 ? this.#words[Word.paddle0Y] : this.#words[Word.paddle1Y]) ?? 0) / ONE);
      return this.#axis;
    }
    if (this.#bot === undefined || this.#botView !== view) {
      this.#bot = new Bot(this.#level, seat, crypto.getRandomValues(new Int32Array(1))[0] ?? 1);
      this.#botView = view;
      this.#tick = -1;
    }
    if (game.tick !== this.#tick && game.read(game.tick, this.#words)) {
      this.#tick = game.tick;
      this.#axis = this.#bot.axis(this.#words);
    }
    return this.#axis;
  }

  /** The newest answer of {@link axis}. */
  get newest(): number {
    return this.#axis;
  }
}
