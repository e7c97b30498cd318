import { assert } from './assert.ts';
import { checkWhole } from './check-whole.ts';
import { checksumWords } from './checksum.ts';
import { checkGame, checkInput, type Game, type InputRange, type Inputs, inputRange, newInputs } from './game.ts';
import { checkDelay, checkOptions, keptTicks, type RollbackOptions } from './rollback-options.ts';

/** What is known of an input: it arrived or was given; it is predicted; or its player had left, and it is 0. */
export type InputStatus = 'confirmed' | 'predicted' | 'disconnected';

/**
 * Rollback for one peer of a game. Players are numbered from 0, and any of them can be local. It predicts the inputs that are
 * missing. When a late input differs from its prediction, it rolls back to that tick and re-simulates. It never waits, and
 * allocates only when constructed.
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
  /** How many players the game has. */
  readonly players: number;

  readonly #game: Game<State>;
  readonly #stateWords: number;
  readonly #range: InputRange;
  readonly #predict: RollbackOptions['predict'];
  readonly #maxDelayTicks: number;
  readonly #maxPredictionTicks: number;
  /** Ticks that are kept, less one: their number is a power of two, so that a tick's slot is a mask away. */
  readonly #mask: number;
  readonly #words: Int32Array;
  /** Inputs by slot and player: as they arrived, or as they were predicted when their tick was simulated. */
  readonly #inputs: Inputs;
  /** The same by slot, as `step` is given them. */
  readonly #slots: readonly Inputs[];
  /** By player: inputs of all ticks below are known. */
  readonly #known: number[];
  /** By player: whether the player has left. */
  readonly #gone: boolean[];
  /** Inputs of all ticks below are known of every player who is there. */
  #allKnown = 0;
  #delayTicks: number;
  #oldest = 0;
  #firstWrong = Number.POSITIVE_INFINITY;
  /** Deepest rollback since the newest `advance`; reading a state can cause one. */
  #settledTicks = 0;

  /** @throws RangeError when a number of the game or an option is out of range */
  constructor(game: Game<State>, options: RollbackOptions = {}) {
    checkGame(game);
    const { delayTicks, maxDelayTicks, maxPredictionTicks } = checkOptions(options);
    this.#delayTicks = delayTicks;
    this.#maxDelayTicks = maxDelayTicks;
    this.#maxPredictionTicks = maxPredictionTicks;
    this.#predict = options.predict;
    this.#game = game;
    this.#stateWords = game.stateWords;
    this.#range = inputRange(game);
    this.players = game.players ?? 2;
    const kept = keptTicks(maxPredictionTicks, maxDelayTicks);
    this.#mask = kept - 1;
    this.#words = new Int32Array(kept * game.stateWords);
    this.#inputs = newInputs(game, kept);
    this.#slots = Array.from({ length: kept }, (_, slot) => this.#inputs.subarray(slot * this.players, (slot + 1) * this.players));
    this.#known = new Array<number>(this.players).fill(0);
    this.#gone = new Array<boolean>(this.players).fill(false);
    this.state = game.create();
    game.save(this.state, this.#words, 0);
  }

  /** Newest state that rests on known inputs alone. It will no longer change. */
  get confirmedTick(): number {
    return Math.min(this.#allKnown, this.tick);
  }

  /**
   * Ticks whose input of a player is known: all below this number, and all others too once the player has left.
   * @throws RangeError when there is no such player
   */
  knownTicks(player: number): number {
    const known = this.#known[player];
    if (known === undefined) throw new RangeError(`a player must be 0 to ${this.players - 1}, not ${player}`);
    return known;
  }

  get delayTicks(): number {
    return this.#delayTicks;
  }

  /**
   * Changes the input delay from the next local input on. A longer one repeats the last input over the gap, a shorter one
   * drops inputs until the queue has shrunk.
   * @throws RangeError outside 0 to `maxDelayTicks`
   */
  setDelay(delayTicks: number): void {
    this.#delayTicks = checkDelay(delayTicks, this.#maxDelayTicks);
  }

  /**
   * Gives a local player's input for the tick `tick + delayTicks`. Once for each local player before each {@link advance}.
   * @returns how many inputs became known: 1, more after the delay grew, 0 after it shrank or a second call for one tick
   * @throws RangeError when the input does not fit the game's `inputBits`, or there is no such player
   */
  addLocal(player: number, input: number): number {
    checkInput(input, this.#range);
    const before = this.knownTicks(player);
    if (this.#gone[player] === true) return 0;
    const target = this.tick + this.#delayTicks;
    for (let tick = before; tick < target; tick++) this.#learn(player, tick, this.#inputs[this.#place(player, tick - 1)] ?? 0);
    if (before <= target) this.#learn(player, target, input);
    return Math.max(0, target + 1 - before);
  }

  /**
   * Takes one input of a remote player. Each player's inputs come in order; one that is already known is ignored, and so is
   * everything of a player who has left.
   * @param tick the tick that it belongs to
   * @returns false when it can't be taken: ticks before it are missing, or it is too far ahead for the window. Give it again later
   * @throws RangeError when the input does not fit the game's `inputBits`, or there is no such player
   */
  addRemote(player: number, tick: number, input: number): boolean {
    checkInput(input, this.#range);
    const known = this.knownTicks(player);
    if (tick !== known) return tick < known || this.#gone[player] === true;
    if (this.#gone[player] === true) return true;
    if (tick >= this.confirmedTick + this.#mask) return false;
    this.#learn(player, tick, input);
    return true;
  }

  /**
   * A player has left: from a tick on, the player's inputs are 0 and count as known. Saying it again changes nothing. Every peer
   * must name the same tick, which is the caller's business. One that always works is the highest `knownTicks(player)` of all who
   * stay, once they have sent each other the inputs below it.
   * @throws RangeError when that tick's inputs are confirmed already, or inputs before it are missing
   */
  disconnect(player: number, fromTick: number): void {
    if (this.#gone[player] === true && this.#known[player] === fromTick) return;
    checkWhole(`the tick from which player ${player} is gone`, fromTick, this.confirmedTick, this.knownTicks(player));
    for (let tick = fromTick; tick < this.tick && tick < this.#firstWrong; tick++) {
      if (this.#inputs[this.#place(player, tick)] !== 0) this.#firstWrong = tick;
    }
    this.#known[player] = fromTick;
    this.#gone[player] = true;
    this.#allKnown = this.#leastKnown();
  }

  /**
   * What is known of a player's input.
   * @param tick by default that of the input which led to the current state
   */
  inputStatus(player: number, tick: number = this.tick - 1): InputStatus {
    if (tick < this.knownTicks(player)) return 'confirmed';
    return this.#gone[player] === true ? 'disconnected' : 'predicted';
  }

  /**
   * Re-simulates mispredicted ticks, and then simulates one tick more.
   * @returns false, with nothing new simulated, when that would leave more than `maxPredictionTicks` unconfirmed
   */
  advance(): boolean {
    const allowed = this.tick - this.#allKnown < this.#maxPredictionTicks;
    this.#simulateTo(allowed ? this.tick + 1 : this.tick);
    this.lastRollbackTicks = this.#settledTicks;
    this.#settledTicks = 0;
    return allowed;
  }

  /** Re-simulates mispredicted ticks, without simulating further. `advance` does this by itself. */
  settle(): void {
    this.#simulateTo(this.tick);
  }

  /**
   * Copies a kept state's words.
   * @param into at least `stateWords` long
   * @returns false when that state is not in the window
   */
  read(tick: number, into: Int32Array): boolean {
    if (!this.holds(tick)) return false;
    if (tick > this.#firstWrong) this.settle();
    const at = (tick & this.#mask) * this.#stateWords;
    for (let i = 0; i < this.#stateWords; i++) into[i] = this.#words[at + i] ?? 0;
    return true;
  }

  /** Checksum of a kept state, which should be a confirmed one; 0 when it is not in the window. */
  checksumAt(tick: number): number {
    if (!this.holds(tick)) return 0;
    if (tick > this.#firstWrong) this.settle();
    return checksumWords(this.#words, (tick & this.#mask) * this.#stateWords, this.#stateWords);
  }

  /** Whether a state is in the window. */
  holds(tick: number): boolean {
    return tick >= this.#oldest && tick <= this.tick;
  }

  /**
   * A player's input as it was used or predicted for a tick in the window.
   * @throws RangeError when there is no such player
   */
  inputAt(player: number, tick: number): number {
    if (tick >= this.knownTicks(player) && this.#gone[player] === true) return 0;
    return this.#inputs[this.#place(player, tick)] ?? 0;
  }

  /** Forgets everything, also who has left, and continues from a saved state, as after a snapshot. Inputs from `tick` on are unknown again. */
  restore(tick: number, words: Int32Array): void {
    this.tick = tick;
    this.#oldest = tick;
    this.#known.fill(tick);
    this.#gone.fill(false);
    this.#allKnown = tick;
    this.#firstWrong = Number.POSITIVE_INFINITY;
    this.#inputs.fill(0);
    this.#game.load(this.state, words, 0);
    this.#game.save(this.state, this.#words, (tick & this.#mask) * this.#stateWords);
  }

  /** Where a player's input for a tick is in the ring. */
  #place(player: number, tick: number): number {
    return (tick & this.#mask) * this.players + player;
  }

  /** Notes the first input of a player that was not known. */
  #learn(player: number, tick: number, input: number): void {
    const place = this.#place(player, tick);
    if (tick < this.tick && this.#inputs[place] !== input && tick < this.#firstWrong) this.#firstWrong = tick;
    this.#inputs[place] = input;
    this.#known[player] = tick + 1;
    if (tick === this.#allKnown) this.#allKnown = this.#leastKnown();
  }

  #leastKnown(): number {
    let least = Number.POSITIVE_INFINITY;
    for (let player = 0; player < this.players; player++) {
      if (this.#gone[player] === false) least = Math.min(least, this.#known[player] ?? 0);
    }
    return least;
  }

  /** Simulates from the first misprediction, or else from the newest state, up to a tick. */
  #simulateTo(end: number): void {
    const from = Math.min(this.#firstWrong, this.tick);
    assert(from >= this.#oldest, 'a rollback starts at a state that is kept');
    if (from < this.tick) {
      this.#settledTicks = Math.max(this.#settledTicks, this.tick - from);
      this.rollbacks++;
      this.#firstWrong = Number.POSITIVE_INFINITY;
      this.#game.load(this.state, this.#words, (from & this.#mask) * this.#stateWords);
    }
    for (let player = 0; player < this.players; player++) if (this.knownTicks(player) < end) this.#predictInputs(player, from, end);
    for (let tick = from; tick < end; tick++) {
      this.#game.step(this.state, this.#slots[tick & this.#mask] ?? this.#inputs);
      this.#game.save(this.state, this.#words, ((tick + 1) & this.#mask) * this.#stateWords);
    }
    this.tick = end;
    if (end - this.#oldest > this.#mask) this.#oldest = end - this.#mask;
  }

  /** Fills in a player's unknown inputs. Predictions are written where the input will be, so that a late one is compared with what was used. */
  #predictInputs(player: number, from: number, end: number): void {
    const first = Math.max(from, this.knownTicks(player));
    const gone = this.#gone[player] === true;
    let input = gone ? 0 : (this.#inputs[this.#place(player, first - 1)] ?? 0);
    if (gone || this.#predict === undefined) {
      for (let tick = first; tick < end; tick++) this.#inputs[this.#place(player, tick)] = input;
      return;
    }
    for (let tick = first; tick < end; tick++) {
      input = this.#predict(input, player);
      checkInput(input, this.#range);
      this.#inputs[this.#place(player, tick)] = input;
    }
  }
}
