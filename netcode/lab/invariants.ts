import { pongMatch } from '../pong/pong-match.ts';
import { POINT_TICKS, Word } from '../pong/state.ts';
import { MAX_DELAY_TICKS, MAX_PREDICTION_TICKS, WINDOW_TICKS } from '../rollback/rollback-options.ts';
import type { SessionEffect, SessionEvent, SessionPhase } from '../session/events.ts';
import { MAX_RESYNCS_PER_RALLY } from '../session/resync-limit.ts';
import { FastKind } from '../wire/input-packet.ts';
import { decodeMatchRecord, KEEPS_ALL, RecordKind } from '../wire/match-record.ts';
import { FIRST_SPECTATOR } from '../wire/peer-ids.ts';
import { ChatChecker } from './chat-checker.ts';
import { EpochChecker } from './epoch-checker.ts';
import type { FaultWitness } from './fault-injector.ts';
import { InvariantViolation } from './invariant-violation.ts';
import type { Mesh, MeshWatch } from './mesh.ts';
import type { MeshPeer } from './mesh-peer.ts';
import { PeerView } from './peer-view.ts';
import { RallyChecker } from './rally-checker.ts';
import { RecordChecker } from './record-checker.ts';
import { Reference } from './reference.ts';
import { TableChecker } from './table-checker.ts';
import { Trace } from './trace.ts';
import { WireChecker } from './wire-checker.ts';

/** Records that may be on their way to a disk at once: those of a rally and its result, and of each time that play went back while a slow write was on its way. */
const MOST_PENDING_WRITES = 12;
/** A peer may suspend by itself only after 0.5 s of silence; less the time between two looks at its clock. */
const SILENCE_MS = 490;

/** Checks, after every event of any peer, what must hold in any match. */
export class Invariants implements MeshWatch, FaultWitness {
  /** Of the two players. */
  readonly views: readonly [PeerView, PeerView];
  readonly trace = new Trace();
  readonly wire = new WireChecker();
  readonly book: RallyChecker;
  readonly chat = new ChatChecker();
  /** When a connection last died or was replaced. */
  severedMs = Number.NEGATIVE_INFINITY;
  #committedTick = 0;
  readonly table: TableChecker;
  readonly #mesh: Mesh;
  readonly #reference = new Reference();
  readonly #epochs: EpochChecker;
  readonly #records: RecordChecker;

  constructor(mesh: Mesh) {
    this.#mesh = mesh;
    this.views = [new PeerView(mesh.peer(1), 0), new PeerView(mesh.peer(2), 1)];
    this.table = new TableChecker(mesh, this.#reference);
    this.book = new RallyChecker(this.views);
    this.#epochs = new EpochChecker(this.views, this.#reference, this.book, this.wire);
    this.#records = new RecordChecker(this.views, this.#reference, this.book, this.wire);
  }

  forged(peer: MeshPeer, how: number): void {
    this.#viewOf(peer)?.forge(how);
  }

  /** Until it is mended, what the leader says may be wrong. What a follower confirms never is. */
  damaged(peer: MeshPeer): void {
    const view = this.#viewOf(peer);
    if (view === undefined) {
      this.table.damaged(peer);
      return;
    }
    this.wire.damaged = true;
    view.excused = view.isAuthority;
    view.damagedTick = view.peer.session.game.tick;
  }

  /** Whether one rally had so many differences that a leader may call it a dispute. A rally is over when both have it on disk, before it counts. */
  get isHopeless(): boolean {
    const from = this.#committedTick - 2 * POINT_TICKS;
    return this.wire.damaged && this.#epochs.resyncTicks.filter((tick) => tick > from).length >= MAX_RESYNCS_PER_RALLY;
  }

  stepped(peer: MeshPeer, event: SessionEvent, effects: readonly SessionEffect[]): void {
    const view = this.#viewOf(peer);
    if (view !== undefined) this.#played(view, event, effects);
    if (this.#mesh.peers.length > 2) this.table.stepped(peer, effects);
  }

  #viewOf({ id }: MeshPeer): PeerView | undefined {
    return this.views[id - 1];
  }

  #played(view: PeerView, event: SessionEvent, effects: readonly SessionEffect[]): void {
    const { session } = view.peer;
    this.#heard(view, event);
    for (const effect of effects) {
      if (effect.type === 'sendFast' && isOfSession(effect.to, effect.bytes)) {
        this.wire.sentFast(view, effect.bytes);
        mustNotQueue(view, event, effect.bytes);
      } else if (effect.type === 'sendReliable' && isPlayer(effect.to)) this.wire.sentReliable(view, effect.bytes);
    }
    if (session.epochNumber !== view.epoch) {
      this.#epochs.entered(view, strikesNothing(effects));
      this.#counted(view);
      this.trace.state(session.confirmedTick, session.confirmed);
    } else if (isFrozen(view.phase) && isFrozen(session.phase)) mustNotMove(view);
    this.#made(view);
    if (session.confirmedTick !== view.confirmedTick) this.#confirmed(view);
    if (session.chat.lamport < view.lamport)
      throw new InvariantViolation('lamport', `${view.name}: Lamport time fell from ${view.lamport}`);
    for (const effect of effects) this.#happened(view, event, effect);
    if (view.peer.disk.pending > MOST_PENDING_WRITES)
      throw new InvariantViolation('bounded', `${view.name}: ${view.peer.disk.pending} writes at once`);
    view.look();
  }

  restarted(peer: MeshPeer): void {
    const view = this.#viewOf(peer);
    this.table.restarted(peer);
    if (view === undefined) return;
    const { session, disk } = peer;
    this.#records.safe(view);
    this.wire.restarted(view);
    this.chat.restarted(view);
    this.severedMs = this.#mesh.nowMs;
    const rallies = session.confirmed[Word.rallies] ?? 0;
    if (view.forged === undefined && rallies > this.book.committed)
      throw new InvariantViolation('rallies', `${view.name}: shows ${rallies} rallies, and ${this.book.committed} count`);
    if (view.forged === undefined) this.book.counted(view.name, rallies, session.confirmed);
    this.trace.event(view.index, this.#mesh.nowMs, disk.log.length);
    view.restart();
  }

  #heard(view: PeerView, event: SessionEvent): void {
    switch (event.type) {
      case 'fast':
        if (!isOfSession(event.from, event.bytes)) break;
        if (this.#mesh.link(1, 2).counts.corrupted + this.#mesh.link(2, 1).counts.corrupted > 0) {
          this.wire.corrupted = true;
          this.book.trusted = false;
        }
        this.wire.received(view, event.bytes);
        break;
      case 'reliable':
        if (isPlayer(event.from)) this.wire.receivedReliable(view, event.bytes);
        break;
      case 'recordStored':
        this.#records.safe(view);
        break;
      case 'linkOpened':
      case 'linkClosed':
        if (!isPlayer(event.from)) break;
        this.severedMs = this.#mesh.nowMs;
        this.wire.severed(view);
        break;
      case 'rematch':
        view.askedForRematch = true;
        break;
      default:
        break;
    }
  }

  /** Takes down the inputs that a peer has just given for its own seat. */
  #made(view: PeerView): void {
    const { game } = view.peer.session;
    const end = game.knownTicks(view.index);
    while (view.madeEnd < end) {
      const input = game.inputAt(view.index, view.madeEnd);
      if (input === pongMatch.waits.ready) this.#records.saidReady(view);
      view.make(input);
    }
    const ahead = Math.max(end, game.knownTicks(view.index === 0 ? 1 : 0)) - view.peer.session.confirmedTick;
    if (ahead > WINDOW_TICKS || game.tick - view.peer.session.confirmedTick > MAX_PREDICTION_TICKS + MAX_DELAY_TICKS) {
      throw new InvariantViolation(
        'bounded',
        `${view.name}: holds ${ahead} inputs and plays ${game.tick - view.peer.session.confirmedTick} ticks ahead`,
      );
    }
  }

  /** A peer calls more ticks confirmed than before. */
  #confirmed(view: PeerView): void {
    const { session } = view.peer;
    const { confirmedTick, confirmed, epochNumber } = session;
    // After a new epoch the ticks before it are the snapshot's.
    const from = epochNumber === view.epoch ? view.confirmedTick : confirmedTick;
    if (confirmedTick < from) throw new InvariantViolation('agreement', `${view.name}: had confirmed tick ${view.confirmedTick} before`);
    for (let tick = from; tick < confirmedTick; tick++) {
      const [input0, input1] = [session.game.inputAt(0, tick), session.game.inputAt(1, tick)];
      if (view.isAuthority) {
        this.#mustBeMade(view, tick, 0, input0);
        this.#mustBeMade(view, tick, 1, input1);
        this.#reference.advance(input0, input1);
      } else if (!this.wire.corrupted && !this.#reference.isInputAt(tick, input0, input1)) {
        throw new InvariantViolation(
          'inputs',
          `${view.name}: confirmed ${input0} and ${input1} for tick ${tick}, its leader something else`,
        );
      }
    }
    const agrees = this.#reference.isStateAt(epochNumber, confirmedTick, confirmed);
    if (view.excused) {
      if (!agrees || confirmedTick <= view.damagedTick) return;
      view.excused = false;
    }
    if (agrees === undefined) throw new InvariantViolation('agreement', `${view.name}: confirmed what its leader has not`);
    if (!agrees) throw new InvariantViolation('agreement', `${view.name}: the confirmed state is not what the confirmed inputs lead to`);
    if (from < confirmedTick) this.#counted(view);
    this.trace.state(confirmedTick, confirmed);
  }

  /** What the leader confirms must be what the player of that seat gave. */
  #mustBeMade(view: PeerView, tick: number, seat: 0 | 1, input: number): void {
    const maker = this.views[seat];
    const made = tick < maker.madeEnd && maker.peer.session.epochNumber === view.peer.session.epochNumber;
    if ((made && maker.madeAt(tick) === input) || this.wire.corrupted) return;
    const gave = made ? `${maker.madeAt(tick)}` : 'nothing yet';
    throw new InvariantViolation('inputs', `${view.name}: confirmed ${input} of seat ${seat} for tick ${tick}, which gave ${gave}`);
  }

  #counted(view: PeerView): void {
    const { confirmed } = view.peer.session;
    const rallies = confirmed[Word.rallies] ?? 0;
    if (rallies === view.rallies) return;
    if (rallies < view.rallies)
      throw new InvariantViolation('rallies', `${view.name}: ${view.rallies} rallies were committed, now ${rallies}`);
    if (rallies > view.rallies + 1)
      throw new InvariantViolation('rallies', `${view.name}: committed rallies rose from ${view.rallies} to ${rallies}`);
    view.rallies = rallies;
    if (view.isAuthority) this.#committedTick = view.peer.session.confirmedTick;
    this.book.counted(view.name, rallies, confirmed);
  }

  #happened(view: PeerView, event: SessionEvent, effect: SessionEffect): void {
    const { nowMs } = this.#mesh;
    switch (effect.type) {
      case 'record':
        this.#records.written(view, effect.record);
        break;
      case 'chat':
        this.chat.shown(view, effect.message, event.type !== 'reliable');
        break;
      case 'suspended':
        view.suspensions++;
        if (event.type === 'poll') this.#mustBeSilent(view);
        break;
      case 'resumed':
        if (this.wire.silenceMs(view) === undefined)
          throw new InvariantViolation('frozen', `${view.name}: plays before it has heard the other in this epoch`);
        break;
      case 'ended':
        view.end = { ...effect.end, atMs: nowMs };
        break;
      case 'joined':
      case 'leader':
      case 'signal':
      case 'sendFast':
      case 'sendReliable':
      case 'desync':
      case 'healed':
        return;
    }
    this.trace.event(view.index, nowMs, effect.type.length);
  }

  /** A peer that hears the other has no reason to suspend by itself: it would be stuck on something that never comes. */
  #mustBeSilent(view: PeerView): void {
    const silenceMs = this.wire.silenceMs(view);
    if (silenceMs === undefined || silenceMs > SILENCE_MS || this.wire.damaged || this.wire.corrupted) return;
    throw new InvariantViolation('progress', `${view.name}: got stuck ${silenceMs.toFixed(0)} ms after it had heard the other`);
  }
}

/** What can't leave now is replaced by the next tick's packet: nothing fresh waits behind what is stale. */
function mustNotQueue(view: PeerView, event: SessionEvent, bytes: Uint8Array): void {
  if (event.type !== 'poll' || (event.queuedBytes ?? 0) === 0 || (bytes[0] ?? 0) >> 6 !== FastKind.input) return;
  throw new InvariantViolation('bounded', `${view.name}: sent inputs behind ${event.queuedBytes} bytes that still wait to leave`);
}

/** Whether the epoch that was written among these strikes no checkpoint. */
function strikesNothing(effects: readonly SessionEffect[]): boolean {
  return effects.some((effect) => {
    const record = effect.type === 'record' ? decodeMatchRecord(effect.record) : undefined;
    return record?.ok === true && record.value.kind === RecordKind.epoch && record.value.keeps === KEEPS_ALL;
  });
}

function isPlayer(id: number): boolean {
  return id < FIRST_SPECTATOR;
}

/** Whether a packet is of the players' session, and not of their table. */
function isOfSession(id: number, bytes: Uint8Array): boolean {
  return isPlayer(id) && (bytes[0] ?? 0) >> 6 <= FastKind.heartbeat;
}

function isFrozen(phase: SessionPhase): boolean {
  return phase === 'suspended' || phase === 'getReady';
}

/** Neither the played nor the confirmed state moves while the players are out of touch. */
function mustNotMove(view: PeerView): void {
  const { game, confirmedTick } = view.peer.session;
  if (game.tick !== view.tick || confirmedTick !== view.confirmedTick) {
    throw new InvariantViolation('frozen', `${view.name}: went on from tick ${view.tick} while frozen`);
  }
}
