import { Bot, type BotLevel } from '../pong/bot.ts';
import { pongMatch } from '../pong/pong-match.ts';
import { STATE_WORDS } from '../pong/state.ts';
import { readSavedMatch } from '../record/saved-match.ts';
import type { SessionEffect, SessionEvent } from '../session/events.ts';
import { sharedOptions } from '../session/options.ts';
import { Session } from '../session/session.ts';
import { Connection, type End } from './connection.ts';
import { Machine, TIMER_MS } from './machine.ts';
import type { Conditions, Link } from './network.ts';
import { makeWire, type WireKind } from './wire.ts';

/** One peer on its machine, and what it did, for a test to look at. */
export class PairPeer extends Machine {
  /** Another one after each restart. */
  session: Session<Int32Array>;
  /** Everything but packets and messages. */
  readonly effects: SessionEffect[] = [];
  /** Checksums of confirmed ticks, by tick. */
  readonly checksums = new Map<number, number>();
  /** Payload bytes sent. */
  fastBytes = 0;
  reliableBytes = 0;
  fastPackets = 0;
  /** The tick for which the player was asked last, and what was answered. */
  askedTick = -1;
  axis = 0;

  constructor(session: Session<Int32Array>) {
    super();
    this.session = session;
  }
}

/** An event; of the connection without the peer that it comes from, which is the other one. */
type Given =
  | SessionEvent
  | { readonly type: 'fast' | 'reliable'; readonly bytes: Uint8Array }
  | { readonly type: 'linkOpened' | 'linkClosed' };

function withSender(event: Given, from: number): SessionEvent {
  if ('from' in event) return event;
  switch (event.type) {
    case 'fast':
    case 'reliable':
    case 'linkOpened':
    case 'linkClosed':
      return { ...event, from };
    default:
      return event;
  }
}

/** Two whole sessions with bots on a virtual connection, each on a machine of its own. */
export class Pair {
  nowMs = 0;
  readonly peers: readonly [PairPeer, PairPeer];
  readonly #connection: Connection;
  readonly #bots: readonly [Bot, Bot];
  readonly #state = new Int32Array(STATE_WORDS);
  readonly #poll: Extract<SessionEvent, { type: 'poll' }> = { type: 'poll', axis: 0, queuedBytes: 0 };
  readonly #fast: Extract<SessionEvent, { type: 'fast' }> = { type: 'fast', from: 0, bytes: new Uint8Array(0) };
  #started = false;

  constructor(seed: number, conditions: Conditions, level: BotLevel = 2, wire: WireKind = 'ideal') {
    const peer = (localId: number): PairPeer =>
      new PairPeer(
        new Session(pongMatch, {
          localId,
          remoteId: 3 - localId,
          name: `Bot ${localId}`,
          seed: seed + localId,
          sessionToken: new Uint8Array(8).fill(localId),
          inputDelayTicks: 0,
          graceMs: 15_000,
          resumeSecret: new Uint8Array(32).fill(7),
        }),
      );
    this.peers = [peer(1), peer(2)];
    this.#connection = new Connection(makeWire(wire, seed, conditions, [0, 1]));
    this.#bots = [new Bot(level, 0, seed * 2 + 1), new Bot(level, 1, seed * 3 + 7)];
  }

  /** From peer 0 to peer 1, and back. */
  get links(): readonly [Link, Link] {
    return this.#connection.links;
  }

  /** Gives an event to a peer and carries out what it wants done; one of the connection comes from the other peer. */
  give(index: End, event: Given): void {
    const peer = this.peers[index];
    const effects = peer.session.step(peer.localMs, withSender(event, 2 - index));
    for (const effect of effects) {
      if (effect.type === 'sendFast') {
        peer.fastBytes += effect.bytes.length;
        peer.fastPackets++;
        this.#connection.send(index, this.nowMs, false, effect.bytes);
      } else if (effect.type === 'sendReliable') {
        peer.reliableBytes += effect.bytes.length;
        this.#connection.send(index, this.nowMs, true, effect.bytes);
      } else {
        peer.effects.push(effect);
        if (effect.type === 'record') peer.disk.append(this.nowMs, effect.record, peer.storeMs);
      }
    }
    while (peer.disk.endSync(this.nowMs)) this.give(index, { type: 'recordStored' });
  }

  /** Kills a peer's process: what was not on its disk is gone, and the other side hears of nothing. */
  crash(index: End): void {
    const peer = this.peers[index];
    peer.running = false;
    peer.disk.crash(this.nowMs);
    this.#connection.vanish(index);
  }

  /** Starts a killed peer again on its disk. It has no connection yet. */
  restart(index: End): void {
    const peer = this.peers[index];
    const saved = readSavedMatch(peer.disk.log);
    if (saved === undefined) throw new Error('the log of this peer is no match');
    peer.session = new Session(pongMatch, { ...sharedOptions(saved), name: `Bot ${index + 1}`, inputDelayTicks: 0 });
    peer.running = true;
    peer.askedTick = -1;
    // Ticks that were only in its memory are played anew; a follower does not stop at each of them.
    for (const tick of peer.checksums.keys()) if (tick > peer.session.confirmedTick) peer.checksums.delete(tick);
    peer.reset(this.nowMs);
  }

  /** Gives both a new connection in place of the old one, whose packets are lost. */
  reconnect(): void {
    this.#connection.open(this.nowMs, 0, 0);
    for (const index of [0, 1] as const) this.#hearNews(index);
  }

  /** Lets virtual time pass: goes from event to event, so that time in which nothing happens costs nothing. */
  run(ms: number): void {
    if (!this.#started) {
      this.#started = true;
      this.reconnect();
    }
    const endMs = this.nowMs + ms;
    while (true) {
      const nextMs = Math.min(this.#nextMs(0), this.#nextMs(1));
      if (nextMs > endMs) break;
      this.#advance(nextMs);
      this.#happen(0);
      this.#happen(1);
    }
    this.#advance(endMs);
  }

  /** Runs until `done`, or fails after `limitMs` of virtual time. */
  runUntil(done: () => boolean, limitMs: number): void {
    const endMs = this.nowMs + limitMs;
    while (!done()) {
      if (this.nowMs > endMs) throw new Error(`not within ${limitMs} ms of virtual time`);
      this.run(TIMER_MS);
    }
  }

  #nextMs(index: End): number {
    const peer = this.peers[index];
    return peer.awake ? Math.min(peer.timerAtMs, this.#connection.nextMs(index), peer.disk.nextMs()) : Number.POSITIVE_INFINITY;
  }

  #advance(toMs: number): void {
    // What waited for a stopped peer was due in the past.
    const passedMs = Math.max(0, toMs - this.nowMs);
    for (const peer of this.peers) peer.localMs += passedMs * peer.clockRate;
    this.nowMs += passedMs;
  }

  #happen(index: End): void {
    const peer = this.peers[index];
    if (!peer.awake) return;
    this.#hearNews(index);
    this.#connection.deliver(index, this.nowMs, index === 0 ? this.#take0 : this.#take1);
    while (peer.disk.endSync(this.nowMs)) this.give(index, { type: 'recordStored' });
    if (peer.timerAtMs <= this.nowMs) this.#tick(index);
  }

  #hearNews(index: End): void {
    const news = this.#connection.takeNews(index, this.nowMs);
    if (news !== undefined) this.give(index, { type: news === 'opened' ? 'linkOpened' : 'linkClosed' });
  }

  readonly #take0 = (reliable: boolean, bytes: Uint8Array): void => this.#take(0, reliable, bytes);
  readonly #take1 = (reliable: boolean, bytes: Uint8Array): void => this.#take(1, reliable, bytes);

  #take(index: End, reliable: boolean, bytes: Uint8Array): void {
    if (reliable) this.give(index, { type: 'reliable', bytes });
    else {
      this.#fast.from = 2 - index;
      this.#fast.bytes = bytes;
      this.give(index, this.#fast);
    }
  }

  #tick(index: End): void {
    const peer = this.peers[index];
    const { session } = peer;
    const before = session.game.tick;
    if (before !== peer.askedTick) {
      peer.askedTick = before;
      if (session.game.read(before, this.#state)) peer.axis = this.#bots[index].axis(this.#state);
    }
    this.#poll.axis = peer.axis;
    this.#poll.queuedBytes = this.#connection.queuedBytes(index);
    this.give(index, this.#poll);
    peer.setTimer(this.nowMs, session.phase === 'playing' && session.game.tick === before + 1);
    const { confirmedTick } = session;
    if (session.game.holds(confirmedTick)) peer.checksums.set(confirmedTick, session.game.checksumAt(confirmedTick));
  }
}
