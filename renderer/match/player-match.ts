import type { Rollback } from 'paddlewire-netcode';
import type { SavedMatch, Session, SessionEvent } from 'paddlewire-netcode/session';
import { Outcome, type SessionOptions, type SessionStats, sharedOptions, TOKEN_BYTES } from 'paddlewire-netcode/session';
import { Table } from 'paddlewire-netcode/table';
import { pongMatch } from '../../netcode/pong/pong-match.ts';
import type { Connected } from '../webrtc/link.ts';
import { agreesToRematch, factsOf, firstStatus } from './match-status.ts';
import type { Hands, MatchView, PhaseWord } from './match-view.ts';
import { NetworkedMatch, type NetworkedMatchOptions } from './networked-match.ts';
import { QualityHistory, type QualitySample } from './quality-history.ts';
import { matchIdOf } from './saved-games.ts';

export interface PlayerMatchOptions extends NetworkedMatchOptions {
  readonly inputDelayTicks: number;
  /** How long a frozen match waits for the other player, in ms. */
  readonly graceMs: number;
}

/** A match against another player. */
export class PlayerMatch extends NetworkedMatch implements MatchView {
  readonly kind = 'network';
  readonly seat: 0 | 1;
  readonly #session: Session<Int32Array>;
  readonly #history = new QualityHistory();
  readonly #rttMs = (): number => this.#session.stats.rttMs;
  readonly #poll: { type: 'poll'; queuedBytes: number } = { type: 'poll', queuedBytes: 0 };
  readonly #stuckMs = (id: number): number => this.#awayMs(id);
  /** Since when the match is suspended; −1 while it is not. */
  #suspendedAtMs = -1;
  #lastTick = -1;

  /** Of the poll that is under way, in which the session asks. */
  #hands: Hands | undefined;

  private constructor(shared: Omit<SessionOptions, 'name' | 'inputFor' | 'inputDelayTicks'>, options: PlayerMatchOptions) {
    const { name, inputDelayTicks } = options;
    const table = new Table(pongMatch, { ...shared, name, inputDelayTicks, inputFor: () => this.#hands?.axis() ?? 0 });
    const { session } = table;
    if (session === undefined) throw new RangeError('A player has a seat.');
    super(table, options, firstStatus('connecting', [name, session.remoteName]));
    this.#session = session;
    this.seat = session.seat;
    this.statusStore.takeNames(this.#names(), []);
  }

  /** Begins a match with a player who was just met. The link must be open; it is closed when the match ends. */
  static begin({ link, localId, remoteId, resumeSecret }: Connected, options: PlayerMatchOptions): PlayerMatch {
    const sessionToken = crypto.getRandomValues(new Uint8Array(TOKEN_BYTES));
    const seed = crypto.getRandomValues(new Int32Array(1))[0] ?? 1;
    const match = new PlayerMatch({ localId, remoteId, seed, sessionToken, resumeSecret, graceMs: options.graceMs }, options);
    match.adopt(remoteId, link);
    return match;
  }

  /** Resumes a match from this side's disk, as soon as the other player is there again. */
  static resume(saved: SavedMatch, options: PlayerMatchOptions): PlayerMatch {
    const match = new PlayerMatch(sharedOptions(saved), options);
    match.observe(performance.now());
    return match;
  }

  /** Takes in a spectator whom the host has met. */
  admit({ link, remoteId, resumeSecret }: Connected): void {
    if (this.#session.phase === 'ended') {
      link.close();
      return;
    }
    this.step({ type: 'admitted', from: remoteId, secret: resumeSecret });
    this.adopt(remoteId, link);
  }

  /** Whether an id belongs to somebody at the table, connected or not. */
  isTaken(id: number): boolean {
    return this.table.peers.has(id);
  }

  get game(): Rollback<Int32Array> {
    return this.#session.game;
  }

  get epoch(): number {
    return this.#session.epochNumber;
  }

  get leaderId(): number {
    return this.term?.leaderId ?? this.#session.authorityId;
  }

  get confirmedTick(): number {
    return this.#session.confirmedTick;
  }

  get stats(): SessionStats {
    return this.#session.stats;
  }

  get history(): readonly QualitySample[] {
    return this.#history.samples;
  }

  poll(nowMs: number, hands: Hands): void {
    this.#hands = hands;
    this.#poll.queuedBytes = this.queuedBytes(this.#session.remoteId);
    const before = this.game.tick;
    if (!this.isPutAside) this.carryOut(this.table.step(nowMs, this.#poll), 'poll', nowMs);
    if (this.game.tick !== before) this.#history.rolledBack(this.game.lastRollbackTicks);
    const { phase } = this.#session;
    if (phase !== 'suspended') this.#suspendedAtMs = -1;
    else if (this.#suspendedAtMs < 0) this.#suspendedAtMs = nowMs;
    if (phase === 'ended') return;
    if (phase !== 'handshake') this.#history.poll(nowMs, this.#rttMs);
    this.seek(nowMs, this.#stuckMs);
  }

  rematch(): void {
    this.step({ type: 'rematch' });
  }

  claim(): void {
    this.step({ type: 'claim' });
  }

  setInputDelay(ticks: number): void {
    this.step({ type: 'inputDelay', ticks });
  }

  protected override nameOf(id: number): string {
    return id === this.#session.remoteId ? this.#session.remoteName : super.nameOf(id);
  }

  protected override get matchId(): string {
    return matchIdOf(this.#session.token);
  }

  protected override isIdle(type: SessionEvent['type']): boolean {
    // Most polls come between two ticks and change nothing.
    return type === 'poll' && this.#session.phase === 'playing' && this.#session.game.tick === this.#lastTick;
  }

  protected override observe(nowMs: number): void {
    const session = this.#session;
    if (session.game.tick !== this.#lastTick) {
      this.#lastTick = session.game.tick;
      this.tickedAtMs = nowMs;
    }
    if (session.phase !== 'handshake') this.note(session.game, session.epochNumber, session.confirmedTick);
    const facts = factsOf(session.confirmed);
    const readySeconds = Math.ceil(session.getReadyMs(nowMs) / 1000);
    this.statusStore.takeFacts(facts, this.#phase(facts.phase), readySeconds || facts.countdownSeconds);
    this.statusStore.takeNames(this.#names(), this.watchers());
    this.statusStore.change({
      // The wish itself is forgotten by a copy of the match; the word we gave is part of the state.
      wantsRematch: session.wantsRematch || agreesToRematch(session.confirmed, this.seat),
      graceSeconds: Math.ceil(session.graceMs(nowMs) / 1000),
      canClaim: session.phase === 'suspended' && session.verdict === undefined && session.graceMs(nowMs) === 0,
      claimed: session.verdict?.outcome === Outcome.forfeit && session.verdict.seat === this.seat,
      result: session.verdict === undefined ? 'none' : session.verdict.settled ? 'settled' : 'pending',
    });
  }

  /** The other player is of no use while the match is suspended, even where one direction still works. */
  #awayMs(id: number): number {
    return id === this.#session.remoteId && this.#suspendedAtMs >= 0 ? performance.now() - this.#suspendedAtMs : 0;
  }

  #names(): readonly [string, string] {
    const { remoteName } = this.#session;
    const own = this.nameOf(this.peerId);
    return this.seat === 0 ? [own, remoteName] : [remoteName, own];
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
