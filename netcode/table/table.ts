import type { SavedMatch } from '../record/saved-match.ts';
import type { Match } from '../rollback/match.ts';
import type { ChatControl, Heard } from '../session/chat.ts';
import { SILENCE_MS } from '../session/liveness.ts';
import type { SessionOptions } from '../session/options.ts';
import { Session } from '../session/session.ts';
import { ByteReader } from '../wire/bytes.ts';
import { ByeReason, ControlKind, decodeControl, encodeControl, type Hello } from '../wire/control.ts';
import { FastKind } from '../wire/input-packet.ts';
import { NO_TERM, type TablePeer, type Term } from '../wire/match-record.ts';
import { FIRST_SPECTATOR, HOST_ID, LAST_SPECTATOR } from '../wire/peer-ids.ts';
import { decodeStreamPacket, emptyStreamPacket } from '../wire/stream-packet.ts';
import { decodeTableBeat, emptyTableBeat } from '../wire/table-beat.ts';
import { Election } from './election.ts';
import type { TableEffect, TableEvent } from './events.ts';
import { Heartbeats } from './heartbeats.ts';
import { Membership } from './membership.ts';
import { TableOutbox } from './outbox.ts';
import { PlayerRole } from './player-role.ts';
import type { Role } from './role.ts';
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

  readonly #seat: Role;
  readonly #port: TableOutbox;
  readonly #election: Election;
  readonly #gallery: SpectatorFeed;
  readonly #roster: Membership<State>;
  readonly #beats: Heartbeats;
  /** Id of the other player; 0 for a spectator. */
  readonly #otherPlayer: number;
  readonly #fast: { readonly type: 'fast'; bytes: Uint8Array } = { type: 'fast', bytes: new Uint8Array(0) };
  readonly #reader = new ByteReader();
  readonly #packet = emptyStreamPacket();
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
    this.#port = new TableOutbox(saved);
    this.#roster = new Membership(match, options, options.resumeSecret, this.#port);
    this.#gallery = new SpectatorFeed(this.#port);
    this.#election = new Election(
      localId,
      saved?.term ?? NO_TERM,
      (term, stored) => this.#port.term(term, stored),
      () => this.#changed(),
    );
    this.#beats = new Heartbeats(this.#election, this.#port);
    if ('remoteId' in options) {
      this.#otherPlayer = options.remoteId;
      this.session = new Session(match, options);
      this.#seat = new PlayerRole(this.session, this.#port);
    } else {
      this.#otherPlayer = 0;
      this.#seat = new SpectatorRole(match, options, this.#port, this.#roster.names);
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
    return this.#seat.over;
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
    return this.#port.written;
  }

  /** Both inputs at a confirmed tick, as one byte; undefined where they are not known any more or not yet. */
  byteAt(tick: number): number | undefined {
    return this.#seat.holding.byteAt(tick);
  }

  /** Newest confirmed tick, and its epoch of play; epoch 0 when this peer has not seen any since it was started. */
  get seen(): { readonly epoch: number; readonly tick: number } {
    const { epoch, confirmedTick } = this.#seat.holding;
    return { epoch, tick: confirmedTick };
  }

  /** Words of the newest confirmed state. Not to be changed. */
  get confirmed(): Int32Array {
    return this.#seat.holding.confirmed;
  }

  /** Payload bytes sent to a peer so far. */
  sentBytes(to: number): number {
    return this.#port.sentBytes(to);
  }

  /**
   * Takes one event.
   * @returns what is to be done, in order; the array and the bytes of `sendFast` are reused by the next call
   */
  step(nowMs: number, event: TableEvent): readonly TableEffect[] {
    this.#port.begin();
    if (event.type === 'recordStored') this.#port.stored(nowMs);
    // Whoever is done only waits for its disk: a point that falls meanwhile must not keep it from saying farewell.
    else if (!this.#seat.over) this.#take(nowMs, event);
    if (this.#beats.due && !this.#left) this.#sendBeats(nowMs);
    if (this.#seat.over && this.#port.isStored) this.#leave();
    return this.#port.effects;
  }

  /** Whether a player may not have a message of ours yet. */
  isUnheard(lamport: number): boolean {
    return PLAYERS.some((id) => this.#seat.chat.post.owes(id, lamport));
  }

  #take(nowMs: number, event: Exclude<TableEvent, { readonly type: 'recordStored' }>): void {
    switch (event.type) {
      case 'fast':
        this.#receiveFast(nowMs, event.from, event.bytes);
        break;
      case 'reliable':
        this.#receiveReliable(nowMs, event.from, event.bytes);
        break;
      case 'linkOpened':
        this.#forget(event.from);
        if (this.#isAnother(event.from)) this.#roster.connected(event.from, event.from === this.#otherPlayer);
        if (event.from === this.#otherPlayer) this.#seat.step(nowMs, event);
        break;
      case 'linkClosed':
        this.#forget(event.from);
        if (event.from === this.#otherPlayer) this.#seat.step(nowMs, event);
        break;
      case 'admitted':
        this.#roster.admitted(event.from, event.secret);
        break;
      case 'signal':
        this.#port.send(HOST_ID, { kind: ControlKind.signal, id: event.to, plain: event.plain });
        break;
      case 'poll':
        this.#seat.step(nowMs, event);
        this.#roster.poll(nowMs, this.#hasBegun ? this.session?.remoteName : undefined);
        if (this.#hasTable(nowMs)) this.#poll(nowMs);
        this.#deliver(nowMs);
        break;
      case 'chat':
      case 'preset':
        this.#seat.step(nowMs, event);
        this.#toEverybody();
        break;
      default:
        this.#seat.step(nowMs, event);
        break;
    }
  }

  /** Whether there is anybody but the other player: without a third, nobody needs a leader of the table. */
  #hasTable(nowMs: number): boolean {
    return this.#port.audience.size > 0 || nowMs - this.#heardOfTableMs <= SILENCE_MS;
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
    if (!this.#port.effects.some(({ type }) => type === 'chat')) return;
    this.#seat.chat.post.alsoFor([...this.#roster.peers.keys(), ...this.#port.audience]);
  }

  /** Sends everybody but the other player, who hears it from the session, what they have not got of our chat. */
  #deliver(nowMs: number): void {
    const { token, chat, speaks } = this.#seat;
    if (token === undefined || !speaks) return;
    for (const to of this.#port.audience) chat.deliver(nowMs, to, token, (message) => this.#port.send(to, message));
  }

  #forget(id: number): void {
    this.#seat.chat.post.reconnected(id);
    this.#roster.lost(id);
    this.#election.gone(id);
    this.#gallery.forget(id);
  }

  #poll(nowMs: number): void {
    this.#election.poll(nowMs);
    if (this.#election.leads) {
      for (const id of this.#port.audience) {
        if (id < FIRST_SPECTATOR || !this.#election.isFollowedBy(id)) continue;
        this.#gallery.show(nowMs, id, this.term, this.#seat.holding, this.#seat.chat.lamport);
      }
    }
    this.#beats.poll(nowMs);
  }

  #receiveFast(nowMs: number, from: number, bytes: Uint8Array): void {
    const kind = (bytes[0] ?? 0) >> 6;
    const isOther = from === this.#otherPlayer;
    if (isOther && (kind === FastKind.input || kind === FastKind.heartbeat)) {
      if (this.#hasTable(nowMs)) this.#election.heard(nowMs, from);
      this.#fast.bytes = bytes;
      this.#seat.step(nowMs, this.#fast);
      return;
    }
    if (!this.#port.audience.has(from) && !(isOther && this.#hasBegun)) return;
    this.#reader.reset(bytes);
    if (kind === FastKind.tableBeat && decodeTableBeat(this.#reader, this.#beat) === undefined) {
      if (isOther && this.#beat.hears >= 1 << FIRST_SPECTATOR) this.#heardOfTableMs = nowMs;
      this.#election.beat(nowMs, from, this.#beat);
      if (from >= FIRST_SPECTATOR) this.#gallery.acknowledged(from, this.#beat.epoch, this.#beat.tick);
    } else if (kind === FastKind.stream && decodeStreamPacket(this.#reader, this.#packet) === undefined) {
      this.#election.heard(nowMs, from);
      if (from !== this.#packet.leaderId) return;
      this.#election.announced(nowMs, { number: this.#packet.term, leaderId: from });
      if (this.#isLeader(from, this.#packet.term)) this.#seat.stream(nowMs, this.#packet);
    }
  }

  #isLeader(from: number, term: number): boolean {
    return this.term.leaderId === from && this.term.number === term;
  }

  #receiveReliable(nowMs: number, from: number, bytes: Uint8Array): void {
    const isOther = from === this.#otherPlayer;
    if (isOther && this.#hasTable(nowMs)) this.#election.heard(nowMs, from);
    if (isOther && bytes[0] !== ControlKind.introduction && bytes[0] !== ControlKind.signal) {
      this.#seat.step(nowMs, { type: 'reliable', bytes });
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
    if (!this.#port.audience.has(from) && message.kind !== ControlKind.bye) return;
    this.#election.heard(nowMs, from);
    switch (message.kind) {
      case ControlKind.chat:
      case ControlKind.heard:
        this.#hear(nowMs, from, message);
        break;
      case ControlKind.resyncRequest:
        if (from >= FIRST_SPECTATOR) this.#gallery.resync(from);
        break;
      case ControlKind.handover:
        if (from === message.leaderId && this.#isLeader(from, message.epoch)) this.#seat.receive(from, message);
        break;
      case ControlKind.bye:
        this.#seat.receive(from, message);
        this.#forget(from);
        this.#roster.left(from);
        this.#seat.chat.post.forget(from);
        break;
      default:
        this.#seat.receive(from, message);
        break;
    }
  }

  #receiveHello(nowMs: number, from: number, hello: Hello): void {
    if (this.#port.audience.has(from)) return;
    if (!this.#roster.greets(from, hello)) {
      this.#seat.receive(from, { kind: ControlKind.bye, reason: ByeReason.version });
      this.#forget(from);
      return;
    }
    this.#election.heard(nowMs, from);
    this.#seat.greeted(from);
    this.#beats.due = true;
  }

  #hear(nowMs: number, peer: number, message: ChatControl | Heard): void {
    const { token, chat } = this.#seat;
    const said = token === undefined ? undefined : chat.hear(nowMs, peer, token, message, (heard) => this.#port.send(peer, heard));
    if (said !== undefined) this.#port.effects.push({ type: 'chat', message: said });
  }

  #changed(): void {
    this.#beats.due = true;
    if (this.#told === this.term) return;
    this.#told = this.term;
    this.#port.effects.push({ type: 'leader', term: this.term.number, leaderId: this.term.leaderId });
  }

  #sendBeats(nowMs: number): void {
    if (!this.#hasTable(nowMs)) this.#beats.skip(nowMs);
    else this.#beats.send(nowMs, this.session === undefined ? this.seen : NOTHING_SEEN, this.#hasBegun ? this.#otherPlayer : undefined);
  }

  /** The match is over for this peer, and everything it has written is on the disk: the others need not wait for it. */
  #leave(): void {
    if (this.#left) return;
    this.#left = true;
    this.#port.toAudience(encodeControl({ kind: ControlKind.bye, reason: this.#seat.byeReason }));
    this.#port.audience.clear();
  }
}
