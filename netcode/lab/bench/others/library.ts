import type { Bot } from '../../../pong/bot.ts';
import type { Histogram } from '../statistics.ts';
import type { Wire } from './wire.ts';
import type { Work } from './work.ts';

/** One frame after another, each with a rollback of 7 ticks (`ROLLBACK_TICKS`) that a late input forces. */
export interface ForcedRollback {
  /**
   * Runs one frame: takes the remote input of `ROLLBACK_TICKS` ticks ago, rolls back, simulates up to now, and one tick more.
   * @param tick counts up from 0
   * @returns checksum of the newest confirmed state
   */
  frame(tick: number): number;
  /** Ticks simulated so far, again or for the first time. */
  readonly steps: number;
  /** The state that {@link frame}`(tick)` gives the checksum of is this much below `tick`. */
  readonly checksumLag: number;
}

/** One side of a match that a library plays over a virtual network. */
export interface NetworkPeer {
  /** Newest tick that was simulated. */
  readonly tick: number;
  /** True from the moment when the library lets the game run. */
  readonly playing: boolean;
  /** Called when a frame is due, 60 times a second. */
  frame(nowMs: number): void;
  /** Called at every step of the virtual clock, before {@link frame}. */
  poll?(nowMs: number): void;
  /** Checksums of the ticks as last simulated. */
  readonly checksums: ReadonlyMap<number, number>;
  /** Depths of rollbacks, in ticks. */
  readonly depths: Histogram;
  /** Ticks that the other side proved different, where the library corrects states by copies. */
  readonly corrected: number;
  stop(): void;
}

/** Another library, driven through what it exports. */
export interface Library {
  readonly name: string;
  readonly version: string;
  /** What a reader must know about how it was driven. */
  readonly notes: readonly string[];
  /** Most players of a game that it can play. */
  readonly maxPlayers: number;
  forceRollbacks(work: Work): ForcedRollback;
  /** Two peers that are connected by `wires`: what peer 0 sends goes into `wires[0]`. */
  connect(wires: readonly [Wire, Wire], bots: readonly [Bot, Bot]): Promise<readonly [NetworkPeer, NetworkPeer]>;
}
