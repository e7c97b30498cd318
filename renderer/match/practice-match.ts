import { Rollback } from 'paddlewire-netcode';
import { Bot, type BotLevel } from '../../netcode/pong/bot.ts';
import { awaits, pong } from '../../netcode/pong/pong.ts';
import { Phase, READY, STATE_WORDS, TICKS_PER_SECOND, Word } from '../../netcode/pong/state.ts';
import { ChecksumRing } from './checksum-ring.ts';
import { factsOf, firstStatus, MatchStatusStore } from './match-status.ts';
import type { MatchView } from './match-view.ts';

const TICK_MS = 1000 / TICKS_PER_SECOND;
/** Ticks made up for at once after the timer was late, as in a match over the network. */
const MAX_CATCH_UP_TICKS = 8;

export interface PracticeMatchOptions {
  readonly names: readonly [string, string];
  readonly level: BotLevel;
  /** Any 32-bit integer. */
  readonly seed: number;
  /** `show`: a bot plays the left side too, and a new match starts by itself. */
  readonly kind: 'practice' | 'show';
  readonly nowMs: number;
  /** Ticks between an input and its effect, 0…3. */
  readonly inputDelayTicks: number;
}

/** A match against the computer, in this window alone. Nothing is late, so nothing is ever rolled back. */
export class PracticeMatch implements MatchView {
  readonly kind: 'practice' | 'show';
  readonly seat = 0;
  readonly peerId = 1;
  readonly leaderId = 1;
  readonly epoch = 1;
  readonly game: Rollback<Int32Array>;
  tickedAtMs: number;

  readonly #bot: Bot;
  readonly #leftBot: Bot | undefined;
  readonly #statusStore: MatchStatusStore;
  readonly #ring = new ChecksumRing();
  readonly #words = new Int32Array(STATE_WORDS);
  #nextTickMs: number;
  #wantsRematch = false;
  #ended = false;
  #paused = false;
  #delayTicks: number;
  #lastInput = 0;

  constructor(options: PracticeMatchOptions) {
    this.kind = options.kind;
    this.#delayTicks = options.inputDelayTicks;
    this.game = new Rollback(pong(options.seed), { localSeat: 0, delayTicks: options.inputDelayTicks });
    this.#bot = new Bot(options.level, 1, options.seed);
    this.#leftBot = options.kind === 'show' ? new Bot(options.level, 0, ~options.seed) : undefined;
    this.#statusStore = new MatchStatusStore(firstStatus('countdown', options.names));
    this.#nextTickMs = options.nowMs;
    this.tickedAtMs = options.nowMs;
  }

  get confirmedTick(): number {
    return this.game.confirmedTick;
  }

  get status() {
    return this.#statusStore.current;
  }

  checksums(fromTick: number): [tick: number, checksum: number][] {
    return this.#ring.list(fromTick);
  }

  subscribe(listener: () => void): () => void {
    return this.#statusStore.subscribe(listener);
  }

  poll(nowMs: number, axis: number): void {
    if (this.#ended) return;
    if (this.#paused || nowMs - this.#nextTickMs > MAX_CATCH_UP_TICKS * TICK_MS) {
      this.#nextTickMs = nowMs;
      if (this.#paused) return;
    }
    while (nowMs >= this.#nextTickMs) {
      this.#nextTickMs += TICK_MS;
      this.#tick(axis);
      this.tickedAtMs = nowMs;
    }
    const facts = factsOf(this.#words);
    this.#statusStore.takeFacts(facts, facts.phase, facts.countdownSeconds);
  }

  rematch(): void {
    if (this.status.phase !== 'over') return;
    this.#wantsRematch = true;
  }

  leave(): void {
    this.#ended = true;
    this.#statusStore.change({ phase: 'ended', endDetail: 'You left the match.' });
  }

  setInputDelay(ticks: number): void {
    this.#delayTicks = ticks;
  }

  setPaused(on: boolean): void {
    this.#paused = on;
  }

  #tick(axis: number): void {
    const words = this.#words;
    this.game.read(this.game.tick, words);
    const over = words[Word.phase] === Phase.over;
    if (!over) this.#wantsRematch = false;
    const goesOn = !over || this.#wantsRematch || this.kind === 'show';
    const left = this.#leftBot?.axis(words) ?? axis;
    const right = this.#bot.axis(words);
    // A longer delay repeats the last input, and a repeated "ready" could answer a question that comes later.
    if (this.#lastInput !== READY && this.game.delayTicks !== this.#delayTicks) this.game.setDelay(this.#delayTicks);
    this.#lastInput = goesOn && awaits(words, 0) !== 'nothing' ? READY : left;
    this.game.addLocal(this.#lastInput);
    this.game.addRemote(this.game.tick, goesOn && awaits(words, 1) !== 'nothing' ? READY : right);
    this.game.advance();
    this.game.read(this.game.tick, words);
    this.#ring.take(this.game, this.game.confirmedTick);
  }
}
