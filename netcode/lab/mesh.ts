import type { Conditions, Link } from '../local/network.ts';
import type { Random } from '../local/random.ts';
import { Bot, type BotLevel } from '../pong/bot.ts';
import { pongMatch } from '../pong/pong-match.ts';
import { STATE_WORDS } from '../pong/state.ts';
import { readSavedMatch } from '../record/saved-match.ts';
import { checksumWords } from '../rollback/checksum.ts';
import type { Rollback } from '../rollback/rollback.ts';
import type { SessionEffect, SessionEvent } from '../session/events.ts';
import { sharedOptions } from '../session/options.ts';
import { Table } from '../table/table.ts';
import { equalBytes } from '../wire/bytes.ts';
import { FIRST_SPECTATOR } from '../wire/peer-ids.ts';
import { Connection, opposite } from './connection.ts';
import { TIMER_MS } from './machine.ts';
import { type Line, MeshPeer } from './mesh-peer.ts';
import type { Player } from './players.ts';
import { Reunion } from './reunion.ts';
import { makeWire, type Take, type WireKind } from './wire.ts';

/** Sees every event of every peer as it happens. */
export interface MeshWatch {
  /** After a peer took an event and before its effects are carried out. The effects are reused afterwards. */
  stepped(peer: MeshPeer, event: SessionEvent, effects: readonly SessionEffect[]): void;
  /** A peer has a process again, made from its disk. */
  restarted(peer: MeshPeer): void;
}

/** What a {@link Mesh} may be made with. */
export interface MeshOptions {
  readonly players?: readonly [Player, Player];
  /** How long a suspended match waits, in ms; default 15 s. */
  readonly graceMs?: number;
  readonly watch?: MeshWatch;
  /** How long peers without a connection take to meet again, in ms; without it a restarted peer is connected at once, and nobody else ever again. */
  readonly meetingMs?: () => number;
  /** What a crash leaves of a disk's unsynced tail; without it nothing. */
  readonly diskRandom?: Random;
  /** Input delay of each player; default none. */
  readonly delayTicks?: readonly [number, number];
  /** Default ideal. */
  readonly wire?: WireKind;
}

/** A whole table on virtual connections, driven by a virtual clock: peers 1 and 2 play, the others watch. Without others it is a match of two. */
export class Mesh {
  nowMs = 0;
  /** By id, from 1 on. */
  readonly peers: readonly MeshPeer[];
  readonly #directions = new Map<number, Link>();
  readonly #options: MeshOptions;
  readonly #players: readonly Player[];
  readonly #seed: number;
  readonly #state = new Int32Array(STATE_WORDS);
  #started = false;
  readonly #poll: Extract<SessionEvent, { type: 'poll' }> = { type: 'poll', queuedBytes: 0 };

  /**
   * @param seed its lowest 64 bits count
   * @param spectators 0 to 6
   * @param level of the bots, when no players are given
   */
  constructor(seed: number | bigint, conditions: Conditions, spectators: number, level: BotLevel = 1, options: MeshOptions = {}) {
    this.#options = options;
    this.#seed = Number(BigInt.asIntN(32, BigInt(seed)));
    this.#players = options.players ?? [new Bot(level, 0, this.#seed * 2 + 1), new Bot(level, 1, this.#seed * 3 + 7)];
    this.peers = Array.from({ length: 2 + spectators }, (_, index) => new MeshPeer(index + 1, this.#table(index + 1, [])));
    const { wire = 'ideal' } = options;
    for (const [a, b] of this.pairs()) this.#link(a, b, new Connection(makeWire(wire, seed, conditions, [a, b])));
  }

  #link(a: number, b: number, connection: Connection): void {
    const { meetingMs } = this.#options;
    const [there, back] = connection.links;
    const shared = { connection, reunion: meetingMs && new Reunion(meetingMs) };
    // Packets come by the hundred thousand: each line has one event for all of its own.
    const take = (id: number, from: number): Take => {
      const fast: Extract<SessionEvent, { type: 'fast' }> = { type: 'fast', from, bytes: new Uint8Array(0) };
      return (reliable, bytes) => {
        if (reliable) this.give(id, { type: 'reliable', from, bytes });
        else {
          fast.bytes = bytes;
          this.give(id, fast);
        }
      };
    };
    this.#directions.set(key(a, b), there);
    this.#directions.set(key(b, a), back);
    this.peer(a).lines.push({ ...shared, end: 0, other: b, take: take(a, b) });
    this.peer(b).lines.push({ ...shared, end: 1, other: a, take: take(b, a) });
  }

  #table(id: number, log: readonly Uint8Array[]): Table<Int32Array> {
    const saved = readSavedMatch(log);
    if (id >= FIRST_SPECTATOR) {
      return new Table(pongMatch, { localId: id, name: `Watcher ${id}`, resumeSecret: new Uint8Array(32).fill(id), saved });
    }
    const inputFor = (): number => this.#inputOf(this.peer(id).session.game, id);
    const own = { name: `Bot ${id}`, inputDelayTicks: this.#options.delayTicks?.[id - 1] ?? 0, inputFor };
    if (saved !== undefined) return new Table(pongMatch, { ...own, ...sharedOptions(saved) });
    const secrets = { sessionToken: new Uint8Array(8).fill(id), resumeSecret: new Uint8Array(32).fill(7) };
    const { graceMs = 15_000 } = this.#options;
    return new Table(pongMatch, { ...own, ...secrets, localId: id, remoteId: 3 - id, seed: this.#seed + id, graceMs });
  }

  /** A peer by its id. */
  peer(id: number): MeshPeer {
    const peer = this.peers[id - 1];
    if (peer === undefined) throw new Error(`there is no peer ${id}`);
    return peer;
  }

  /** One direction of a connection. */
  link(from: number, to: number): Link {
    const link = this.#directions.get(key(from, to));
    if (link === undefined) throw new Error(`there is no link from ${from} to ${to}`);
    return link;
  }

  /** All directions. */
  get links(): Iterable<Link> {
    return this.#directions.values();
  }

  /** Every two peers, once, the lower id first. */
  *pairs(): Generator<readonly [number, number]> {
    for (const { id: a } of this.peers) for (const { id: b } of this.peers) if (a < b) yield [a, b];
  }

  /** Gives two peers a connection at once, in place of the one that they had. */
  connect(a: number, b: number): void {
    const line = this.#line(a, b);
    line.connection.open(this.nowMs, line.end, 0);
    this.#hearNews(this.peer(a), line);
    this.#hearNews(this.peer(b), this.#line(b, a));
  }

  /** The connections of a peer die; it is told, and the others are not. */
  hangUp(id: number): void {
    for (const { connection, end } of this.peer(id).lines) connection.close(end, this.nowMs);
  }

  /** Cuts the connection of two peers, or mends it: neither is told. */
  cut(a: number, b: number, cut: boolean): void {
    this.link(a, b).cut = cut;
    this.link(b, a).cut = cut;
  }

  /** Gives an event to a peer and carries out what it wants done. */
  give(id: number, event: SessionEvent): void {
    const peer = this.peer(id);
    const effects = peer.table.step(peer.localMs, event);
    this.#options.watch?.stepped(peer, event, effects);
    for (const effect of effects) this.#carryOut(peer, effect);
    while (peer.disk.endSync(this.nowMs)) this.give(id, { type: 'recordStored' });
  }

  #carryOut(peer: MeshPeer, effect: SessionEffect): void {
    if (effect.type === 'sendFast' || effect.type === 'sendReliable') {
      const { connection, end } = this.#line(peer.id, effect.to);
      const reliable = effect.type === 'sendReliable';
      if (reliable) peer.reliableBytes += effect.bytes.length;
      else {
        peer.fastBytes += effect.bytes.length;
        peer.fastPackets++;
      }
      connection.send(end, this.nowMs, reliable, effect.bytes);
      return;
    }
    if (effect.type === 'record') {
      peer.disk.append(this.nowMs, effect.record, peer.storeMs);
      return;
    }
    if (effect.type === 'leader') peer.leaders.push({ atMs: this.nowMs, term: effect.term, leaderId: effect.leaderId });
    else if (effect.type === 'suspended') {
      for (const { reunion, end, other } of peer.lines) if (other < FIRST_SPECTATOR) reunion?.suspended(end, this.nowMs);
    }
    peer.effects.push(effect);
  }

  /** Kills a peer's process: what was not on its disk may be gone, and the others hear of nothing. */
  crash(id: number): void {
    const peer = this.peer(id);
    peer.running = false;
    peer.disk.crash(this.nowMs, this.#options.diskRandom);
    for (const { connection, reunion, end } of peer.lines) {
      connection.vanish(end);
      reunion?.alone(end);
    }
  }

  /**
   * Starts a killed peer again on its disk.
   * @param connects whether all that run are connected to it immediately
   * @returns false when it is a player's, and there is no match on it
   */
  restart(id: number, connects = this.#options.meetingMs === undefined): boolean {
    const peer = this.peer(id);
    if (peer.plays && readSavedMatch(peer.log) === undefined) return false;
    peer.table = this.#table(id, peer.log);
    peer.running = true;
    peer.stopped = false;
    peer.reset(this.nowMs);
    this.#options.watch?.restarted(peer);
    if (connects) {
      for (const other of this.peers) if (other.id !== id && other.running) this.connect(id, other.id);
    }
    return true;
  }

  /** Lets virtual time pass: goes from event to event, so that time in which nothing happens costs nothing. */
  run(ms: number): void {
    if (!this.#started) {
      this.#started = true;
      for (const [a, b] of this.pairs()) this.connect(a, b);
    }
    const endMs = this.nowMs + ms;
    while (true) {
      let nextMs = Number.POSITIVE_INFINITY;
      for (const peer of this.peers) {
        const peerMs = peer.awake ? peer.nextMs() : Number.POSITIVE_INFINITY;
        peer.dueMs = peerMs;
        if (peerMs < nextMs) nextMs = peerMs;
      }
      if (nextMs > endMs) break;
      this.#advance(nextMs);
      for (const peer of this.peers) if (peer.dueMs <= this.nowMs) this.#happen(peer);
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

  #advance(toMs: number): void {
    // What waited for a stopped peer was due in the past.
    const passedMs = Math.max(0, toMs - this.nowMs);
    for (const peer of this.peers) peer.localMs += passedMs * peer.clockRate;
    this.nowMs += passedMs;
  }

  #happen(peer: MeshPeer): void {
    for (const line of peer.lines) {
      if (line.connection.nextMs(line.end) > this.nowMs) continue;
      this.#hearNews(peer, line);
      line.connection.deliver(line.end, this.nowMs, line.take);
    }
    while (peer.disk.endSync(this.nowMs)) this.give(peer.id, { type: 'recordStored' });
    if (peer.timerAtMs <= this.nowMs) this.#tick(peer);
  }

  #hearNews(peer: MeshPeer, { connection, reunion, end, other }: Line): void {
    const news = connection.takeNews(end, this.nowMs);
    if (news === undefined) return;
    if (news === 'closed') {
      reunion?.alone(end);
      this.give(peer.id, { type: 'linkClosed', from: other });
    } else if (reunion !== undefined && isBetweenPlayers(peer, other) && !['handshake', 'suspended'].includes(peer.session.phase)) {
      // Who plays again meanwhile, or is done, has stopped looking: the connection is closed as soon as it opens.
      connection.refuse(this.nowMs);
    } else {
      reunion?.opened(end, this.nowMs);
      this.give(peer.id, { type: 'linkOpened', from: other });
    }
  }

  #inputOf(game: Rollback<Int32Array>, id: number): number {
    game.read(game.tick, this.#state);
    return this.#players[id - 1]?.axis(this.#state) ?? 0;
  }

  #tick(peer: MeshPeer): void {
    // To the other player, whose line is the first of a player's.
    const [line] = peer.lines;
    this.#poll.queuedBytes = line?.connection.queuedBytes(line.end) ?? 0;
    this.give(peer.id, this.#poll);
    // Beats and elections of a table are due at any time.
    const idle = this.peers.length === 2 && peer.session.phase === 'playing';
    peer.setTimer(this.nowMs, idle ? peer.session.nextTickMs - peer.localMs : 0);
    for (const line of peer.lines) this.#seek(peer, line);
    if (this.#options.watch !== undefined) return;
    const { epoch, tick } = peer.table.seen;
    if (epoch > 0) peer.checksums.set(`${epoch}:${tick}`, checksumWords(peer.table.confirmed, 0, STATE_WORDS));
  }

  /** Two that have lost each other look for each other: players while their match is suspended, others while they are not connected. */
  #seek(peer: MeshPeer, { connection, reunion, end, other }: Line): void {
    if (reunion === undefined) return;
    const players = isBetweenPlayers(peer, other);
    const waits = players ? peer.session.phase === 'suspended' : !peer.table.over && !connection.isWhole;
    const reachable = waits && !connection.isCut && (!players || this.#knowEachOther);
    if (!reunion.look(end, this.nowMs, waits, reachable)) return;
    connection.open(this.nowMs, opposite(end), connection.links[end].conditions.delayMs);
  }

  /** Whether the two players look for each other under the same code. */
  get #knowEachOther(): boolean {
    const one = this.peer(1).table.log?.head.secret;
    const two = this.peer(2).table.log?.head.secret;
    return one !== undefined && two !== undefined && equalBytes(one, two);
  }

  #line(id: number, other: number): Line {
    const line = this.peer(id).lines[other < id ? other - 1 : other - 2];
    if (line === undefined) throw new Error(`there is no connection between ${id} and ${other}`);
    return line;
  }
}

function isBetweenPlayers(peer: MeshPeer, other: number): boolean {
  return peer.plays && other < FIRST_SPECTATOR;
}

function key(from: number, to: number): number {
  return from * 16 + to;
}
