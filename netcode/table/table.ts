import type { SavedMatch } from '../record/saved-match.ts';
import type { Match } from '../rollback/match.ts';
import type { ChatControl, Heard } from '../session/chat.ts';
import type { SessionEffect, SessionEvent } from '../session/events.ts';
import { SILENCE_MS } from '../session/liveness.ts';
import { checkStep, type SessionOptions } from '../session/options.ts';
import { Outbox } from '../session/outbox.ts';
import { Session } from '../session/session.ts';
import { ByteReader } from '../wire/bytes.ts';
import { ByeReason, ControlKind, decodeControl, encodeControl, type Hello } from '../wire/control.ts';
import { InputFormat } from '../wire/input-format.ts';
import { FastKind } from '../wire/input-packet.ts';
import { NO_TERM, type TablePeer, type Term } from '../wire/match-record.ts';
import { FIRST_SPECTATOR, HOST_ID, LAST_SPECTATOR } from '../wire/peer-ids.ts';
import { decodeStreamPacket, emptyStreamPacket, type StreamPacket } from '../wire/stream-packet.ts';
import { decodeTableBeat, emptyTableBeat } from '../wire/table-beat.ts';
import { Election } from './election.ts';
import { Heartbeats } from './heartbeats.ts';
import { type Holding, holdingOf } from './holding.ts';
import { Membership } from './membership.ts';
import { SpectatorFeed } from './spectator-feed.ts';
import { type SpectatorOptions, SpectatorRole } from './spectator-role.ts';

/** Ids of the two players. */
const PLAYERS: readonly number[] = [1, 2];
/** What a player acknowledges: nothing, because it is sent nothing. */
const NOTHING_SEEN = { epoch: 0, tick: 0 };

/**
 * One peer's place at a match with spectators: two players with the ids 1 and 2, up to six spectators with 3 to 8, and a connection between
 * any two of them. Like {@link Session}, of which a player's place has one, it has no clock, sockets or disk: `step(now, event)` takes what
 * happened and returns what is to be done. Without spectators it does nothing that a session would not.
 */
export class Table<State> {
  readonly localId: number;
  /** The session with the other player; undefined for a spectator. */
  readonly session: Session<State> | undefined;

  /** What this peer does at the table besides choosing a leader and showing what it holds: play, or watch. */
  readonly #role: Session<State> | SpectatorRole<State>;
  readonly #spectator: SpectatorRole<State> | undefined;
  readonly #holding: Holding;
  readonly #outbox: Outbox;
  readonly #election: Election;
  readonly #gallery: SpectatorFeed;
  readonly #roster: Membership<State>;
  readonly #beats: Heartbeats;
  /** Id of the other player; 0 for a spectator. */
  readonly #otherPlayer: number;
  readonly #reader = new ByteReader();
  readonly #packet: StreamPacket;
  readonly #beat = emptyTableBeat();
  #told = NO_TERM;
  /** When the other player last said that it hears a spectator. */
  #heardOfTableMs = Number.NEGATIVE_INFINITY;
  #left = false;

  /**
   * @param options a player's have a `remoteId`; the players' ids are 1 and 2
   * @throws RangeError when an option is out of range
   */
  constructor(match: Match<State>, options: SessionOptions | SpectatorOptions) {
    const { localId, saved } = options;
    this.localId = localId;
    this.#outbox = new Outbox(saved, match.keeps !== undefined);
    const format = new InputFormat(match.game(0));
    this.#packet = emptyStreamPacket(format.pairBytes);
    this.#roster = new Membership(match, format, options, options.resumeSecret, this.#outbox);
    this.#gallery = new SpectatorFeed(this.#outbox, format);
    this.#election = new Election(
      localId,
      saved?.term ?? NO_TERM,
      (term, stored) => this.#outbox.journal.appendTerm(term, stored),
      () => this.#changed(),
    );
    this.#beats = new Heartbeats(this.#election, this.#outbox, this.#roster.audience);
    if ('remoteId' in options) {
      this.#otherPlayer = options.remoteId;
      this.session = new Session(match, options, this.#outbox);
      this.#role = this.session;
      this.#holding = holdingOf(this.session, this.#outbox.journal);
    } else {
      this.#otherPlayer = 0;
      this.#spectator = new SpectatorRole(match, options, this.#outbox, this.#roster.names);
      this.#role = this.#spectator;
      this.#holding = this.#spectator.holding;
    }
  }

  /** Who leads the table, as this peer acts on it. */
  get term(): Term {
    return this.#election.term;
  }

  /** Names of the peers that are connected and have the same game, by id; without the other player. */
  get names(): ReadonlyMap<number, string> {
    return this.#roster.names;
  }

  /** The match is over for this peer. */
  get over(): boolean {
    return this.#role.end !== undefined;
  }

  /** Farewell was said after everything was on the disk: no more is written or sent, so the connections may be closed. */
  get left(): boolean {
    return this.#left;
  }

  /** Everybody who is at the table as far as this peer knows, connected or not, and the secrets by which it finds them. */
  get peers(): ReadonlyMap<number, TablePeer> {
    return this.#roster.peers;
  }

  /** Players that nobody hears of whom this peer would know it; both when it hears neither, or when it hears both and they don't hear each other. */
  missing(nowMs: number): readonly number[] {
    return this.#election.missing(nowMs, PLAYERS);
  }

  /** Whether this peer hears a player, itself left out. */
  hearsPlayer(nowMs: number): boolean {
    return PLAYERS.some((id) => id !== this.localId && this.#election.hears(nowMs, id));
  }

  /** What this peer's log says, with what is still on its way there; undefined before the match has begun. */
  get log(): SavedMatch | undefined {
    return this.#outbox.journal.written;
  }

  /** A seat's input at a confirmed tick; undefined where it is not known any more or not yet. */
  inputAt(seat: 0 | 1, tick: number): number | undefined {
    return this.#holding.inputAt(seat, tick);
  }

  /** Newest confirmed tick, and its epoch of play; epoch 0 when this peer has not seen any since it was started. */
  get seen(): { readonly epoch: number; readonly tick: number } {
    const { epoch, confirmedTick } = this.#holding;
    return { epoch, tick: confirmedTick };
  }

  /** Words of the newest confirmed state. Not to be changed. */
  get confirmed(): Int32Array {
    return this.#holding.confirmed;
  }

  /** Payload bytes sent to a peer so far. */
  sentBytes(to: number): number {
    return this.#outbox.sentBytes(to);
  }

  /**
   * Takes one event.
   * @returns what is to be done, in order; the array and the bytes of `sendFast` are reused by the next call
   * @throws RangeError when an input or the time is none, TypeError when bytes are none
   */
  step(nowMs: number, event: SessionEvent): readonly SessionEffect[] {
    checkStep(nowMs, event);
    this.#outbox.begin();
    while (this.#outbox.journal.isDue) this.#stored(nowMs);
    // A peer for which the match is over only waits for its disk: a point that falls meanwhile must not keep it from saying farewell.
    if (event.type === 'recordStored') this.#stored(nowMs);
    else if (!this.over) {
      switch (event.type) {
        case 'fast':
          this.#receiveFast(nowMs, event);
          break;
        case 'reliable':
          this.#receiveReliable(nowMs, event);
          break;
        case 'linkOpened':
          this.#forget(event.from);
          if (this.#isAnother(event.from)) this.#roster.connected(event.from, event.from === this.#otherPlayer);
          if (event.from === this.#otherPlayer) this.#role.take(nowMs, event);
          break;
        case 'linkClosed':
          this.#forget(event.from);
          if (event.from === this.#otherPlayer) this.#role.take(nowMs, event);
          break;
        case 'admitted':
          this.#roster.admitted(event.from, event.secret);
          break;
        case 'signal':
          this.#outbox.send(HOST_ID, { kind: ControlKind.signal, id: event.to, plain: event.plain });
          break;
        case 'poll':
          this.#role.take(nowMs, event);
          this.#roster.poll(nowMs, this.#hasBegun ? this.session?.remoteName : undefined);
          if (this.#hasTable(nowMs)) this.#poll(nowMs);
          this.#deliver(nowMs);
          break;
        case 'chat':
        case 'preset':
          this.#role.take(nowMs, event);
          this.#toEverybody();
          break;
        default:
          this.#role.take(nowMs, event);
          break;
      }
    }
    if (this.#beats.due && !this.#left) this.#sendBeats(nowMs);
    if (this.over && this.#outbox.journal.isDurable) this.#leave();
    return this.#outbox.effects;
  }

  /** Whether a player may not have a message of ours yet. */
  isUnheard(lamport: number): boolean {
    return PLAYERS.some((id) => this.#role.chat.post.owes(id, lamport));
  }

  #stored(nowMs: number): void {
    const { journal } = this.#outbox;
    const before = journal.durable?.result;
    journal.stored(nowMs);
    if (journal.durable?.result !== before) this.#tellResult([...this.#roster.audience]);
  }

  /** A player tells spectators the result that it has on disk. */
  #tellResult(ids: readonly number[]): void {
    const result = this.#outbox.journal.durable?.result;
    if (result === undefined || this.session === undefined) return;
    const bytes = encodeControl({ kind: ControlKind.result, ...result });
    for (const id of ids) this.#outbox.reliable(id, bytes);
  }

  /** Whether there is anybody but the other player: without a third, nobody needs a leader of the table. */
  #hasTable(nowMs: number): boolean {
    return this.#roster.audience.size > 0 || nowMs - this.#heardOfTableMs <= SILENCE_MS;
  }

  /** Whether the session with the other player has begun, so that it is known to have the same game. */
  get #hasBegun(): boolean {
    return this.session !== undefined && this.session.epochNumber > 0;
  }

  #isAnother(id: number): boolean {
    return Number.isInteger(id) && id >= 1 && id <= LAST_SPECTATOR && id !== this.localId;
  }

  /** What was just said is for everybody at the table, connected or not. */
  #toEverybody(): void {
    if (!this.#outbox.effects.some(({ type }) => type === 'chat')) return;
    this.#role.chat.post.alsoFor([...this.#roster.peers.keys(), ...this.#roster.audience]);
  }

  /** Sends everybody but the other player, who hears it from the session, what they have not got of our chat. */
  #deliver(nowMs: number): void {
    const { token, chat, speaks } = this.#role;
    if (token === undefined || !speaks) return;
    for (const to of this.#roster.audience) chat.deliver(nowMs, to, token, (message) => this.#outbox.send(to, message));
  }

  #forget(id: number): void {
    this.#role.chat.post.reconnected(id);
    this.#roster.lost(id);
    this.#election.gone(id);
    this.#gallery.forget(id);
  }

  #poll(nowMs: number): void {
    this.#election.poll(nowMs);
    if (this.#election.leads) {
      for (const id of this.#roster.audience) {
        if (id < FIRST_SPECTATOR || !this.#election.isFollowedBy(id)) continue;
        this.#gallery.show(nowMs, id, this.term, this.#holding, this.#role.chat.lamport);
      }
    }
    this.#beats.poll(nowMs);
  }

  #receiveFast(nowMs: number, event: Extract<SessionEvent, { readonly type: 'fast' }>): void {
    const { from, bytes } = event;
    const kind = (bytes[0] ?? 0) >> 6;
    const isOther = from === this.#otherPlayer;
    if (isOther && (kind === FastKind.input || kind === FastKind.heartbeat)) {
      if (this.#hasTable(nowMs)) this.#election.heard(nowMs, from);
      this.#role.take(nowMs, event);
      return;
    }
    if (!this.#roster.audience.has(from) && !(isOther && this.#hasBegun)) return;
    this.#reader.reset(bytes);
    if (kind === FastKind.tableBeat && decodeTableBeat(this.#reader, this.#beat) === undefined) {
      if (isOther && this.#beat.hears >= 1 << FIRST_SPECTATOR) this.#heardOfTableMs = nowMs;
      this.#election.beat(nowMs, from, this.#beat);
      if (from >= FIRST_SPECTATOR) this.#gallery.acknowledged(from, this.#beat.epoch, this.#beat.tick);
    } else if (kind === FastKind.stream && decodeStreamPacket(this.#reader, this.#packet) === undefined) {
      this.#election.heard(nowMs, from);
      if (from !== this.#packet.leaderId) return;
      this.#election.announced(nowMs, { number: this.#packet.term, leaderId: from });
      if (this.#isLeader(from, this.#packet.term)) this.#spectator?.stream(nowMs, this.#packet);
    }
  }

  #isLeader(from: number, term: number): boolean {
    return this.term.leaderId === from && this.term.number === term;
  }

  #receiveReliable(nowMs: number, event: Extract<SessionEvent, { readonly type: 'reliable' }>): void {
    const { from, bytes } = event;
    const isOther = from === this.#otherPlayer;
    if (isOther && this.#hasTable(nowMs)) this.#election.heard(nowMs, from);
    if (isOther && bytes[0] !== ControlKind.introduction && bytes[0] !== ControlKind.signal) {
      this.#role.take(nowMs, event);
      return;
    }
    const decoded = decodeControl(bytes);
    if (!decoded.ok || !this.#isAnother(from)) return;
    const message = decoded.value;
    if (message.kind === ControlKind.introduction) this.#roster.introduced(from, message);
    if (message.kind === ControlKind.signal) this.#roster.carry(nowMs, from, message);
    if (isOther) return;
    if (message.kind === ControlKind.hello) this.#receiveHello(nowMs, from, message);
    // A peer that does not like our hello says so before we know it.
    if (!this.#roster.audience.has(from) && message.kind !== ControlKind.bye) return;
    this.#election.heard(nowMs, from);
    switch (message.kind) {
      case ControlKind.chat:
      case ControlKind.heard:
        this.#hear(nowMs, from, message);
        break;
      case ControlKind.resyncRequest:
        if (from >= FIRST_SPECTATOR) this.#gallery.resync(from);
        break;
      case ControlKind.stateTransfer:
        if (from === message.leaderId && this.#isLeader(from, message.epoch)) this.#spectator?.receive(from, message);
        break;
      case ControlKind.bye:
        this.#spectator?.receive(from, message);
        this.#forget(from);
        this.#roster.left(from);
        this.#role.chat.post.forget(from);
        break;
      default:
        this.#spectator?.receive(from, message);
        break;
    }
  }

  #receiveHello(nowMs: number, from: number, hello: Hello): void {
    if (this.#roster.audience.has(from)) return;
    if (!this.#roster.greets(from, hello)) {
      this.#spectator?.receive(from, { kind: ControlKind.bye, reason: ByeReason.version });
      this.#forget(from);
      return;
    }
    this.#election.heard(nowMs, from);
    this.#tellResult([from]);
    this.#beats.due = true;
  }

  #hear(nowMs: number, peer: number, message: ChatControl | Heard): void {
    const { token, chat } = this.#role;
    this.#outbox.show(token === undefined ? undefined : chat.hear(nowMs, peer, token, message, (heard) => this.#outbox.send(peer, heard)));
  }

  #changed(): void {
    this.#beats.due = true;
    if (this.#told === this.term) return;
    this.#told = this.term;
    this.#outbox.push({ type: 'leader', term: this.term.number, leaderId: this.term.leaderId });
  }

  #sendBeats(nowMs: number): void {
    if (!this.#hasTable(nowMs)) this.#beats.skip(nowMs);
    else this.#beats.send(nowMs, this.session === undefined ? this.seen : NOTHING_SEEN, this.#hasBegun ? this.#otherPlayer : undefined);
  }

  /** The match is over for this peer, and everything it has written is on the disk: the others need not wait for it. */
  #leave(): void {
    if (this.#left) return;
    this.#left = true;
    const why = this.session?.end?.reason;
    const reason = why === 'dispute' || why === 'version' ? ByeReason.disagreement : ByeReason.left;
    const bye = encodeControl({ kind: ControlKind.bye, reason });
    for (const to of this.#roster.audience) this.#outbox.reliable(to, bye);
    this.#roster.audience.clear();
  }
}
