import { sameWords } from '../history/checkpoints.ts';
import { pongMatch } from '../pong/pong-match.ts';
import { equalBytes } from '../wire/bytes.ts';
import {
  type CheckpointRecord,
  decodeMatchRecord,
  type EpochRecord,
  KEEPS_ALL,
  Outcome,
  RecordKind,
  type Result,
} from '../wire/match-record.ts';
import { InvariantViolation } from './invariant-violation.ts';
import { type PeerView, phaseStart } from './peer-view.ts';
import type { RallyChecker } from './rally-checker.ts';
import type { Reference } from './reference.ts';
import type { WireChecker } from './wire-checker.ts';

/** What a peer may write into its log, and what it may say of it. */
export class RecordChecker {
  readonly #views: readonly PeerView[];
  readonly #reference: Reference;
  readonly #book: RallyChecker;
  readonly #wire: WireChecker;

  constructor(views: readonly PeerView[], reference: Reference, book: RallyChecker, wire: WireChecker) {
    this.#views = views;
    this.#reference = reference;
    this.#book = book;
    this.#wire = wire;
  }

  /** Records of a peer have become safe. */
  safe(view: PeerView): void {
    for (const checkpoint of view.disk.look()) if (view.forged === undefined) this.#book.stored(checkpoint);
  }

  /** A peer writes a record. */
  written(view: PeerView, bytes: Uint8Array): void {
    const decoded = decodeMatchRecord(bytes);
    if (!decoded.ok) throw new InvariantViolation('disk', `${view.name}: wrote a record that can't be read`);
    const record = decoded.value;
    switch (record.kind) {
      case RecordKind.checkpoint:
        this.#checkpoint(view, record);
        break;
      case RecordKind.epoch:
        this.#epoch(view, record);
        break;
      case RecordKind.committed:
        this.#book.held(record.number);
        break;
      case RecordKind.result:
        this.#result(view, record);
        view.result = record;
        break;
      case RecordKind.settled:
        this.#settled(view);
        break;
      case RecordKind.match:
      case RecordKind.term:
      case RecordKind.peer:
        break;
    }
  }

  #checkpoint(view: PeerView, { number, tick, words, epoch, leaderId }: CheckpointRecord): void {
    if (view.excused) return;
    if (number !== pongMatch.keeps.checkpointNumber(words))
      throw new InvariantViolation('disk', `${view.name}: wrote checkpoint ${number} with a state of another`);
    if (epoch > view.peer.session.epochNumber || leaderId !== view.peer.session.authorityId)
      throw new InvariantViolation('fencing', `${view.name}: wrote a checkpoint of epoch ${epoch} and leader ${leaderId}`);
    // Not every tick is compared, so wrong bits that change an input can get as far as the disk before they are noticed.
    if (!this.#wire.corrupted && this.#reference.isPlayedAt(tick, words) === false)
      throw new InvariantViolation('disk', `${view.name}: wrote a state of tick ${tick} that never was`);
    const before = view.disk.checkpoints.get(number);
    // A wrong byte can say "ready": who counts a rally by it writes it anew once the other peer is heard.
    if (this.#book.trusted && number <= this.#book.committed && (before === undefined || !sameWords(before.words, words)))
      throw new InvariantViolation('disk', `${view.name}: wrote the committed checkpoint ${number} anew, differently`);
  }

  #epoch(view: PeerView, { number, keeps }: EpochRecord): void {
    if (number !== view.peer.session.epochNumber) throw new InvariantViolation('fencing', `${view.name}: wrote epoch ${number}`);
    if (this.#book.trusted && keeps !== KEEPS_ALL && keeps < this.#book.committed)
      throw new InvariantViolation('disk', `${view.name}: strikes what is above ${keeps}, and ${this.#book.committed} rallies count`);
  }

  #result(view: PeerView, result: Result): void {
    const { checkpoint, chain, outcome, seat } = result;
    if (view.forged !== undefined) return;
    const held = this.#views.filter(({ forged }) => forged === undefined).map(({ disk }) => disk.checkpoints.get(checkpoint));
    if (checkpoint > 0 && !held.some((record) => record !== undefined && equalBytes(record.chain, chain)))
      throw new InvariantViolation('result', `${view.name}: wrote a result of checkpoint ${checkpoint} with a chain that is none`);
    const winner = pongMatch.winner(view.peer.session.confirmed);
    if (outcome === Outcome.played && (checkpoint !== this.#book.committed || winner !== seat))
      throw new InvariantViolation(
        'result',
        `${view.name}: wrote that seat ${seat} won with ${checkpoint} rallies, and it was seat ${winner}`,
      );
  }

  /** A result that somebody left by is each side's own; any other one is settled when the other side surely holds it. */
  #settled(view: PeerView): void {
    const { result } = view;
    if (result === undefined) throw new InvariantViolation('result', `${view.name}: settles a result that it has not`);
    if (result.outcome === Outcome.left) return;
    for (const { disk, name } of this.#views) {
      if (disk === view.disk) continue;
      // Both have claimed, and each puts the same result in the place of its own as soon as it hears of the other's.
      if (result.outcome === Outcome.void ? disk.result !== undefined : sameResult(disk.result, result)) continue;
      throw new InvariantViolation('result', `${view.name}: settles a result that ${name} does not have on its disk`);
    }
  }

  /** A peer says "ready": it has the checkpoint that is asked for on its disk, or its player wants a rematch. */
  saidReady(view: PeerView): void {
    if (view.excused || this.#wire.corrupted) return;
    const { confirmed, confirmedTick } = view.peer.session;
    // Several ticks may have been played and confirmed since it decided to.
    const asked = [
      { awaits: view.awaits, since: view.awaitsSince },
      { awaits: pongMatch.waits.awaits(confirmed, view.index), since: phaseStart(confirmedTick, confirmed) },
    ];
    if (asked.some(({ awaits }) => awaits === 'checkpoint')) {
      const ticks = [...view.disk.checkpoints.values()].map(({ tick }) => tick);
      if (asked.some(({ awaits, since }) => awaits === 'checkpoint' && ticks.includes(since))) return;
      throw new InvariantViolation('ready', `${view.name}: says that this checkpoint is on its disk, and it is not`);
    }
    if (!asked.some(({ awaits }) => awaits === 'consent') || !view.askedForRematch) {
      throw new InvariantViolation('ready', `${view.name}: says that it is ready, and nobody had asked`);
    }
  }
}

/** Whether two results are the same. */
export function sameResult(a: Result | undefined, b: Result | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.outcome === b.outcome && a.seat === b.seat && a.checkpoint === b.checkpoint && equalBytes(a.chain, b.chain);
}
