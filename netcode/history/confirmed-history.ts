import { checksumWords } from '../rollback/checksum.ts';
import type { Match } from '../rollback/match.ts';
import type { Snapshot } from '../wire/snapshot.ts';
import { type Checkpoint, Checkpoints, startCheckpoint } from './checkpoints.ts';
import { ConfirmedLog } from './confirmed-log.ts';

/**
 * Ticks in the log of a game that has no checkpoints to start from: twice what a stream packet can hold, and all that a spectator ever replays.
 */
const RECENT_TICKS = 512;

/** Where a match stands on a peer's disk, or in what it was sent. */
export interface SavedPlay {
  /** Newest first, two at most. */
  readonly checkpoints: readonly Checkpoint[];
  /** Newest checkpoint that both players are known to hold. */
  readonly committed: number;
}

/** Confirmed play as one peer holds it: the newest confirmed state, the inputs since an earlier one, and the newest checkpoints. */
export class ConfirmedHistory<State> {
  /** Newest confirmed tick. */
  tick = 0;
  /** Words of the confirmed state. */
  readonly words: Int32Array;
  readonly log: ConfirmedLog<State>;
  readonly #trail: Checkpoints<State>;

  /** @param saved where the match stands, on a peer that did not see it from its start */
  constructor(match: Match<State>, seed: number, saved?: SavedPlay) {
    this.log = new ConfirmedLog(match.game(seed), match.keeps === undefined ? RECENT_TICKS : undefined);
    this.words = this.log.baseWords.slice();
    const start = startCheckpoint(this.log.baseWords);
    this.#trail = new Checkpoints(match, this.log, [...(saved?.checkpoints ?? []), start]);
    const [newest = start] = this.checkpoints;
    if (saved === undefined || newest === start) return;
    this.tick = newest.tick;
    this.words.set(newest.words);
    // What is shown until play is resumed: its point counts only if it is known that both players hold it.
    if (saved.committed >= newest.number) match.keeps?.commit(this.words);
    this.log.restart(newest.tick, this.words, saved.committed);
  }

  /** The two newest checkpoints, or the start of the match, newest first. */
  get checkpoints(): readonly Checkpoint[] {
    return this.#trail.list;
  }

  /** Newest checkpoint for which both players have said, in confirmed inputs, that they hold it. */
  get committed(): number {
    return this.log.checkpoint;
  }

  /** One of {@link checkpoints} by its number. */
  checkpoint(number: number): Checkpoint | undefined {
    return this.checkpoints.find((checkpoint) => checkpoint.number === number);
  }

  /**
   * Adds the inputs of the tick `tick`. {@link words} are the caller's to set.
   * @returns a checkpoint that was reached
   */
  append(input0: number, input1: number): Checkpoint | undefined {
    this.log.append(input0, input1);
    this.tick++;
    return this.#trail.look(this.log.endWords);
  }

  /**
   * Plays inputs from the confirmed state on.
   * @returns checkpoints that were reached, oldest first
   */
  play(inputs: Uint8Array): Checkpoint[] {
    const reached: Checkpoint[] = [];
    const { format } = this.log;
    for (let i = 0; i < inputs.length / format.pairBytes; i++) {
      const checkpoint = this.append(format.readPair(inputs, i, 0), format.readPair(inputs, i, 1));
      if (checkpoint !== undefined) reached.push(checkpoint);
    }
    this.words.set(this.log.endWords);
    return reached;
  }

  /** A snapshot that leads to the newest confirmed state, made from the log alone: memory that was damaged must not spread. */
  snapshot(): Snapshot {
    const { baseTick, endTick, baseWords, endWords, checkpoint } = this.log;
    const inputs = this.log.since(baseTick)?.slice() ?? new Uint8Array(0);
    const checksum = checksumWords(endWords, 0, endWords.length);
    return { checkpoint, baseTick, endTick, checksum, words: baseWords.slice(), inputs };
  }

  /** Goes back to a checkpoint, at a later tick. @param words what it leads to once it is committed */
  goBack(checkpoint: number, tick: number, words: Int32Array): void {
    this.#trail.list = this.checkpoints.filter(({ number }) => number <= checkpoint);
    this.log.restart(tick, words, checkpoint);
    this.words.set(words);
    this.tick = tick;
  }

  /**
   * Goes to where a snapshot leads, whatever was here.
   * @returns checkpoints that were reached on the way, oldest first
   */
  restore(snapshot: Snapshot): Checkpoint[] {
    this.goBack(snapshot.checkpoint, snapshot.baseTick, snapshot.words);
    return this.play(snapshot.inputs);
  }
}
