import { Rollback } from 'paddlewire-netcode';
import { ComputerPlayer, type Skill } from '../../netcode/pong/computer-player.ts';
import { awaits, pong } from '../../netcode/pong/pong.ts';
import { Phase, READY, STATE_WORDS, TICKS_PER_SECOND, Word } from '../../netcode/pong/state.ts';
import { ChecksumRing } from './checksum-ring.ts';
import { factsOf, firstStatus, MatchStatusStore } from './match-status.ts';
import type { Hands, MatchView } from './match-view.ts';

const TICK_MS = 1000 / TICKS_PER_SECOND;
/** Ticks made up for at once after the timer was late, as in a match over the network. */
const MAX_CATCH_UP_TICKS = 8;

export interface PracticeMatchOptions {
  readonly names: readonly [string, string];
  /** How well the computer plays. */
  readonly skill: Skill;
  /** Any 32-bit integer. */
  readonly seed: number;
  /** `local`: a second person has the right side. `show`: the computer plays both sides, and a new match starts by itself. */
  readonly kind: 'practice' | 'local' | 'show';
  readonly nowMs: number;
  /** Ticks between an input and its effect, 0…3. */
  readonly inputDelayTicks: number;
}

/** A match in this window alone, against the computer or a second person here. Nothing is late, so nothing is ever rolled back. */
export class PracticeMatch implements MatchView {
  readonly kind: 'practice' | 'local' | 'show';
  readonly seat: 0 | undefined;
  readonly peerId = 1;
  readonly leaderId = 1;
  readonly epoch = 1;
  readonly game: Rollback<Int32Array>;
  tickedAtMs: number;

  readonly #seed: number;
  #right: ComputerPlayer | undefined;
  readonly #left: ComputerPlayer | undefined;
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
    // Two people here are told apart by side: neither is "you".
    this.seat = options.kind === 'local' ? undefined : 0;
    this.#seed = options.seed;
    this.#delayTicks = options.inputDelayTicks;
    this.game = new Rollback(pong(options.seed), { delayTicks: options.inputDelayTicks });
    if (options.kind !== 'local') this.#right = new ComputerPlayer(options.skill, 1, options.seed);
    if (options.kind === 'show') this.#left = new ComputerPlayer(options.skill, 0, ~options.seed);
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

  poll(nowMs: number, hands: Hands): void {
    if (this.#ended) return;
    if (this.#paused || nowMs - this.#nextTickMs > MAX_CATCH_UP_TICKS * TICK_MS) {
      this.#nextTickMs = nowMs;
      if (this.#paused) return;
    }
    while (nowMs >= this.#nextTickMs) {
      this.#nextTickMs += TICK_MS;
      this.#tick(hands);
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

  /** Has the computer play better or worse from now on. */
  setSkill(skill: Skill, name: string): void {
    if (this.kind !== 'practice') return;
    this.#right = new ComputerPlayer(skill, 1, this.#seed ^ this.game.tick);
    this.#statusStore.takeNames([this.status.names[0], name], []);
  }

  setPaused(on: boolean): void {
    this.#paused = on;
  }

  #tick(hands: Hands): void {
    const words = this.#words;
    this.game.read(this.game.tick, words);
    const over = words[Word.phase] === Phase.over;
    if (!over) this.#wantsRematch = false;
    const goesOn = !over || this.#wantsRematch || this.kind === 'show';
    const left = this.#left?.axis(words) ?? hands.axis();
    const right = this.#right?.axis(words) ?? hands.rightAxis();
    // A longer delay repeats the last input, and a repeated "ready" could answer a question that comes later.
    if (this.#lastInput !== READY && this.game.delayTicks !== this.#delayTicks) this.game.setDelay(this.#delayTicks);
    this.#lastInput = goesOn && awaits(words, 0) !== 'nothing' ? READY : left;
    this.game.addLocal(0, this.#lastInput);
    this.game.addRemote(1, this.game.tick, goesOn && awaits(words, 1) !== 'nothing' ? READY : right);
    this.game.advance();
    this.game.read(this.game.tick, words);
    this.#ring.take(this.game, this.game.confirmedTick);
  }
}
