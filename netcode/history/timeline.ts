import { assert } from '../rollback/assert.ts';
import { checksumWords } from '../rollback/checksum.ts';
import type { Awaits, Match } from '../rollback/match.ts';
import { Rollback } from '../rollback/rollback.ts';
import { checkDelay, MAX_PREDICTION_TICKS, WINDOW_TICKS } from '../rollback/rollback-options.ts';
import type { InputPacket } from '../wire/input-packet.ts';
import { MAX_RESUME_TICKS, type ResumePacket } from '../wire/resume-packet.ts';
import type { Snapshot } from '../wire/snapshot.ts';
import { type Checkpoint, sameWords } from './checkpoints.ts';
import { ConfirmedHistory, type SavedPlay } from './confirmed-history.ts';
import { unpack } from './confirmed-log.ts';

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
export interface ResumePoint extends Snapshot {
  /** Whether play goes back to a checkpoint, at the serve after it, because the connection was gone for long. Otherwise the rally continues. */
  readonly goesBack: boolean;
}

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
    return this.#match.winner(this.#history.log.end());
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
    return this.game.read(this.game.tick, this.#newest) && this.#match.rests(this.#newest);
  }

  /**
   * Gives the engine this side's input of the next tick.
   * @returns whether the tick may be played; false when too much is unconfirmed
   */
  addLocal(axis: number): boolean {
    if (this.game.tick - this.confirmedTick >= MAX_PREDICTION_TICKS) {
      // An input of ours may have been given for a later tick already, and the authority may have published that one: without playing up to it we could never compare it.
      return this.game.tick < Math.min(this.game.knownTicks(0), this.game.knownTicks(1));
    }
    // A longer delay repeats the last input, and a repeated "ready" could answer a question that comes later.
    if (this.#lastInput !== this.#match.ready && this.game.delayTicks !== this.#delayTicks) this.game.setDelay(this.#delayTicks);
    const input = this.#ready() ? this.#match.ready : this.#plainAxis(axis);
    if (this.game.addLocal(this.seat, input) > 0) {
      this.#lastInput = input;
      if (input === this.#match.ready) this.#readyTick = this.game.knownTicks(this.seat) - 1;
    }
    return true;
  }

  /** What 4 bits can carry, and never "ready", which only a stored checkpoint or a wish for a rematch may say. */
  #plainAxis(axis: number): number {
    const whole = Math.max(-8, Math.min(7, axis | 0));
    return whole === this.#match.ready ? 0 : whole;
  }

  /** True when the confirmed state waits for our word, we can give it, and have not given it yet. */
  #ready(): boolean {
    if (this.#readyTick >= this.confirmedTick) return false;
    const waits = this.#match.awaits(this.confirmed, this.seat);
    if (waits === 'nothing') return false;
    return waits === 'consent' ? this.wantsRematch : this.storedCheckpoint >= this.#match.checkpointNumber(this.confirmed);
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
      this.#history.append(this.game.inputAt(0, this.confirmedTick), this.game.inputAt(1, this.confirmedTick));
      const kept = this.game.read(this.confirmedTick, this.confirmed);
      assert(kept, 'the state that is confirmed is kept');
      if (!this.#someoneAwaits('consent')) this.wantsRematch = false;
      reached = this.#history.look() ?? reached;
    }
    return reached;
  }

  #someoneAwaits(what: Awaits): boolean {
    return this.#match.awaits(this.confirmed, 0) === what || this.#match.awaits(this.confirmed, 1) === what;
  }

  /**
   * Makes the snapshot from which the authority resumes play. What this side holds does not matter for it, only its log: an
   * authority whose memory was damaged repairs itself and doesn't spread it.
   * @param bothHold newest checkpoint that both have on disk, to go back to it; undefined to go on where confirmed play ended
   * @param remoteTick newest tick that the other side calls confirmed: tick numbers never go back on either side
   */
  snapshot(bothHold: number | undefined, remoteTick: number): ResumePoint {
    const from = bothHold === undefined ? undefined : this.checkpoints.find(({ number }) => number <= bothHold);
    if (from === undefined) return { goesBack: false, ...this.#history.snapshot() };
    return this.#backTo(from, Math.max(this.confirmedTick, remoteTick));
  }

  /** Where play resumes from a checkpoint: its point counts, and ticks never go back. */
  #backTo({ number, words: reached }: Checkpoint, endTick: number): ResumePoint {
    const words = reached.slice();
    this.#match.commit(words);
    const checksum = checksumWords(words, 0, words.length);
    return { goesBack: true, checkpoint: number, baseTick: endTick, endTick, checksum, words, inputs: new Uint8Array(0) };
  }

  /** Says in a packet how the other side gets to where a snapshot of this side leads: it can't be further behind than the ticks that the packet has. */
  describe(snapshot: ResumePoint, into: ResumePacket): void {
    const { endTick, checksum, inputs } = snapshot;
    Object.assign(into, { endTick, checksum, checkpoint: snapshot.goesBack ? snapshot.checkpoint : -1 });
    into.inputs = inputs.subarray(Math.max(0, inputs.length - MAX_RESUME_TICKS));
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
    const fromTick = endTick - packet.inputs.length;
    const { log } = this.#history;
    const { baseTick } = log;
    if (fromTick > log.endTick) return 'gap';
    const other = this.seat === 0 ? 1 : 0;
    const inputs = new Uint8Array(endTick - baseTick);
    inputs.set(log.inputs().subarray(0, endTick - baseTick));
    for (let tick = Math.max(fromTick, baseTick); tick < endTick; tick++) {
      const byte = packet.inputs[tick - fromTick] ?? 0;
      if (tick < this.confirmedTick && byte !== log.byteAt(tick)) return 'confirmed-play-changed';
      if (tick >= this.confirmedTick && unpack(byte, this.seat) !== this.#sentInput(tick)) return 'own-inputs-differ';
      const received = tick >= this.confirmedTick && tick < this.game.knownTicks(other);
      if (received && unpack(byte, other) !== this.game.inputAt(other, tick)) return 'remote-inputs-differ';
      inputs[tick - baseTick] = byte;
    }
    const end = log.replay(log.baseWords, inputs);
    if (checksumWords(end, 0, end.length) !== checksum) return 'replay-differs';
    return { goesBack: false, checkpoint: log.checkpoint, baseTick, endTick, checksum, words: log.baseWords.slice(), inputs };
  }

  /** Both confirmed inputs at a tick, as one byte, as far back as a snapshot goes; undefined otherwise. */
  byteAt(tick: number): number | undefined {
    return this.#history.log.byteAt(tick);
  }

  #sentInput(tick: number): number | undefined {
    return tick < this.game.knownTicks(this.seat) ? this.game.inputAt(this.seat, tick) : undefined;
  }

  /**
   * Goes to where a snapshot leads, whatever was here.
   * @returns a checkpoint on the way there that is not on its way to the disk yet
   */
  restore(snapshot: Snapshot): Checkpoint | undefined {
    const before = this.checkpoints;
    const wantedRematch = this.wantsRematch;
    const reached = this.#history.restore(snapshot).at(-1);
    this.wantsRematch = wantedRematch && this.#someoneAwaits('consent');
    this.game.restore(this.confirmedTick, this.confirmed);
    this.#live = true;
    this.#lastInput = 0;
    this.#readyTick = -1;
    const known = before.find(({ number }) => number === reached?.number);
    // A checkpoint that only one side wrote does not count: its rally is played again and reaches that number anew.
    return reached !== undefined && known?.tick === reached.tick && sameWords(known.words, reached.words) ? undefined : reached;
  }
}
