import type { Rollback } from '../../netcode/rollback/rollback.ts';
import type { ChatMessage, SessionEffect, SessionEvent } from '../../netcode/session/events.ts';
import { Session } from '../../netcode/session/session.ts';
import { pongMatch } from '../../netcode/sim/pong-match.ts';
import type { Connected } from '../net/link.ts';
import { withLine } from './chat-order.ts';
import { ChecksumRing } from './checksum-ring.ts';
import type { ChatLine, MatchQuality, MatchView, PhaseWord } from './match-view.ts';
import { QualityHistory, type QualitySample } from './quality-history.ts';
import { agreesToRematch, factsOf, firstSnapshot, SnapshotStore } from './snapshot.ts';

/** Lines of chat that are kept to scroll back to. */
const CHAT_LINES = 50;
/** Bytes of a session's token. */
const TOKEN_BYTES = 8;

export interface NetworkMatchOptions {
  readonly name: string;
  readonly inputDelayTicks: number;
  /** How long a frozen match waits for the other player, in ms. */
  readonly graceMs: number;
  /** Writes a checkpoint's record to a match's log and syncs it to disk. */
  readonly store: (matchId: string, record: Uint8Array) => Promise<void>;
}

/** A match against another player: drives a session over a link, and carries out what it wants done. */
export class NetworkMatch implements MatchView {
  readonly kind = 'network';
  readonly seat: 0 | 1;
  readonly peerId: number;
  tickedAtMs = 0;

  readonly #session: Session<Int32Array>;
  readonly #connected: Connected;
  readonly #options: NetworkMatchOptions;
  readonly #snapshots: SnapshotStore;
  readonly #ring = new ChecksumRing();
  readonly #history = new QualityHistory();
  readonly #rttMs = (): number => this.#session.stats.rttMs;
  readonly #poll: { type: 'poll'; axis: number } = { type: 'poll', axis: 0 };
  readonly #matchId: string;
  #ringEpoch = 0;
  #lastTick = -1;
  #chatCount = 0;
  #storing: Promise<void> = Promise.resolve();

  /** Starts at once. The link must be open and is closed when the match ends. */
  constructor(connected: Connected, options: NetworkMatchOptions) {
    this.#connected = connected;
    this.#options = options;
    const random = crypto.getRandomValues(new Uint8Array(TOKEN_BYTES));
    const seed = crypto.getRandomValues(new Int32Array(1))[0] ?? 1;
    this.#matchId = `match-${Array.from(random, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
    this.#session = new Session(pongMatch, {
      localId: connected.localId,
      remoteId: connected.remoteId,
      name: options.name,
      seed,
      sessionToken: random,
      inputDelayTicks: options.inputDelayTicks,
      graceMs: options.graceMs,
    });
    this.seat = this.#session.seat;
    this.peerId = connected.localId;
    this.#snapshots = new SnapshotStore(firstSnapshot('connecting', this.#names()));
    // Our hello first: what has already come is answered as soon as somebody listens, and the answer must not overtake it.
    this.#step({ type: 'start' });
    connected.link.listen({
      fast: (bytes) => this.#step({ type: 'fast', bytes }),
      reliable: (bytes) => this.#step({ type: 'reliable', bytes }),
      closed: () => this.#step({ type: 'linkClosed' }),
    });
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
    this.#poll.axis = axis;
    const before = this.game.tick;
    this.#step(this.#poll, nowMs);
    if (this.game.tick !== before) this.#history.rolledBack(this.game.lastRollbackTicks);
    if (this.#session.phase !== 'handshake' && this.#session.phase !== 'ended') this.#history.poll(nowMs, this.#rttMs);
  }

  rematch(): void {
    this.#step({ type: 'rematch' });
  }

  leave(): void {
    this.#step({ type: 'leave' });
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
    for (const effect of this.#session.step(nowMs, event)) this.#carryOut(effect);
    // Most polls come between two ticks and change nothing.
    if (event.type !== 'poll' || this.#session.phase !== 'playing' || this.#session.game.tick !== this.#lastTick) this.#observe(nowMs);
  }

  #carryOut(effect: SessionEffect): void {
    switch (effect.type) {
      case 'sendFast':
        this.#connected.link.sendFast(effect.bytes);
        break;
      case 'sendReliable':
        this.#connected.link.sendReliable(effect.bytes);
        break;
      case 'checkpoint':
        this.#store(effect.number, effect.record);
        break;
      case 'chat':
        this.#addChat(effect.message);
        break;
      case 'joined':
        this.#snapshots.change({ names: this.#names() });
        break;
      case 'ended':
        this.#snapshots.change({ endDetail: effect.detail });
        this.#connected.link.close();
        break;
      case 'suspended':
      case 'resumed':
        // The session's phase, read after every step, says the same.
        break;
    }
  }

  /** Records go to the log one after the other; a disk that fails leaves the point open rather than half kept. */
  #store(number: number, record: Uint8Array): void {
    this.#storing = this.#storing
      .then(() => this.#options.store(this.#matchId, record))
      .then(
        () => this.#step({ type: 'checkpointStored', number }),
        () => {
          this.#step({ type: 'leave' });
          this.#snapshots.change({
            endDetail: 'The match record could not be written to disk, so the match was ended. The score up to the last point counts.',
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
