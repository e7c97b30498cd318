import { assert } from '../rollback/assert.ts';
import { checksumWords } from '../rollback/checksum.ts';
import type { Awaits, Match } from '../rollback/match.ts';
import { Rollback } from '../rollback/rollback.ts';
import { checkDelay, MAX_PREDICTION_TICKS, WINDOW_TICKS } from '../rollback/rollback-options.ts';
import type { InputFormat } from '../wire/input-format.ts';
import type { InputPacket } from '../wire/input-packet.ts';
import { MAX_RESUME_TICKS, type ResumePacket } from '../wire/resume-packet.ts';
import type { Snapshot } from '../wire/snapshot.ts';
import type { Checkpoint } from './checkpoints.ts';
import { ConfirmedHistory, type SavedPlay } from './confirmed-history.ts';

/** Why a resume packet is not taken. */
export type ResumeRefusal =
  | 'gap'
  | 'own-inputs-differ'
  | 'remote-inputs-differ'
  | 'confirmed-play-changed'
  | 'replay-differs'
  | 'checkpoint-differs'
  | 'too-far-ahead';

/** Where play resumes in a new epoch. */
export type ResumePoint = { readonly endTick: number; readonly checksum: number } & (
  | {
      /** The rally continues where confirmed play ended. */
      readonly goesBack: false;
      /** Inputs of the ticks before `endTick` that are not confirmed here yet. */
      readonly inputs: Uint8Array;
    }
  | {
      /** Play goes back to a checkpoint, because the connection was gone for long. */
      readonly goesBack: true;
      readonly checkpoint: number;
      /** What it leads to once it is committed. */
      readonly words: Int32Array;
    }
);

/** One side's states and inputs: what it predicts, what is confirmed, and what a snapshot of it is made from and checked against. */
export class Timeline<State> {
  readonly game: Rollback<State>;
  /** Set while the player wants a rematch. */
  wantsRematch = false;
  readonly seat: 0 | 1;

  readonly #match: Match<State>;
  readonly #history: ConfirmedHistory<State>;
  readonly #newest: Int32Array;
  readonly #durableCheckpoint: () => number;
  #delayTicks: number;
  #lastInput = 0;
  /** Tick of our newest "ready"; until it is confirmed the confirmed state doesn't show it. */
  #readyTick = -1;
  #live: boolean;

  /**
   * @param durableCheckpoint newest checkpoint that this side has on disk
   * @param saved where the match stands on disk, when this side was restarted; nothing moves then before {@link restore}
   */
  constructor(match: Match<State>, seed: number, seat: 0 | 1, delayTicks: number, durableCheckpoint: () => number, saved?: SavedPlay) {
    this.#match = match;
    this.#durableCheckpoint = durableCheckpoint;
    this.seat = seat;
    this.#delayTicks = delayTicks;
    this.game = new Rollback(match.game(seed), { delayTicks });
    this.#history = new ConfirmedHistory(match, seed, saved);
    this.#newest = this.confirmed.slice();
    this.#live = saved === undefined;
    // Its unfinished point may count in the confirmed state; the engine has to begin where the checkpoint lies.
    const [newest] = this.checkpoints;
    if (saved !== undefined && newest !== undefined && newest.tick > 0) this.game.restore(newest.tick, newest.words);
  }

  /** Newest tick that both sides call confirmed. */
  get confirmedTick(): number {
    return this.#history.tick;
  }

  /** Words of the confirmed state. Not to be changed. */
  get confirmed(): Int32Array {
    return this.#history.words;
  }

  /** False on a side that was restarted, until play is taken up: it holds checkpoints, but not the open rally. */
  get live(): boolean {
    return this.#live;
  }

  /** The two newest checkpoints, or the start of the match, newest first. */
  get checkpoints(): readonly Checkpoint[] {
    return this.#history.checkpoints;
  }

  /** Chain of one of {@link checkpoints}; undefined for any other. */
  chainOf(checkpoint: number): Uint8Array | undefined {
    return this.#history.checkpoint(checkpoint)?.chain;
  }

  /** Newest checkpoint that this side has on disk and still holds: one that play went back behind counts no longer. */
  get storedCheckpoint(): number {
    return Math.min(this.#durableCheckpoint(), this.newestCheckpoint);
  }

  /** Newest checkpoint for which both sides have said, in confirmed inputs, that they hold it. */
  get committedCheckpoint(): number {
    return this.#history.committed;
  }

  /** Seat that has won in the state that the logged inputs lead to, whatever became of the one in memory; undefined before. */
  winner(): 0 | 1 | undefined {
    return this.#match.winner?.(this.#history.log.endWords);
  }

  /** Whether the game has checkpoints, to which play goes back after a long outage. */
  get keeps(): boolean {
    return this.#match.keeps !== undefined;
  }

  /** How inputs are written. */
  get format(): InputFormat {
    return this.#history.log.format;
  }

  get newestCheckpoint(): number {
    return this.checkpoints[0]?.number ?? 0;
  }

  /** Input delay that was asked for last; in use within a few ticks. */
  get delayTicks(): number {
    return this.#delayTicks;
  }

  /** @throws RangeError when out of range */
  setDelay(delayTicks: number): void {
    this.#delayTicks = checkDelay(delayTicks);
  }

  /** True while nothing moves in the newest state whose speed a person would notice. */
  rests(): boolean {
    return this.game.read(this.game.tick, this.#newest) && (this.#match.rests?.(this.#newest) ?? false);
  }

  /**
   * Gives the engine this side's input of the next tick.
   * @param inputFor is asked for the input of a tick, once for each tick whose input is the player's
   * @returns whether the tick may be played; false when too much is unconfirmed
   * @throws RangeError when that input does not fit the game, or is the one that says "ready"
   */
  addLocal(inputFor: (tick: number) => number): boolean {
    const { game, seat } = this;
    if (game.tick - this.confirmedTick >= MAX_PREDICTION_TICKS) {
      // An input of ours may have been given for a later tick already, and the authority may have published that one: without playing up to it we could never compare it.
      return game.tick < Math.min(game.knownTicks(0), game.knownTicks(1));
    }
    const ready = this.#match.waits?.ready;
    // A longer delay repeats the last input, and a repeated "ready" could answer a question that comes later.
    if (this.#lastInput !== ready && game.delayTicks !== this.#delayTicks) game.setDelay(this.#delayTicks);
    const tick = game.tick + game.delayTicks;
    // The delay has shrunk, and the tick's input was given before.
    if (game.knownTicks(seat) > tick) return true;
    const saysReady = ready !== undefined && this.#ready();
    const input = saysReady ? ready : inputFor(tick);
    if (ready !== undefined && input === ready && !saysReady)
      throw new RangeError(`the input ${input} says "ready", which no player can give`);
    game.addLocal(seat, input);
    this.#lastInput = input;
    if (saysReady) this.#readyTick = tick;
    return true;
  }

  /** True when the confirmed state waits for our word, we can give it, and have not given it yet. */
  #ready(): boolean {
    if (this.#readyTick >= this.confirmedTick) return false;
    const waits = this.#awaits(this.seat);
    if (waits === 'nothing') return false;
    return waits === 'consent' ? this.wantsRematch : this.storedCheckpoint >= (this.#match.keeps?.checkpointNumber(this.confirmed) ?? 0);
  }

  #awaits(seat: 0 | 1): Awaits {
    return this.#match.waits?.awaits(this.confirmed, seat) ?? 'nothing';
  }

  /** Whether the confirmed state waits for this side's consent. */
  get awaitsConsent(): boolean {
    return this.#awaits(this.seat) === 'consent';
  }

  /** Takes an input of the other side, unless it is too far ahead for what is still to be confirmed. */
  addRemote(tick: number, input: number): void {
    if (tick < this.confirmedTick + WINDOW_TICKS - 1) this.game.addRemote(this.seat === 0 ? 1 : 0, tick, input);
  }

  /**
   * Writes what has arrived and our inputs from `ackedEnd` on into a packet.
   * @param tells whether it says what is confirmed, too
   */
  fill(packet: InputPacket, ackedEnd: number, tells: boolean): void {
    packet.inputsEnd = this.game.knownTicks(this.seat);
    packet.ackEnd = this.game.knownTicks(this.seat === 0 ? 1 : 0);
    packet.confirmedTick = tells ? this.confirmedTick : -1;
    if (tells) packet.checksum = checksumWords(this.confirmed, 0, this.confirmed.length);
    packet.inputCount = packet.inputsEnd - ackedEnd;
    for (let i = 0; i < packet.inputCount; i++) packet.inputs[i] = this.game.inputAt(this.seat, ackedEnd + i);
  }

  /**
   * Takes newly confirmed ticks into the log.
   * @param limit not beyond this tick, whatever inputs are known
   * @returns a checkpoint that was reached, to be put on disk
   */
  confirm(limit: number): Checkpoint | undefined {
    let reached: Checkpoint | undefined;
    assert(this.game.confirmedTick >= this.confirmedTick, 'what was confirmed stays confirmed');
    const end = Math.min(limit, this.game.confirmedTick);
    while (this.confirmedTick < end) {
      const tick = this.confirmedTick;
      reached = this.#history.append(this.game.inputAt(0, tick), this.game.inputAt(1, tick)) ?? reached;
      const kept = this.game.read(this.confirmedTick, this.confirmed);
      assert(kept, 'the state that is confirmed is kept');
      if (!this.#someoneAwaits('consent')) this.wantsRematch = false;
    }
    return reached;
  }

  #someoneAwaits(what: Awaits): boolean {
    return this.#awaits(0) === what || this.#awaits(1) === what;
  }

  /**
   * Where the authority resumes play. What the engine holds does not matter for it, only the log: an authority whose memory was damaged
   * repairs itself and doesn't spread it.
   * @param bothHold newest checkpoint that both have on disk, to go back to it; undefined to go on where confirmed play ended
   * @param remoteTick newest tick that the other side calls confirmed: tick numbers never go back on either side
   */
  resumePoint(bothHold: number | undefined, remoteTick: number): ResumePoint {
    const from = bothHold === undefined ? undefined : this.checkpoints.find(({ number }) => number <= bothHold);
    if (from !== undefined) return this.#backTo(from, Math.max(this.confirmedTick, remoteTick));
    const { endTick, endWords } = this.#history.log;
    return { goesBack: false, endTick, checksum: checksumWords(endWords, 0, endWords.length), inputs: new Uint8Array(0) };
  }

  /** Where play resumes from a checkpoint: its point counts, and ticks never go back. */
  #backTo({ number, words: reached }: Checkpoint, endTick: number): ResumePoint {
    const words = reached.slice();
    this.#match.keeps?.commit(words);
    return { goesBack: true, checkpoint: number, endTick, checksum: checksumWords(words, 0, words.length), words };
  }

  /** Says in a packet how the other side gets to where this side resumes: it can't be further behind than the ticks that the packet has. */
  describe(point: ResumePoint, into: ResumePacket): void {
    const { endTick, checksum } = point;
    const { log } = this.#history;
    Object.assign(into, { endTick, checksum, checkpoint: point.goesBack ? point.checkpoint : -1 });
    into.inputs = log.since(Math.max(log.baseTick, endTick - MAX_RESUME_TICKS))?.slice() ?? new Uint8Array(0);
  }

  /**
   * Finds out where the authority's resume packet leads to from what this side knows, and checks it against that.
   * @param suspended only then may it go back to a checkpoint
   */
  follow(packet: ResumePacket, suspended: boolean): ResumePoint | ResumeRefusal {
    const { endTick, checksum, checkpoint } = packet;
    if (endTick < this.confirmedTick) return 'confirmed-play-changed';
    if (checkpoint >= 0) {
      // Both have said "ready" for this one: an honest authority never goes back beyond it.
      if (!suspended || checkpoint < this.committedCheckpoint) return 'confirmed-play-changed';
      const held = this.#history.checkpoint(checkpoint);
      const point = held && this.#backTo(held, endTick);
      return point?.checksum === checksum ? point : 'checkpoint-differs';
    }
    // An authority is never further ahead than our own inputs have reached.
    if (endTick > this.confirmedTick + WINDOW_TICKS) return 'too-far-ahead';
    const { log } = this.#history;
    const { format } = log;
    const fromTick = endTick - packet.inputs.length / format.pairBytes;
    if (fromTick > log.endTick) return 'gap';
    if (!log.agrees(fromTick, packet.inputs)) return 'confirmed-play-changed';
    const other = this.seat === 0 ? 1 : 0;
    for (let tick = this.confirmedTick; tick < endTick; tick++) {
      const index = tick - fromTick;
      if (format.readPair(packet.inputs, index, this.seat) !== this.#sentInput(tick)) return 'own-inputs-differ';
      const received = tick < this.game.knownTicks(other);
      if (received && format.readPair(packet.inputs, index, other) !== this.game.inputAt(other, tick)) return 'remote-inputs-differ';
    }
    const inputs = packet.inputs.slice((this.confirmedTick - fromTick) * format.pairBytes);
    const end = log.replay(log.endWords, inputs);
    if (checksumWords(end, 0, end.length) !== checksum) return 'replay-differs';
    return { goesBack: false, endTick, checksum, inputs };
  }

  /** Both confirmed inputs of each tick from `tick` on, as far back as the log goes; undefined otherwise. A view. */
  since(tick: number): Uint8Array | undefined {
    return this.#history.log.since(tick);
  }

  /** A seat's confirmed input at a tick, as far back as the log goes; undefined otherwise. */
  inputAt(seat: 0 | 1, tick: number): number | undefined {
    return this.#history.log.inputAt(seat, tick);
  }

  /** A snapshot that leads a spectator to the newest confirmed state. */
  snapshot(): Snapshot {
    return this.#history.snapshot();
  }

  #sentInput(tick: number): number | undefined {
    return tick < this.game.knownTicks(this.seat) ? this.game.inputAt(this.seat, tick) : undefined;
  }

  /**
   * Goes to where play resumes.
   * @returns a checkpoint on the way there, to be put on disk
   */
  resume(point: ResumePoint): Checkpoint | undefined {
    const wantedRematch = this.wantsRematch;
    let reached: Checkpoint | undefined;
    if (point.goesBack) this.#history.goBack(point.checkpoint, point.endTick, point.words);
    else reached = this.#history.play(point.inputs).at(-1);
    this.wantsRematch = wantedRematch && this.#someoneAwaits('consent');
    this.game.restore(this.confirmedTick, this.confirmed);
    this.#live = true;
    this.#lastInput = 0;
    this.#readyTick = -1;
    return reached;
  }
}
