import type { Rollback } from '../../netcode/rollback/rollback.ts';
import type { ChatMessage, SessionEffect, SessionEvent } from '../../netcode/session/events.ts';
import { type SessionOptions, sharedOptions } from '../../netcode/session/options.ts';
import type { SavedMatch } from '../../netcode/session/saved-match.ts';
import { Session } from '../../netcode/session/session.ts';
import { pongMatch } from '../../netcode/sim/pong-match.ts';
import { Outcome } from '../../netcode/wire/match-record.ts';
import type { Connected, Link } from '../net/link.ts';
import { withLine } from './chat-order.ts';
import { ChecksumRing } from './checksum-ring.ts';
import type { ChatLine, MatchQuality, MatchView, PhaseWord } from './match-view.ts';
import { QualityHistory, type QualitySample } from './quality-history.ts';
import { matchIdOf } from './saved-games.ts';
import { agreesToRematch, factsOf, firstSnapshot, SnapshotStore } from './snapshot.ts';

/** Lines of chat that are kept to scroll back to. */
const CHAT_LINES = 50;
/** Bytes of a session's token. */
const TOKEN_BYTES = 8;
/** A connection that is silent for this long is no more waited for alone, in ms: a new one is tried as well. */
const RECONNECT_AFTER_MS = 3_000;
/** Time for a new connection to take the match up, in ms, before yet another one is tried. */
const TAKE_UP_MS = 5_000;

export interface NetworkMatchOptions {
  readonly name: string;
  readonly inputDelayTicks: number;
  /** How long a frozen match waits for the other player, in ms. */
  readonly graceMs: number;
  /** Appends a record to a match's log and syncs it to disk. */
  readonly store: (matchId: string, record: Uint8Array) => Promise<void>;
  /** Tries to meet the other player again until it has a connection; answers with what stops it. */
  readonly reunite: (resumeSecret: Uint8Array, hosts: boolean, onLink: (link: Link) => void) => () => void;
}

/** A match against another player: drives a session over a link and the links that take its place, and carries out what it wants done. */
export class NetworkMatch implements MatchView {
  readonly kind = 'network';
  readonly seat: 0 | 1;
  readonly peerId: number;
  tickedAtMs = 0;

  readonly #session: Session<Int32Array>;
  readonly #options: NetworkMatchOptions;
  readonly #resumeSecret: Uint8Array;
  readonly #snapshots: SnapshotStore;
  readonly #ring = new ChecksumRing();
  readonly #history = new QualityHistory();
  readonly #rttMs = (): number => this.#session.stats.rttMs;
  readonly #poll: { type: 'poll'; axis: number } = { type: 'poll', axis: 0 };
  #link: Link | undefined;
  #stopReunion: (() => void) | undefined;
  /** When a new connection is tried, while the match is suspended. */
  #reuniteAtMs = 0;
  #closed = false;
  #ringEpoch = 0;
  #lastTick = -1;
  #chatCount = 0;
  #storing: Promise<void> = Promise.resolve();

  private constructor(session: Omit<SessionOptions, 'name' | 'inputDelayTicks'>, options: NetworkMatchOptions) {
    const { name, inputDelayTicks } = options;
    this.#options = options;
    this.#resumeSecret = session.resumeSecret;
    this.#session = new Session(pongMatch, { ...session, name, inputDelayTicks });
    this.seat = this.#session.seat;
    this.peerId = session.localId;
    this.#snapshots = new SnapshotStore(firstSnapshot('connecting', this.#names()));
  }

  /** Begins a match with a player who was just met. The link must be open; it is closed when the match ends. */
  static begin({ link, localId, remoteId, resumeSecret }: Connected, options: NetworkMatchOptions): NetworkMatch {
    const sessionToken = crypto.getRandomValues(new Uint8Array(TOKEN_BYTES));
    const seed = crypto.getRandomValues(new Int32Array(1))[0] ?? 1;
    const match = new NetworkMatch({ localId, remoteId, seed, sessionToken, resumeSecret, graceMs: options.graceMs }, options);
    match.#adopt(link);
    return match;
  }

  /** Goes on with a match from this side's disk, as soon as the other player is there again. */
  static resume(saved: SavedMatch, options: NetworkMatchOptions): NetworkMatch {
    const match = new NetworkMatch(sharedOptions(saved), options);
    match.#observe(performance.now());
    return match;
  }

  get game(): Rollback<Int32Array> {
    return this.#session.game;
  }

  get epoch(): number {
    return this.#session.epochNumber;
  }

  get leaderId(): number {
    return this.#session.leaderId;
  }

  get confirmedTick(): number {
    return this.#session.confirmedTick;
  }

  get snapshot() {
    return this.#snapshots.current;
  }

  get quality(): MatchQuality {
    return this.#session.stats;
  }

  get history(): readonly QualitySample[] {
    return this.#history.samples;
  }

  checksums(fromTick: number): [tick: number, checksum: number][] {
    return this.#ring.list(fromTick);
  }

  subscribe(listener: () => void): () => void {
    return this.#snapshots.subscribe(listener);
  }

  poll(nowMs: number, axis: number): void {
    if (this.#closed) return;
    this.#poll.axis = axis;
    const before = this.game.tick;
    this.#step(this.#poll, nowMs);
    if (this.game.tick !== before) this.#history.rolledBack(this.game.lastRollbackTicks);
    if (this.#session.phase !== 'handshake' && this.#session.phase !== 'ended') this.#history.poll(nowMs, this.#rttMs);
    if (this.#session.phase !== 'suspended') this.#endReunion();
    else if (this.#stopReunion === undefined && nowMs >= this.#reuniteAtMs) {
      this.#stopReunion = this.#options.reunite(this.#resumeSecret, this.#session.leads, (link) => this.#adopt(link));
    }
  }

  #endReunion(): void {
    this.#stopReunion?.();
    this.#stopReunion = undefined;
  }

  /** Goes on over a new connection, in place of the one before. */
  #adopt(link: Link): void {
    this.#stopReunion = undefined;
    this.#reuniteAtMs = performance.now() + TAKE_UP_MS;
    const before = this.#link;
    this.#link = link;
    before?.close();
    // Our hello first: what has already come is answered as soon as somebody listens, and the answer must not overtake it.
    this.#step({ type: 'linkOpened' });
    const ifCurrent = (event: SessionEvent): void => {
      if (this.#link === link) this.#step(event);
    };
    link.listen({
      fast: (bytes) => ifCurrent({ type: 'fast', bytes }),
      reliable: (bytes) => ifCurrent({ type: 'reliable', bytes }),
      closed: () => {
        this.#reuniteAtMs = 0;
        ifCurrent({ type: 'linkClosed' });
      },
    });
  }

  rematch(): void {
    this.#step({ type: 'rematch' });
  }

  leave(): void {
    this.#step({ type: 'leave' });
  }

  claim(): void {
    this.#step({ type: 'claim' });
  }

  putAside(): void {
    this.#closed = true;
    this.#endReunion();
    this.#link?.close();
    this.#link = undefined;
  }

  say(text: string): boolean {
    const before = this.#chatCount;
    this.#step({ type: 'chat', text });
    return this.#chatCount > before;
  }

  sayPreset(preset: number): boolean {
    const before = this.#chatCount;
    this.#step({ type: 'preset', preset });
    return this.#chatCount > before;
  }

  setInputDelay(ticks: number): void {
    this.#step({ type: 'inputDelay', ticks });
  }

  setPaused(): void {
    // The other player plays on, so there is nothing to stop.
  }

  #step(event: SessionEvent, nowMs = performance.now()): void {
    if (this.#closed) return;
    for (const effect of this.#session.step(nowMs, event)) this.#carryOut(effect);
    // Most polls come between two ticks and change nothing.
    if (event.type !== 'poll' || this.#session.phase !== 'playing' || this.#session.game.tick !== this.#lastTick) this.#observe(nowMs);
  }

  #carryOut(effect: SessionEffect): void {
    switch (effect.type) {
      case 'sendFast':
        this.#link?.sendFast(effect.bytes);
        break;
      case 'sendReliable':
        this.#link?.sendReliable(effect.bytes);
        break;
      case 'record':
        this.#store(effect.record);
        break;
      case 'chat':
        this.#addChat(effect.message);
        break;
      case 'joined':
        this.#snapshots.change({ names: this.#names() });
        break;
      case 'ended':
        this.#snapshots.change({ endDetail: effect.detail });
        this.#endReunion();
        // What is on its way to the disk may still have to be told to the other side.
        void this.#storing.then(() => this.#link?.close());
        break;
      case 'suspended':
        this.#reuniteAtMs = performance.now() + RECONNECT_AFTER_MS;
        break;
      case 'resumed':
        // The session's phase, read after every step, says the same.
        break;
    }
  }

  /** Records go to the log one after the other; a disk that fails leaves the point open rather than half kept. */
  #store(record: Uint8Array): void {
    const matchId = matchIdOf(this.#session.token);
    this.#storing = this.#storing
      .then(() => this.#options.store(matchId, record))
      .then(
        () => this.#step({ type: 'recordStored' }),
        () => {
          this.putAside();
          this.#snapshots.change({
            phase: 'ended',
            endDetail:
              'The match record could not be written to disk, so the match stopped. Free some space, then go on with it from the menu.',
          });
        },
      );
  }

  #addChat({ lamport, from, text }: ChatMessage): void {
    const seat = from === this.peerId ? this.seat : this.seat === 0 ? 1 : 0;
    const line: ChatLine = { id: this.#chatCount++, seat, name: this.#names()[seat], text, lamport, from };
    this.#snapshots.change({ chat: withLine(this.#snapshots.current.chat, line, CHAT_LINES) });
  }

  #names(): [string, string] {
    const { name } = this.#options;
    return this.seat === 0 ? [name, this.#session.remoteName] : [this.#session.remoteName, name];
  }

  #observe(nowMs: number): void {
    const session = this.#session;
    if (session.game.tick !== this.#lastTick) {
      this.#lastTick = session.game.tick;
      this.tickedAtMs = nowMs;
    }
    if (session.epochNumber !== this.#ringEpoch) {
      this.#ringEpoch = session.epochNumber;
      this.#ring.restart(session.confirmedTick);
    }
    if (session.phase !== 'handshake') this.#ring.take(session.game, session.confirmedTick);
    const facts = factsOf(session.confirmed);
    const readySeconds = Math.ceil(session.getReadyMs(nowMs) / 1000);
    this.#snapshots.takeFacts(facts, this.#phase(facts.phase), readySeconds || facts.countdownSeconds);
    this.#snapshots.change({
      // The wish itself is forgotten by a copy of the match; the word we gave is part of the state.
      wantsRematch: session.wantsRematch || agreesToRematch(session.confirmed, this.seat),
      graceSeconds: Math.ceil(session.graceMs(nowMs) / 1000),
      canClaim: session.phase === 'suspended' && session.verdict === undefined && session.graceMs(nowMs) === 0,
      claimed: session.verdict?.outcome === Outcome.forfeit && session.verdict.seat === this.seat,
      result: session.verdict === undefined ? 'none' : session.verdict.settled ? 'settled' : 'pending',
    });
  }

  #phase(playing: PhaseWord): PhaseWord {
    switch (this.#session.phase) {
      case 'handshake':
        return 'connecting';
      case 'playing':
        return playing;
      case 'suspended':
        return 'suspended';
      case 'getReady':
        return 'get-ready';
      case 'ended':
        return 'ended';
    }
  }
}
