import type { Conditions, Link } from '../local/network.ts';
import type { BotLevel } from '../pong/bot.ts';
import type { SessionEvent } from '../session/events.ts';
import type { End } from './connection.ts';
import { Mesh } from './mesh.ts';
import type { MeshPeer } from './mesh-peer.ts';
import type { WireKind } from './wire.ts';

/** An event; of the connection without the peer that it comes from, which is the other one. */
type Given =
  | SessionEvent
  | { readonly type: 'fast' | 'reliable'; readonly bytes: Uint8Array }
  | { readonly type: 'linkOpened' | 'linkClosed' };

/** A {@link Mesh} of the two players alone, by side: 0 leads and is peer 1. Nobody finds the other by itself: see {@link reconnect}. */
export class Pair {
  readonly peers: readonly [MeshPeer, MeshPeer];
  /** From side 0 to side 1, and back. */
  readonly links: readonly [Link, Link];
  readonly #mesh: Mesh;

  constructor(seed: number, conditions: Conditions, level: BotLevel = 2, wire: WireKind = 'ideal') {
    this.#mesh = new Mesh(seed, conditions, 0, level, { wire });
    this.peers = [this.#mesh.peer(1), this.#mesh.peer(2)];
    this.links = [this.#mesh.link(1, 2), this.#mesh.link(2, 1)];
  }

  get nowMs(): number {
    return this.#mesh.nowMs;
  }

  /** Gives an event to a side and carries out what it wants done. */
  give(side: End, event: Given): void {
    const told: Given & { readonly from: number } = { from: 2 - side, ...event };
    this.#mesh.give(side + 1, told);
  }

  /** Kills a side's process: what was not on its disk is gone, and the other side hears of nothing. */
  crash(side: End): void {
    this.#mesh.crash(side + 1);
  }

  /** Starts a killed side again on its disk. It has no connection yet. @throws Error when its log is no match */
  restart(side: End): void {
    if (!this.#mesh.restart(side + 1, false)) throw new Error('the log of this peer is no match');
  }

  /** Gives both a new connection in place of the old one, whose packets are lost. */
  reconnect(): void {
    this.#mesh.connect(1, 2);
  }

  /** Lets virtual time pass. */
  run(ms: number): void {
    this.#mesh.run(ms);
  }

  /** Runs until `done`, or fails after `limitMs` of virtual time. */
  runUntil(done: () => boolean, limitMs: number): void {
    this.#mesh.runUntil(done, limitMs);
  }
}
