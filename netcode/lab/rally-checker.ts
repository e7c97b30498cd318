import { sameWords } from '../history/checkpoints.ts';
import { POINTS_TO_WIN, Word } from '../pong/state.ts';
import type { CheckpointRecord } from '../wire/match-record.ts';
import { InvariantViolation } from './invariant-violation.ts';
import type { PeerView } from './peer-view.ts';

/** Every committed rally with its score, once for all peers, and what their disks must hold of it. */
export class RallyChecker {
  /** Newest rally that a peer knows to be on all disks: from there on no crash may take it away. */
  committed = 0;
  /** Score after each rally. */
  readonly #scores: (readonly [number, number])[] = [[0, 0]];
  /** False once an input may have been forged: a peer can then believe that another one holds what it does not, or write it before it is compared. */
  trusted = true;
  readonly #views: readonly PeerView[];

  constructor(views: readonly PeerView[]) {
    this.#views = views;
  }

  /** A peer calls a rally committed; the first to do so sets what the others must find. */
  counted(name: string, rally: number, words: Int32Array): void {
    const score = [words[Word.score0] ?? 0, words[Word.score1] ?? 0] as const;
    const known = this.#scores[rally];
    if (known !== undefined) {
      if (known[0] !== score[0] || known[1] !== score[1]) {
        throw new InvariantViolation('rallies', `${name}: ${score.join(':')} after rally ${rally}, where another has ${known.join(':')}`);
      }
      return;
    }
    const [left, right] = this.#scores[rally - 1] ?? [-1, -1];
    const over = left >= POINTS_TO_WIN || right >= POINTS_TO_WIN;
    const points = score[0] + score[1] - (over ? 0 : left + right);
    if (left < 0 || points !== 1)
      throw new InvariantViolation('rallies', `${name}: from ${left}:${right} to ${score.join(':')} by rally ${rally}`);
    this.#scores[rally] = score;
    this.held(rally);
  }

  /** A peer knows that all have a rally on disk. */
  held(rally: number): void {
    if (rally <= this.committed) return;
    this.committed = rally;
    this.#mustHold(rally);
  }

  /** Rallies above this one count no longer. */
  takeBack(rally: number): void {
    this.committed = Math.min(this.committed, rally);
    this.#scores.length = Math.min(this.#scores.length, rally + 1);
  }

  /** A disk has a checkpoint now: no other may contradict it. */
  stored({ number, words }: CheckpointRecord): void {
    if (!this.trusted) return;
    for (const { disk, forged } of this.#views) {
      const other = disk.checkpoints.get(number);
      if (forged === undefined && other !== undefined && !sameWords(other.words, words))
        throw new InvariantViolation('disk', `two disks differ about checkpoint ${number}`);
    }
  }

  /** The disks must tell the same match, without a hole, as far as it is committed. */
  compareDisks(): void {
    for (let rally = 1; rally <= this.committed; rally++) this.#mustHold(rally);
  }

  #mustHold(rally: number): void {
    if (!this.trusted) return;
    const disks = this.#views.filter(({ forged }) => forged === undefined).map(({ disk }) => disk);
    const [first] = disks.map(({ checkpoints }) => checkpoints.get(rally));
    for (const { checkpoints } of disks) {
      const record = checkpoints.get(rally);
      if (record === undefined || first === undefined)
        throw new InvariantViolation('disk', `rally ${rally} counts, and is missing from a disk`);
      if (!sameWords(record.words, first.words))
        throw new InvariantViolation('disk', `rally ${rally} counts, and the disks differ about it`);
    }
  }
}
