import { Bot, type BotLevel } from '../../netcode/pong/bot.ts';
import { ONE, STATE_WORDS, Word } from '../../netcode/pong/state.ts';
import type { MatchView } from '../match/match-view.ts';
import type { Controls } from './controls.ts';

/** Whoever moves our paddle, or both where two play here: the players' devices, or bots that were given them. */
export class LocalInput {
  readonly #controls: Controls;
  readonly #words = new Int32Array(STATE_WORDS);
  #level: BotLevel | 0 = 0;
  #bots: readonly Bot[] = [];
  #botView: MatchView | undefined;
  #tick = -1;
  #axis = 0;
  #rightAxis = 0;

  constructor(controls: Controls) {
    this.#controls = controls;
  }

  /** Hands the paddle to the computer, or back to the player with 0. */
  bot(level: BotLevel | 0): void {
    this.#level = level;
    this.#bots = [];
  }

  /** What our paddle does in the next tick, −7…7. Asked once for each tick: a press that is over by then counts for it and for no other. */
  take(view: MatchView): number {
    const axis = this.look(view);
    this.#controls.taken();
    return axis;
  }

  /** What our paddle does now, −7…7, for the picture. Asked several times a tick; a bot looks once a tick. */
  look(view: MatchView): number {
    const { game, kind } = view;
    const seat = kind === 'local' ? 0 : view.seat;
    if (seat === undefined) return 0;
    if (this.#level === 0 && kind === 'local') {
      this.#axis = this.#controls.axisOf(0);
      this.#rightAxis = this.#controls.axisOf(1);
      return this.#axis;
    }
    if (this.#level === 0) {
      if (game.tick !== this.#tick) {
        this.#tick = game.tick;
        game.read(game.tick, this.#words);
      }
      this.#axis = this.#controls.axis(((seat === 0 ? this.#words[Word.paddle0Y] : this.#words[Word.paddle1Y]) ?? 0) / ONE);
      return this.#axis;
    }
    if (this.#bots.length === 0 || this.#botView !== view) {
      const level = this.#level;
      this.#bots = [seat, 1 as const].map((each) => new Bot(level, each, crypto.getRandomValues(new Int32Array(1))[0] ?? 1));
      this.#botView = view;
      this.#tick = -1;
    }
    if (game.tick !== this.#tick && game.read(game.tick, this.#words)) {
      this.#tick = game.tick;
      const [own, right] = this.#bots;
      this.#axis = own?.axis(this.#words) ?? 0;
      if (kind === 'local') this.#rightAxis = right?.axis(this.#words) ?? 0;
    }
    return this.#axis;
  }

  /** What the right paddle does where two play here, asked after {@link take}. */
  get rightAxis(): number {
    return this.#rightAxis;
  }

  /** The newest answer of {@link look}. */
  get newest(): number {
    return this.#axis;
  }
}
