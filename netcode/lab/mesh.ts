import { checksumWords } from '../rollback/checksum.ts';
import { sharedOptions } from '../session/options.ts';
import { readSavedMatch } from '../session/saved-match.ts';
import { Table } from '../session/table.ts';
import type { TableEffect, TableEvent } from '../session/table-events.ts';
import { Bot, type BotLevel } from '../sim/bot.ts';
import { pongMatch } from '../sim/pong-match.ts';
import { STATE_WORDS } from '../sim/state.ts';
import { type Conditions, Direction } from './network.ts';
import { Random } from './random.ts';

/** Step of the virtual clock, in ms: what the app's timer has. */
const STEP_MS = 4;

/** What one peer did, for a test to look at. */
export interface MeshPeer {
  readonly id: number;
  /** Another one after each restart. */
  table: Table<Int32Array>;
  /** What happened to it, without what it sent and stored. */
  readonly effects: TableEffect[];
  /** When it acted on which leader. */
  readonly leaders: { readonly atMs: number; readonly term: number; readonly leaderId: number }[];
  /** Checksums of the confirmed states that it came by, by epoch and tick. */
  readonly checksums: Map<string, number>;
  /** False between a crash and a restart. */
  running: boolean;
  /** While true, the peer does nothing at all, as if stopped by a signal. */
  stopped: boolean;
  /** How long its disk takes to store a record, in ms. */
  storeMs: number;
  /** Records on their way to its disk. */
  readonly writes: { readonly atMs: number; readonly record: Uint8Array }[];
  /** Its match log: every record that is on the disk. */
  readonly log: Uint8Array[];
}

/** A whole table on virtual connections, driven by a virtual clock: peers 1 and 2 are bots that play, the others watch. */
export class Mesh {
  nowMs = 0;
  /** By id, from 1 on. */
  readonly peers: readonly MeshPeer[];
  readonly #links = new Map<number, Direction>();
  readonly #connected = new Set<number>();
  readonly #bots: readonly Bot[];
  readonly #seed: number;
  readonly #state = new Int32Array(STATE_WORDS);
  readonly #poll: Extract<TableEvent, { type: 'poll' }> = { type: 'poll', axis: 0 };

  /** @param spectators 0 to 6 */
  constructor(seed: number, conditions: Conditions, spectators: number, level: BotLevel = 1) {
    this.#seed = seed;
    this.#bots = [new Bot(level, 0, seed * 2 + 1), new Bot(level, 1, seed * 3 + 7)];
    this.peers = Array.from({ length: 2 + spectators }, (_, index) => this.#peer(index + 1));
    for (const { id: from } of this.peers) {
      for (const { id: to } of this.peers) {
        if (from !== to) this.#links.set(key(from, to), new Direction(conditions, new Random(seed, `network ${from}→${to}`)));
      }
    }
    for (const [a, b] of this.pairs()) this.connect(a, b);
  }

  #peer(id: number): MeshPeer {
    const log: Uint8Array[] = [];
    const lists = { effects: [], leaders: [], checksums: new Map<string, number>(), writes: [], log };
    return { id, table: this.#table(id, log), ...lists, running: true, stopped: false, storeMs: 0 };
  }

  #table(id: number, log: readonly Uint8Array[]): Table<Int32Array> {
    const saved = readSavedMatch(log);
    if (id > 2) {
      return new Table(pongMatch, { localId: id, name: `Watcher ${id}`, resumeSecret: new Uint8Array(32).fill(id), saved });
    }
    const own = { name: `Bot ${id}`, inputDelayTicks: 0 };
    if (saved !== undefined) return new Table(pongMatch, { ...own, ...sharedOptions(saved) });
    const secrets = { sessionToken: new Uint8Array(8).fill(id), resumeSecret: new Uint8Array(32).fill(7) };
    return new Table(pongMatch, { ...own, ...secrets, localId: id, remoteId: 3 - id, seed: this.#seed + id, graceMs: 15_000 });
  }

  /** A peer by its id. */
  peer(id: number): MeshPeer {
    const peer = this.peers[id - 1];
    if (peer === undefined) throw new Error(`there is no peer ${id}`);
    return peer;
  }

  /** One direction of a connection. */
  link(from: number, to: number): Direction {
    const link = this.#links.get(key(from, to));
    if (link === undefined) throw new Error(`there is no link from ${from} to ${to}`);
    return link;
  }

  /** All directions. */
  get links(): Iterable<Direction> {
    return this.#links.values();
  }

  /** Every two peers, once, the lower id first. */
  *pairs(): Generator<readonly [number, number]> {
    for (const { id: a } of this.peers) for (const { id: b } of this.peers) if (a < b) yield [a, b];
  }

  /** Gives two peers a connection, in place of the one that they had. */
  connect(a: number, b: number): void {
    for (const [from, to] of bothWays(a, b)) {
      this.link(from, to).drop();
      this.#connected.add(key(from, to));
    }
    this.give(a, { type: 'linkOpened', from: b });
    this.give(b, { type: 'linkOpened', from: a });
  }

  /** Cuts the connection of two peers, or mends it: neither is told. */
  cut(a: number, b: number, cut: boolean): void {
    for (const [from, to] of bothWays(a, b)) this.link(from, to).cut = cut;
  }

  /** Gives an event to a peer and carries out what it wants done. */
  give(id: number, event: TableEvent): void {
    const peer = this.peer(id);
    for (const effect of peer.table.step(this.nowMs, event)) {
      if (effect.type === 'sendFast' || effect.type === 'sendReliable') {
        if (this.#connected.has(key(id, effect.to)))
          this.link(id, effect.to).send(this.nowMs, effect.type === 'sendReliable', effect.bytes);
      } else if (effect.type === 'record') peer.writes.push({ atMs: this.nowMs + peer.storeMs, record: effect.record });
      else {
        if (effect.type === 'leader') peer.leaders.push({ atMs: this.nowMs, term: effect.term, leaderId: effect.leaderId });
        peer.effects.push(effect);
      }
    }
    this.#store(peer);
  }

  /** Ends the writes that are due, in order. */
  #store(peer: MeshPeer): void {
    const [first] = peer.writes;
    if (first === undefined || first.atMs > this.nowMs) return;
    peer.writes.shift();
    peer.log.push(first.record);
    this.give(peer.id, { type: 'recordStored' });
  }

  /** Kills a peer's process: whatever was not on its disk is gone, and the others hear of nothing. */
  crash(id: number): void {
    const peer = this.peer(id);
    peer.running = false;
    peer.writes.length = 0;
    for (const { id: other } of this.peers) {
      if (other === id) continue;
      for (const [from, to] of bothWays(id, other)) {
        this.#connected.delete(key(from, to));
        // What it had sent is on its way; what was sent to it is for nobody.
        if (to === id) this.link(from, to).drop();
      }
    }
  }

  /** Starts a killed peer again on its disk, and connects it with everybody who is there. */
  restart(id: number): void {
    const peer = this.peer(id);
    peer.table = this.#table(id, peer.log);
    peer.running = true;
    peer.stopped = false;
    for (const other of this.peers) if (other.id !== id && other.running) this.connect(id, other.id);
  }

  /** Lets virtual time pass. */
  run(ms: number): void {
    const endMs = this.nowMs + ms;
    while (this.nowMs < endMs) {
      this.nowMs += STEP_MS;
      for (const peer of this.peers) if (peer.running && !peer.stopped) this.#step(peer);
    }
  }

  /** Runs until `done`, or fails after `limitMs` of virtual time. */
  runUntil(done: () => boolean, limitMs: number): void {
    const endMs = this.nowMs + limitMs;
    while (!done()) {
      if (this.nowMs > endMs) throw new Error(`not within ${limitMs} ms of virtual time`);
      this.run(STEP_MS);
    }
  }

  #step(peer: MeshPeer): void {
    const { id, table } = peer;
    for (const { id: from } of this.peers) {
      if (from === id) continue;
      this.link(from, id).deliver(this.nowMs, (reliable, bytes) => this.give(id, { type: reliable ? 'reliable' : 'fast', from, bytes }));
    }
    const game = table.session?.game;
    if (game?.read(game.tick, this.#state)) this.#poll.axis = this.#bots[id - 1]?.axis(this.#state) ?? 0;
    this.give(id, this.#poll);
    const { epoch, tick } = table.seen;
    if (epoch > 0) peer.checksums.set(`${epoch}:${tick}`, checksumWords(table.confirmed, 0, STATE_WORDS));
  }
}

function key(from: number, to: number): number {
  return from * 16 + to;
}

function bothWays(a: number, b: number): readonly (readonly [number, number])[] {
  return [
    [a, b],
    [b, a],
  ];
}
