import { sameWords } from '../history/checkpoints.ts';
import { pongMatch } from '../pong/pong-match.ts';
import { STATE_WORDS, Word } from '../pong/state.ts';
import { Forgery } from './forgery.ts';
import { InvariantViolation } from './invariant-violation.ts';
import type { PeerView } from './peer-view.ts';
import type { RallyChecker } from './rally-checker.ts';
import type { Reference } from './reference.ts';
import type { WireChecker } from './wire-checker.ts';

/** How an epoch may begin: with what was confirmed before, or with a checkpoint that all have on disk. */
export class EpochChecker {
  /** Ticks at which the leader began an epoch in the middle of play, because states differed. */
  readonly resyncTicks: number[] = [];
  readonly #views: readonly PeerView[];
  readonly #reference: Reference;
  readonly #book: RallyChecker;
  readonly #wire: WireChecker;
  readonly #initial = new Int32Array(STATE_WORDS);

  constructor(views: readonly PeerView[], reference: Reference, book: RallyChecker, wire: WireChecker) {
    this.#views = views;
    this.#reference = reference;
    this.#book = book;
    this.#wire = wire;
  }

  /**
   * A peer is in another epoch than before.
   * @param goesOn what it wrote down: that no checkpoint is struck
   */
  entered(view: PeerView, goesOn: boolean): void {
    const { epochNumber, confirmedTick, confirmed } = view.peer.session;
    if (epochNumber < view.epoch) throw new InvariantViolation('fencing', `${view.name}: the epoch was ${view.epoch} before`);
    if (confirmedTick < view.confirmedTick)
      throw new InvariantViolation('agreement', `${view.name}: had confirmed tick ${view.confirmedTick} before`);
    if (view.isAuthority) this.#began(view, goesOn);
    this.#wire.entered(view);
    const start = this.#reference.startOf(epochNumber);
    if (start === undefined) throw new InvariantViolation('fencing', `${view.name}: in an epoch that its leader has not begun`);
    if (start.tick !== confirmedTick || !sameWords(start.words, confirmed)) {
      throw new InvariantViolation(
        'agreement',
        `${view.name}: began the epoch with another state than its leader, whose tick was ${start.tick}`,
      );
    }
    if (start.goesOn && !view.live) throw new InvariantViolation('outage', `${view.name}: was restarted and goes on with a rally`);
    if (!view.isAuthority && start.goesOn) this.#mustKeepOwnInputs(view, confirmedTick);
    view.excused = false;
    view.live = true;
    if (view.forged === Forgery.score) view.forged = undefined;
    view.madeEnd = confirmedTick;
  }

  /** A snapshot that a follower took may say nothing else than what it gave, whatever reached its leader. */
  #mustKeepOwnInputs(view: PeerView, end: number): void {
    for (let tick = view.confirmedTick; tick < end; tick++) {
      const confirmed = this.#reference.inputAt(tick, view.index);
      if (tick < view.madeEnd && confirmed === view.madeAt(tick)) continue;
      throw new InvariantViolation('inputs', `${view.name}: took a snapshot with the input ${confirmed} for its own of tick ${tick}`);
    }
  }

  #began(view: PeerView, goesOn: boolean): void {
    const { epochNumber, confirmedTick, confirmed } = view.peer.session;
    if (view.epoch === 0) this.#initial.set(confirmed);
    else {
      this.#wire.tookUp(view, epochNumber, goesOn);
      if (view.phase === 'playing') this.resyncTicks.push(view.confirmedTick);
      if (!goesOn) this.#wentBack(view);
      else if (confirmedTick !== this.#reference.tick || !sameWords(confirmed, this.#reference.words)) {
        throw new InvariantViolation('agreement', `${view.name}: does not go on from what was confirmed, at tick ${this.#reference.tick}`);
      }
    }
    this.#reference.begin(epochNumber, confirmedTick, confirmed, goesOn);
  }

  /** A rally that only a cheat knew to count is taken back by changing the log, as by losing the disk. */
  #takeBack(rallies: number): void {
    const cheats = this.#views.filter(({ forged }) => forged !== undefined);
    if (cheats.length === 0) return;
    for (const cheat of cheats) cheat.rallies = Math.min(cheat.rallies, rallies);
    this.#book.takeBack(Math.max(...this.#views.map((view) => view.rallies)));
  }

  #wentBack(view: PeerView): void {
    const { confirmed } = view.peer.session;
    const rallies = confirmed[Word.rallies] ?? 0;
    this.#takeBack(rallies);
    if (rallies < this.#book.committed)
      throw new InvariantViolation('rallies', `${view.name}: went back behind rally ${this.#book.committed}`);
    if (rallies === 0) {
      if (!sameWords(confirmed, this.#initial))
        throw new InvariantViolation('agreement', `${view.name}: the match began anew with another state`);
      return;
    }
    if (this.#wire.corrupted) return;
    for (const { peer, disk } of this.#views) {
      const words = disk.checkpoints.get(rallies)?.words.slice();
      if (words === undefined) {
        throw new InvariantViolation(
          'disk',
          `${view.name}: went back to checkpoint ${rallies}, which peer ${peer.session.localId} does not have`,
        );
      }
      pongMatch.keeps.commit(words);
      if (!sameWords(words, confirmed))
        throw new InvariantViolation('disk', `${view.name}: checkpoint ${rallies} on a disk leads to another state`);
    }
  }
}
