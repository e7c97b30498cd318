import { sameWords } from '../history/checkpoints.ts';
import type { SessionEffect } from '../session/events.ts';
import { ByteReader } from '../wire/bytes.ts';
import { FastKind } from '../wire/input-packet.ts';
import { decodeTableBeat, emptyTableBeat } from '../wire/table-beat.ts';
import { DiskView } from './disk-view.ts';
import { InvariantViolation } from './invariant-violation.ts';
import type { Mesh } from './mesh.ts';
import type { MeshPeer } from './mesh-peer.ts';
import type { Reference } from './reference.ts';

/** What was last seen of a peer at a table. */
class TableView {
  readonly peer: MeshPeer;
  readonly disk: DiskView;
  epoch = 0;
  tick = 0;
  /** True while its state may be damaged. */
  excused = false;
  /** Leader of each term that it acted on, in whichever process. */
  readonly leaders = new Map<number, number>();

  constructor(peer: MeshPeer) {
    this.peer = peer;
    this.disk = new DiskView(peer.disk.log, `peer ${peer.id}`, !peer.plays);
  }

  get name(): string {
    return `peer ${this.peer.id}, term ${this.peer.table.term.number}, epoch ${this.epoch}, tick ${this.tick}`;
  }
}

/** What must hold at a table with spectators, beyond what holds between its players. */
export class TableChecker {
  readonly #views: readonly TableView[];
  readonly #mesh: Mesh;
  readonly #reference: Reference;
  readonly #reader = new ByteReader();
  readonly #beat = emptyTableBeat();

  constructor(mesh: Mesh, reference: Reference) {
    this.#mesh = mesh;
    this.#views = mesh.peers.map((peer) => new TableView(peer));
    this.#reference = reference;
  }

  /** A spectator's state was damaged on purpose: it may show what is not so until it is mended. */
  damaged(peer: MeshPeer): void {
    this.#viewOf(peer).excused = true;
  }

  /** A peer's process began anew. */
  restarted(peer: MeshPeer): void {
    const view = this.#viewOf(peer);
    view.epoch = 0;
    view.tick = 0;
    view.excused = false;
    // Who had no log yet comes back as somebody else.
    if (peer.disk.log.length === 0) view.leaders.clear();
  }

  /** A peer took an event. */
  stepped(peer: MeshPeer, effects: readonly SessionEffect[]): void {
    const view = this.#viewOf(peer);
    for (const effect of effects) {
      if (effect.type === 'leader') this.#acts(view, effect.term, effect.leaderId);
      else if (effect.type === 'sendFast' && (effect.bytes[0] ?? 0) >> 6 === FastKind.tableBeat) this.#sentBeat(view, effect.bytes);
    }
    if (!peer.plays) this.#watches(view);
  }

  #viewOf(peer: MeshPeer): TableView {
    const view = this.#views[peer.id - 1];
    if (view === undefined) throw new Error(`there is no peer ${peer.id}`);
    return view;
  }

  /** There is no majority; what holds is that nobody acts on two leaders in one term. */
  #acts(view: TableView, term: number, leaderId: number): void {
    const known = view.leaders.get(term);
    if (known !== undefined && known !== leaderId)
      throw new InvariantViolation('leader', `${view.name}: acts on ${leaderId} in the term of ${known}`);
    view.leaders.set(term, leaderId);
  }

  #sentBeat(view: TableView, bytes: Uint8Array): void {
    this.#reader.reset(bytes);
    if (decodeTableBeat(this.#reader, this.#beat) !== undefined)
      throw new InvariantViolation('bounded', `${view.name}: sent a beat that nobody can read`);
    view.disk.look();
    // Who has no log yet keeps its consent in memory.
    if (view.peer.disk.log.length > 0 && this.#beat.promisedTerm > view.disk.term)
      throw new InvariantViolation('fencing', `${view.name}: has consented to term ${this.#beat.promisedTerm}, which is not on its disk`);
  }

  /** What a spectator shows is what the players have confirmed. */
  #watches(view: TableView): void {
    const { epoch, tick } = view.peer.table.seen;
    if (epoch === 0 || (epoch === view.epoch && tick === view.tick)) return;
    if (epoch < view.epoch || (epoch === view.epoch && tick < view.tick))
      throw new InvariantViolation('agreement', `${view.name}: went back to epoch ${epoch}, tick ${tick}`);
    view.epoch = epoch;
    view.tick = tick;
    const agrees = this.#reference.isStateAt(epoch, tick, view.peer.table.confirmed);
    if (agrees === true) view.excused = false;
    if (agrees === false && !view.excused)
      throw new InvariantViolation('agreement', `${view.name}: shows what the players have not played`);
  }

  /**
   * Whether bits that were changed on their way from a player can have told others of a term that never was, or of inputs that nobody gave: who
   * heard it may wait for that term, or dispute what comes next.
   */
  get misled(): boolean {
    return [1, 2].some((from) => this.#views.some(({ peer: { id } }) => id !== from && this.#mesh.link(from, id).counts.corrupted > 0));
  }

  /** All have been in touch for long: everybody follows the first player and has the same record. */
  compare(): void {
    const [first] = this.#views;
    if (first === undefined || this.#views.length === 2 || this.misled) return;
    first.disk.look();
    const newest = Math.max(0, ...first.disk.checkpoints.keys());
    for (const view of this.#views) {
      view.disk.look();
      if (view.peer.table.term.leaderId !== 1)
        throw new InvariantViolation('leader', `${view.name}: follows ${view.peer.table.term.leaderId}`);
      if (!view.disk.checkpoints.has(newest)) throw new InvariantViolation('disk', `${view.name}: has no checkpoint ${newest}`);
      for (const [number, { words }] of view.disk.checkpoints) {
        const other = first.disk.checkpoints.get(number);
        if (other !== undefined && !sameWords(other.words, words))
          throw new InvariantViolation('disk', `${view.name}: has another checkpoint ${number}`);
      }
    }
  }

  /** Whether everybody who runs acts on a leader. */
  allFollow(leaderId: number): boolean {
    return this.#views.every(({ peer }) => !peer.running || peer.table.term.leaderId === leaderId);
  }

  /** The match was left: nobody watches on. */
  mustBeOver(): void {
    for (const { peer, name } of this.#views)
      if (!peer.table.over) throw new InvariantViolation('ending', `${name}: does not know that the match was left`);
  }
}
