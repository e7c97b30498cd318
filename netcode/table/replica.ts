import { nextChain } from '../history/chain.ts';
import { type Checkpoint, sameWords, startCheckpoint } from '../history/checkpoints.ts';
import { ConfirmedHistory } from '../history/confirmed-history.ts';
import { ConfirmedLog } from '../history/confirmed-log.ts';
import type { DisputeCause } from '../record/match-end.ts';
import type { SavedMatch } from '../record/saved-match.ts';
import { checksumWords } from '../rollback/checksum.ts';
import type { Match } from '../rollback/match.ts';
import { equalBytes } from '../wire/bytes.ts';
import type { InputFormat } from '../wire/input-format.ts';
import { type CheckpointRecord, RecordKind } from '../wire/match-record.ts';
import type { Snapshot } from '../wire/snapshot.ts';
import type { StateTransfer } from '../wire/state-transfer.ts';
import type { StreamPacket } from '../wire/stream-packet.ts';

/** Why a state transfer is not taken. */
export type StateTransferRefusal =
  /** Another match, or play of an epoch that is over: no news. */
  'old' | Extract<DisputeCause, 'counted-rally-missing' | 'confirmed-play-changed' | 'checkpoints-do-not-fit' | 'replay-differs'>;

/** What came of a stream packet. `differs`: its inputs lead to another state here, and nothing of it was taken. */
export type Taken = 'played' | 'nothing' | 'differs';

/** A match as a spectator holds it: everything that is confirmed, made again from the inputs and compared with the leader's checksums. */
export class Replica<State> {
  /** Epoch of play that this is of; 0 when nothing was seen since this side started. */
  epoch = 0;
  /** Leader of that epoch. */
  leaderId = 0;
  readonly #match: Match<State>;
  readonly #reached: (record: CheckpointRecord) => void;
  #history: ConfirmedHistory<State>;

  /**
   * @param saved the match as this side's log tells it
   * @param reached takes each checkpoint that play comes by, as it is to stand in the log
   */
  constructor(match: Match<State>, saved: SavedMatch | undefined, reached: (record: CheckpointRecord) => void) {
    this.#match = match;
    this.#reached = reached;
    this.#history = new ConfirmedHistory(match, saved?.head.seed ?? 0, saved);
  }

  /** Newest confirmed tick. */
  get confirmedTick(): number {
    return this.#history.tick;
  }

  /** Words of the confirmed state. Not to be changed. */
  get confirmed(): Int32Array {
    return this.#history.words;
  }

  /** Newest checkpoint that both players are known to hold. */
  get committed(): number {
    return this.#history.committed;
  }

  /** The two newest checkpoints, or the start of the match, newest first. */
  get checkpoints(): readonly Checkpoint[] {
    return this.#history.checkpoints;
  }

  /** How inputs are written. */
  get format(): InputFormat {
    return this.#history.log.format;
  }

  /** Both confirmed inputs of each tick from `tick` on; undefined where they are not known any more or not yet. A view. */
  since(tick: number): Uint8Array | undefined {
    return this.#history.log.since(tick);
  }

  /** A seat's confirmed input at a tick; undefined where it is not known any more or not yet. */
  inputAt(seat: 0 | 1, tick: number): number | undefined {
    return this.#history.log.inputAt(seat, tick);
  }

  /** A snapshot that leads to the newest confirmed state. */
  snapshot(): Snapshot {
    return this.#history.snapshot();
  }

  /** Plays what is new in a packet, once its end is known to be the leader's state as well. */
  take({ epoch, endTick, checksum, inputs }: StreamPacket): Taken {
    const { log } = this.#history;
    const { pairBytes } = log.format;
    const first = endTick - inputs.length / pairBytes;
    if (this.epoch === 0 || epoch !== this.epoch || endTick <= this.confirmedTick || first > this.confirmedTick) return 'nothing';
    const news = inputs.subarray((this.confirmedTick - first) * pairBytes);
    const end = log.replay(this.confirmed, news);
    if (checksumWords(end, 0, end.length) !== checksum) return 'differs';
    this.#record(this.#history.play(news), []);
    return 'played';
  }

  /**
   * Checks a state transfer against what this side knows.
   * @param saved what this side's log says; without one, nothing that is shown here counts
   */
  refuse(transfer: StateTransfer, saved: SavedMatch | undefined): StateTransferRefusal | undefined {
    const { snapshot, checkpoints, epoch } = transfer;
    if (saved !== undefined) {
      if (!equalBytes(transfer.token, saved.head.token) || epoch < saved.epoch) return 'old';
      // Play can have overtaken it, points and all.
      if (epoch === this.epoch && snapshot.endTick < this.confirmedTick) return 'old';
      const counted = saved.checkpoints.find(({ number }) => number <= saved.committed);
      const given = checkpoints.find(({ number }) => number === counted?.number);
      const other = counted !== undefined && given !== undefined && !equalBytes(counted.chain, given.chain);
      if (other || snapshot.checkpoint < saved.committed) return 'counted-rally-missing';
    }
    if (saved !== undefined && epoch === this.epoch && !this.#history.log.agrees(snapshot.baseTick, snapshot.inputs)) {
      return 'confirmed-play-changed';
    }
    if (!this.#fits(transfer)) return 'checkpoints-do-not-fit';
    const end = this.#history.log.replay(snapshot.words, snapshot.inputs);
    return checksumWords(end, 0, end.length) === snapshot.checksum ? undefined : 'replay-differs';
  }

  /** Whether a state transfer's checkpoints follow each other, and its snapshot starts from one of them or from the start of the match. */
  #fits({ seed, checkpoints, snapshot }: StateTransfer): boolean {
    const [newest, before] = checkpoints;
    if (newest !== undefined && before !== undefined) {
      if (newest.number !== before.number + 1) return false;
      if (!equalBytes(nextChain(before.chain, newest.number, newest.words), newest.chain)) return false;
    }
    const start = startCheckpoint(new ConfirmedLog(this.#match.game(seed)).baseWords);
    const from = [...checkpoints, start].find(({ number }) => number === snapshot.checkpoint);
    if (from === undefined || snapshot.baseTick < from.tick) return false;
    // Either play went on from the checkpoint itself, or it was taken up from it, at a later tick.
    if (snapshot.baseTick === from.tick && sameWords(snapshot.words, from.words)) return true;
    const committed = from.words.slice();
    this.#match.keeps?.commit(committed);
    return sameWords(snapshot.words, committed) || snapshot.baseTick >= from.tick + this.#history.log.halfTicks;
  }

  /**
   * The newest of this side's checkpoints that a state transfer leaves standing; those after it only this side wrote.
   * @returns undefined when it leaves all
   */
  keeps({ checkpoints }: StateTransfer, saved: SavedMatch): number | undefined {
    const stands = (own: CheckpointRecord): boolean =>
      own.number <= saved.committed ||
      checkpoints.some(({ number, tick, chain, words }) =>
        number === own.number
          ? tick === own.tick && equalBytes(chain, own.chain)
          : number === own.number + 1 && equalBytes(chain, nextChain(own.chain, number, words)),
      );
    const oldest = saved.checkpoints.filter((own) => !stands(own)).at(-1);
    return oldest === undefined ? undefined : oldest.number - 1;
  }

  /** Goes to where a state transfer leads. It must not be refused. */
  adopt({ seed, epoch, leaderId, checkpoints, snapshot }: StateTransfer): void {
    this.epoch = epoch;
    this.leaderId = leaderId;
    const passed = checkpoints.filter(({ number }) => number <= snapshot.checkpoint);
    this.#history = new ConfirmedHistory(this.#match, seed, { checkpoints: passed, committed: snapshot.checkpoint });
    this.#record(this.#history.restore(snapshot), checkpoints);
  }

  /** @param known checkpoints that are in the log already */
  #record(reached: readonly Checkpoint[], known: readonly CheckpointRecord[]): void {
    for (const checkpoint of reached) {
      if (known.some(({ number }) => number === checkpoint.number)) continue;
      this.#reached({ kind: RecordKind.checkpoint, ...checkpoint, epoch: this.epoch, leaderId: this.leaderId });
    }
  }
}
