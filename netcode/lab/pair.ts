import type { SessionEffect, SessionEvent } from '../session/events.ts';
import { sharedOptions } from '../session/options.ts';
import { canResume, readSavedMatch } from '../session/saved-match.ts';
import { Session } from '../session/session.ts';
import { Bot, type BotLevel } from '../sim/bot.ts';
import { pongMatch } from '../sim/pong-match.ts';
import { STATE_WORDS } from '../sim/state.ts';
import { Connection, type End, opposite } from './connection.ts';
import { Machine, TIMER_MS } from './machine.ts';
import { type Conditions, connection, type Direction } from './network.ts';
import type { Player } from './players.ts';
import type { Random } from './random.ts';
import { Reunion } from './reunion.ts';

/** One peer on its machine, and what it did, for a test to look at. */
export class PairPeer extends Machine {
  /** Another one after each restart. */
  session: Session<Int32Array>;
  /** Everything but packets and messages; empty when a {@link PairWatch} sees it. */
  readonly effects: SessionEffect[] = [];
  /** Checksums of confirmed ticks, by tick; empty when a {@link PairWatch} sees them. */
  readonly checksums = new Map<number, number>();
  /** Payload bytes sent. */
  fastBytes = 0;
  fastPackets = 0;
  /** The tick for which the player was asked last, and what was answered. */
  askedTick = -1;
  axis = 0;

  constructor(session: Session<Int32Array>) {
    super();
    this.session = session;
  }
}

/** Sees every event of both peers as it happens. */
export interface PairWatch {
  /** After a peer took an event and before its effects are carried out. The effects are reused afterwards. */
  stepped(index: End, event: SessionEvent, effects: readonly SessionEffect[]): void;
  /** A peer has a session of its own process again, made from its disk. */
  restarted(index: End): void;
}

/** What a {@link Pair} may be made with. */
export interface PairOptions {
  readonly players?: readonly [Player, Player];
  /** How long a suspended match waits, in ms; default 15 s. */
  readonly graceMs?: number;
  readonly watch?: PairWatch;
  /** How long peers without a connection take to meet again, in ms; without it they never look for each other. */
  readonly meetingMs?: () => number;
  /** What a crash leaves of a disk's unsynced tail; without it nothing. */
  readonly diskRandom?: Random;
}

/** Two whole sessions with players on a virtual connection, each on a machine of its own. */
export class Pair {
  nowMs = 0;
  readonly peers: readonly [PairPeer, PairPeer];
  readonly #connection: Connection;
  readonly #reunion: Reunion | undefined;
  readonly #diskRandom: Random | undefined;
  readonly #watch: PairWatch | undefined;
  readonly #players: readonly [Player, Player];
  readonly #state = new Int32Array(STATE_WORDS);
  readonly #poll: Extract<SessionEvent, { type: 'poll' }> = { type: 'poll', axis: 0 };
  readonly #fast: Extract<SessionEvent, { type: 'fast' }> = { type: 'fast', bytes: new Uint8Array(0) };
  #started = false;

  /**
   * @param seed its lowest 64 bits count
   * @param level of the bots, when no players are given
   */
  constructor(seed: number | bigint, conditions: Conditions, level: BotLevel = 2, options: PairOptions = {}) {
    const word = Number(BigInt.asIntN(32, BigInt(seed)));
    const { players = [new Bot(level, 0, word * 2 + 1), new Bot(level, 1, word * 3 + 7)], graceMs = 15_000 } = options;
    const peer = (localId: number): PairPeer =>
      new PairPeer(
        new Session(pongMatch, {
          localId,
          remoteId: 3 - localId,
          name: `Bot ${localId}`,
          seed: word + localId,
          sessionToken: new Uint8Array(8).fill(localId),
          inputDelayTicks: 0,
          graceMs,
          resumeSecret: new Uint8Array(32).fill(7),
        }),
      );
    this.peers = [peer(1), peer(2)];
    this.#connection = new Connection(connection(seed, conditions));
    this.#reunion = options.meetingMs && new Reunion(options.meetingMs);
    this.#diskRandom = options.diskRandom;
    this.#watch = options.watch;
    this.#players = players;
  }

  /** From peer 0 to peer 1, and back. */
  get links(): readonly [Direction, Direction] {
    return this.#connection.links;
  }

  /** Gives an event to a peer and carries out what it wants done. */
  give(index: End, event: SessionEvent): void {
    const peer = this.peers[index];
    const effects = peer.session.step(peer.localMs, event);
    this.#watch?.stepped(index, event, effects);
    for (const effect of effects) {
      if (effect.type === 'sendFast') {
        peer.fastBytes += effect.bytes.length;
        peer.fastPackets++;
        this.#connection.send(index, this.nowMs, false, effect.bytes);
      } else if (effect.type === 'sendReliable') this.#connection.send(index, this.nowMs, true, effect.bytes);
      else {
        if (this.#watch === undefined) peer.effects.push(effect);
        if (effect.type === 'record') peer.disk.append(this.nowMs, effect.record, peer.storeMs);
        else if (effect.type === 'suspended') this.#reunion?.suspended(index, this.nowMs);
      }
    }
    while (peer.disk.endSync(this.nowMs)) this.give(index, { type: 'recordStored' });
  }

  /** Kills a peer's process: what was not on its disk may be gone, and the other side hears of nothing. */
  crash(index: End): void {
    const peer = this.peers[index];
    peer.running = false;
    peer.disk.crash(this.nowMs, this.#diskRandom);
    this.#connection.vanish(index);
    this.#reunion?.alone(index);
  }

  /**
   * Starts a killed peer again on its disk. It has no connection yet.
   * @returns false when its disk has no match to go on with
   */
  restart(index: End): boolean {
    const peer = this.peers[index];
    const saved = readSavedMatch(peer.disk.log);
    if (saved === undefined || !canResume(saved)) return false;
    peer.session = new Session(pongMatch, { ...sharedOptions(saved), name: `Bot ${index + 1}`, inputDelayTicks: 0 });
    peer.running = true;
    peer.askedTick = -1;
    peer.reset(this.nowMs);
    this.#watch?.restarted(index);
    return true;
  }

  /** Gives both a new connection in place of the old one, whose packets are lost. */
  reconnect(): void {
    this.#connection.open(this.nowMs, 0, 0);
    for (const index of [0, 1] as const) this.#hearNews(index);
  }

  /** The connection dies, and one peer is told. */
  hangUp(index: End): void {
    this.#connection.close(index, this.nowMs);
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
    if (news === undefined) return;
    if (news === 'closed') {
      this.#reunion?.alone(index);
      this.give(index, { type: 'linkClosed' });
    } else if (this.#reunion !== undefined && this.peers[index].session.phase !== 'handshake' && !this.#waits(index)) {
      // Who plays again meanwhile, or is done, has stopped looking: the connection is closed as soon as it opens.
      this.#connection.refuse(this.nowMs);
    } else {
      this.#reunion?.opened(index, this.nowMs);
      this.give(index, { type: 'linkOpened' });
    }
  }

  readonly #take0 = (reliable: boolean, bytes: Uint8Array): void => this.#take(0, reliable, bytes);
  readonly #take1 = (reliable: boolean, bytes: Uint8Array): void => this.#take(1, reliable, bytes);

  #take(index: End, reliable: boolean, bytes: Uint8Array): void {
    if (reliable) this.give(index, { type: 'reliable', bytes });
    else {
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
      if (session.game.read(before, this.#state)) peer.axis = this.#players[index].axis(this.#state);
    }
    this.#poll.axis = peer.axis;
    this.give(index, this.#poll);
    peer.setTimer(this.nowMs, session.phase === 'playing' && session.game.tick === before + 1);
    this.#seek(index);
    if (this.#watch !== undefined) return;
    const { confirmedTick } = session;
    if (session.game.holds(confirmedTick)) peer.checksums.set(confirmedTick, session.game.checksumAt(confirmedTick));
  }

  /** A peer that waits looks for the other one, by every way there is. */
  #seek(index: End): void {
    const { links } = this.#connection;
    const reachable = !links[0].cut && !links[1].cut;
    if (this.#reunion?.look(index, this.nowMs, this.#waits(index), reachable) !== true) return;
    this.#connection.open(this.nowMs, opposite(index), links[index].conditions.delayMs);
  }

  #waits(index: End): boolean {
    return this.peers[index].session.phase === 'suspended';
  }
}
