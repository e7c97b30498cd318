import type { SavedMatch } from '../record/saved-match.ts';
import type { Chat } from '../session/chat.ts';
import type { SessionEvent } from '../session/events.ts';
import type { Control } from '../wire/control.ts';
import type { FullCopy } from '../wire/full-copy.ts';
import type { Handover } from '../wire/handover.ts';
import type { StreamPacket } from '../wire/stream-packet.ts';

/** Confirmed play that a peer holds and can show to others. */
export interface Holding {
  /** Epoch of play, on this peer's disk; 0 when there is nothing that others could go on from. */
  readonly epoch: number;
  /** Leader of that epoch: the player who confirms its ticks. */
  readonly leaderId: number;
  readonly confirmedTick: number;
  /** Words of the confirmed state. */
  readonly confirmed: Int32Array;
  /** Both inputs at a confirmed tick, as one byte; undefined where they are not known. */
  byteAt(tick: number): number | undefined;
  /** A copy that leads to the newest confirmed state. */
  copy(): FullCopy;
}

/** What one peer does at a table besides choosing a leader and showing what it holds: play, or watch. */
export interface Role {
  readonly holding: Holding;
  readonly chat: Chat;
  /** Token of the match; undefined while it is not known. */
  readonly token: Uint8Array | undefined;
  /** Whether what this peer says in the chat may leave it now. */
  readonly speaks: boolean;
  /** True when the match is over for this peer, and nobody should wait for it. */
  readonly over: boolean;
  /** Why it is over, as the other peers are told. */
  readonly byeReason: number;
  /** Takes what happens to a session; for a player, links and packets are those between the two players. */
  step(nowMs: number, event: SessionEvent): void;
  /** A peer's hello was one of the same game. */
  greeted(id: number): void;
  /** Takes a message from anybody but the other player; hello and chat are dealt with. */
  receive(from: number, message: Control): void;
  /** Takes confirmed play from the leader. */
  stream(nowMs: number, packet: StreamPacket): void;
}

/** Makes a handover of what a peer holds; undefined when there is nothing to go on from. */
export function makeHandover(saved: SavedMatch | undefined, holding: Holding, lamport: number): Handover | undefined {
  const { epoch, leaderId } = holding;
  if (saved === undefined || epoch === 0) return undefined;
  const { seed, token, graceMs } = saved.head;
  return { seed, token, graceMs, lamport, epoch, leaderId, checkpoints: saved.checkpoints, copy: holding.copy() };
}
