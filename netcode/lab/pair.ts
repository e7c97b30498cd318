import type { SessionEffect, SessionEvent } from '../session/events.ts';
import { sharedOptions } from '../session/options.ts';
import { readSavedMatch } from '../session/saved-match.ts';
import { Session } from '../session/session.ts';
import { Bot, type BotLevel } from '../sim/bot.ts';
import { pongMatch } from '../sim/pong-match.ts';
import { STATE_WORDS } from '../sim/state.ts';
import { type Conditions, connection, type Direction } from './network.ts';

/** Step of the virtual clock, in ms: what the app's timer has. */
const STEP_MS = 4;

/** What one peer did, for a test to look at. */
export interface PairPeer {
  /** Another one after each restart. */
  session: Session<Int32Array>;
  readonly effects: SessionEffect[];
  /** Checksums of confirmed ticks, by tick. */
  readonly checksums: Map<number, number>;
  /** Payload bytes sent. */
  fastBytes: number;
  fastPackets: number;
  /** While true, the peer does nothing at all, as if stopped. */
  stopped: boolean;
  /** Speed of the peer's own clock; set it before time passes. */
  clockRate: number;
  /** How long its disk takes to store a record, in ms; infinite for a disk that hangs. */
  storeMs: number;
  /** Records on their way to its disk. */
  readonly writes: { readonly atMs: number; readonly record: Uint8Array }[];
  /** Its match log: every record that is on the disk. */
  readonly log: Uint8Array[];
}

/** Two whole sessions with bots on a virtual connection, driven by a virtual clock. */
export class Pair {
  nowMs = 0;
  readonly peers: readonly [PairPeer, PairPeer];
  readonly links: readonly [Direction, Direction];
  readonly #bots: readonly [Bot, Bot];
  readonly #state = new Int32Array(STATE_WORDS);
  readonly #poll: Extract<SessionEvent, { type: 'poll' }> = { type: 'poll', axis: 0 };

  constructor(seed: number, conditions: Conditions, level: BotLevel = 2) {
    const peer = (localId: number): PairPeer => ({
      session: new Session(pongMatch, {
        localId,
        remoteId: 3 - localId,
        name: `Bot ${localId}`,
        seed: seed + localId,
        sessionToken: new Uint8Array(8).fill(localId),
        inputDelayTicks: 0,
        graceMs: 15_000,
        resumeSecret: new Uint8Array(32).fill(7),
      }),
      effects: [],
      checksums: new Map(),
      fastBytes: 0,
      fastPackets: 0,
      stopped: false,
      clockRate: 1,
      storeMs: 0,
      writes: [],
      log: [],
    });
    this.peers = [peer(1), peer(2)];
    this.links = connection(seed, conditions);
    this.#bots = [new Bot(level, 0, seed * 2 + 1), new Bot(level, 1, seed * 3 + 7)];
    this.give(0, { type: 'linkOpened' });
    this.give(1, { type: 'linkOpened' });
  }

  /** Gives an event to a peer and carries out what it wants done. */
  give(index: 0 | 1, event: SessionEvent): void {
    const peer = this.peers[index];
    for (const effect of peer.session.step(this.nowMs * peer.clockRate, event)) {
      if (effect.type === 'sendFast') {
        peer.fastBytes += effect.bytes.length;
        peer.fastPackets++;
        this.links[index].send(this.nowMs, false, effect.bytes);
      } else if (effect.type === 'sendReliable') this.links[index].send(this.nowMs, true, effect.bytes);
      else {
        peer.effects.push(effect);
        if (effect.type === 'record') peer.writes.push({ atMs: this.nowMs + peer.storeMs, record: effect.record });
      }
    }
    this.#store(index);
  }

  /** Ends the writes that are due, in order. */
  #store(index: 0 | 1): void {
    const { writes, log } = this.peers[index];
    const [first] = writes;
    if (first === undefined || first.atMs > this.nowMs) return;
    writes.shift();
    log.push(first.record);
    this.give(index, { type: 'recordStored' });
  }

  /** Kills a peer's process: whatever was not on its disk is gone, and the other side hears of nothing. */
  crash(index: 0 | 1): void {
    const peer = this.peers[index];
    peer.stopped = true;
    peer.writes.length = 0;
    for (const link of this.links) link.drop();
  }

  /** Starts a killed peer again on its disk. It has no connection yet. */
  restart(index: 0 | 1): void {
    const peer = this.peers[index];
    const saved = readSavedMatch(peer.log);
    if (saved === undefined) throw new Error('the log of this peer is no match');
    peer.session = new Session(pongMatch, { ...sharedOptions(saved), name: `Bot ${index + 1}`, inputDelayTicks: 0 });
    peer.stopped = false;
  }

  /** Gives both a new connection in place of the old one, whose packets are lost. */
  reconnect(): void {
    for (const link of this.links) link.drop();
    this.give(0, { type: 'linkOpened' });
    this.give(1, { type: 'linkOpened' });
  }

  /** Lets virtual time pass. */
  run(ms: number): void {
    const endMs = this.nowMs + ms;
    while (this.nowMs < endMs) {
      this.nowMs += STEP_MS;
      this.#step(0);
      this.#step(1);
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

  #step(index: 0 | 1): void {
    const peer = this.peers[index];
    if (peer.stopped) return;
    const other = index === 0 ? 1 : 0;
    this.links[other].deliver(this.nowMs, (reliable, bytes) => this.give(index, { type: reliable ? 'reliable' : 'fast', bytes }));
    const { session } = peer;
    const before = session.game.tick;
    if (session.game.read(before, this.#state)) this.#poll.axis = this.#bots[index].axis(this.#state);
    this.give(index, this.#poll);
    const { confirmedTick } = session;
    if (session.game.holds(confirmedTick)) peer.checksums.set(confirmedTick, session.game.checksumAt(confirmedTick));
  }
}
