import { checksumWords } from '../rollback/checksum.ts';
import type { Match } from '../rollback/match.ts';
import type { Snapshot } from '../wire/snapshot.ts';
import { type Checkpoint, Checkpoints, startCheckpoint } from './checkpoints.ts';
import { ConfirmedLog, unpack } from './confirmed-log.ts';

/** Where a match stands on a peer's disk, or in what it was sent. */
export interface SavedPlay {
  /** Newest first, two at most. */
  readonly checkpoints: readonly Checkpoint[];
  /** Newest checkpoint that both players are known to hold. */
  readonly committed: number;
}

/** Confirmed play as one peer holds it: the newest confirmed state, the inputs since a state that every peer knows, and the newest checkpoints. */
export class ConfirmedHistory<State> {
  /** Newest confirmed tick. */
  tick = 0;
  /** Words of the confirmed state. */
  readonly words: Int32Array;
  readonly log: ConfirmedLog<State>;
  readonly #match: Match<State>;
  readonly #trail: Checkpoints<State>;

  /** @param saved where the match stands, on a peer that did not see it from its start */
  constructor(match: Match<State>, seed: number, saved?: SavedPlay) {
    this.#match = match;
    this.log = new ConfirmedLog(match.game(seed));
    this.words = this.log.baseWords.slice();
    const start = startCheckpoint(this.log.baseWords);
    this.#trail = new Checkpoints(match, this.log, [...(saved?.checkpoints ?? []), start]);
    const [newest = start] = this.checkpoints;
    if (saved === undefined || newest === start) return;
    this.tick = newest.tick;
    this.words.set(newest.words);
    // What is shown until play is resumed: its point counts only if it is known that both players hold it.
    if (saved.committed >= newest.number) match.commit(this.words);
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

  /** Adds the inputs of the tick `tick`. {@link words} are to be set to the state that they lead to; then {@link look}. */
  append(input0: number, input1: number): void {
    this.log.append(input0, input1);
    this.tick++;
  }

  /**
   * Keeps the books after a confirmed tick.
   * @returns a checkpoint that was reached
   */
  look(): Checkpoint | undefined {
    return this.#trail.look(this.words);
  }

  /**
   * Plays inputs, one byte per tick, from the confirmed state.
   * @param end the state that they lead to, if it is known already
   * @returns checkpoints that were reached, oldest first
   */
  play(inputs: Uint8Array, end?: Int32Array): Checkpoint[] {
    const reached: Checkpoint[] = [];
    // Between two states of one rally there is no checkpoint, so none of them needs a look.
    const known = end !== undefined && this.#match.checkpointNumber(end) === this.checkpoints[0]?.number;
    for (let i = 0; i < inputs.length; i++) {
      const byte = inputs[i] ?? 0;
      this.append(unpack(byte, 0), unpack(byte, 1));
      if (known) continue;
      this.log.play(this.words, inputs, i, i + 1);
      const checkpoint = this.look();
      if (checkpoint !== undefined) reached.push(checkpoint);
    }
    if (!known) return reached;
    this.words.set(end);
    const checkpoint = this.look();
    return checkpoint === undefined ? [] : [checkpoint];
  }

  /** A snapshot that leads to the newest confirmed state, made from the logged inputs alone: memory that was damaged must not spread. */
  snapshot(): Snapshot {
    const { baseTick, endTick, baseWords, checkpoint } = this.log;
    const end = this.log.end();
    const inputs = this.log.inputs();
    return { checkpoint, baseTick, endTick, checksum: checksumWords(end, 0, end.length), words: baseWords.slice(), inputs };
  }

  /**
   * Goes to where a snapshot leads, whatever was here.
   * @returns checkpoints that were reached on the way, oldest first
   */
  restore(snapshot: Snapshot): Checkpoint[] {
    this.#trail.list = this.checkpoints.filter(({ number }) => number <= snapshot.checkpoint);
    this.log.restart(snapshot.baseTick, snapshot.words, snapshot.checkpoint);
    this.words.set(snapshot.words);
    this.tick = snapshot.baseTick;
    return this.play(snapshot.inputs);
  }
}
