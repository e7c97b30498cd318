import type { MatchEnd } from '../record/match-end.ts';

/**
 * What happens to a session, or to the table around it. `step` takes one event at a time; callers on a hot path may reuse the object. `from` is
 * the peer that a connection leads to, or that sent a packet.
 */
export type SessionEvent =
  /** A connection to a peer is open: the first one, or a new one in place of one that is dead. */
  | { readonly type: 'linkOpened'; readonly from: number }
  /** The connection to a peer is dead for good. A match that has begun waits for another one. */
  | { readonly type: 'linkClosed'; readonly from: number }
  /** A packet came on the unreliable channel. */
  | { readonly type: 'fast'; from: number; bytes: Uint8Array }
  /** A message came on the reliable channel. */
  | { readonly type: 'reliable'; from: number; bytes: Uint8Array }
  /**
   * Time has passed: runs the ticks that are due. About every 4 ms. `queuedBytes` is what still waits to leave on the unreliable channel to the
   * other player, 0 when left out: no packet is sent behind it.
   */
  | { readonly type: 'poll'; queuedBytes?: number }
  /** The oldest record that was not yet on the disk is there now. Once for each `record`, in their order. */
  | { readonly type: 'recordStored' }
  | { readonly type: 'chat'; readonly text: string }
  /** `preset` is an index into PRESETS. */
  | { readonly type: 'preset'; readonly preset: number }
  /** The player wants another match; it starts when both do. */
  | { readonly type: 'rematch' }
  | { readonly type: 'leave' }
  /** The player claims the match, because the other has not come back within the grace time. */
  | { readonly type: 'claim' }
  /** Input delay from now on, 0 to 3 ticks. */
  | { readonly type: 'inputDelay'; readonly ticks: number }
  /** For a table: the host has let a spectator in; its connection opens next. */
  | { readonly type: 'admitted'; readonly from: number; readonly secret: Uint8Array }
  /** For a table: this peer has a signal for another one, which the host is to carry. */
  | { readonly type: 'signal'; readonly to: number; readonly plain: Uint8Array };

/** What a session or a table wants done, in order; `to` is the peer that something is for. The array and the bytes of `sendFast` are reused by the next `step`. */
export type SessionEffect =
  | { readonly type: 'sendFast'; to: number; bytes: Uint8Array }
  | { readonly type: 'sendReliable'; readonly to: number; readonly bytes: Uint8Array }
  /** Append the record to the match's log, sync, then step `recordStored`. The bytes are the receiver's to keep. */
  | { readonly type: 'record'; readonly record: Uint8Array }
  | { readonly type: 'chat'; readonly message: ChatMessage }
  /** The peers agree on version and rules, and the match begins. */
  | { readonly type: 'joined'; readonly remoteName: string }
  | { readonly type: 'suspended'; readonly cause: SuspensionCause }
  /** At a tick that both have confirmed their states have different checksums. Nothing is confirmed until they are the same again. */
  | { readonly type: 'desync'; readonly tick: number; readonly ours: number; readonly theirs: number }
  /** The states are the same again, at this tick. */
  | { readonly type: 'healed'; readonly tick: number }
  | { readonly type: 'resumed' }
  /** The match is over for this peer. */
  | { readonly type: 'ended'; readonly end: MatchEnd }
  /** Of a table: another peer has a signal for this one, to open a connection. */
  | { readonly type: 'signal'; readonly from: number; readonly plain: Uint8Array }
  /** Of a table: this peer acts on a new leader from now on. */
  | { readonly type: 'leader'; readonly term: number; readonly leaderId: number };

/**
 * Why play was suspended. `silent`: the other side was not heard · `told`: it says that it is suspended · `stuck`: no tick could be played,
 * although packets came · `closed`: the connection is dead · `reconnected`: a new one takes its place.
 */
export type SuspensionCause = 'silent' | 'told' | 'stuck' | 'closed' | 'reconnected';

/** A chat message. Every peer sorts by `lamport`, then `from`, and so sees the same order. */
export interface ChatMessage {
  readonly lamport: number;
  /** Peer id of the writer. */
  readonly from: number;
  /** Plain text, to be shown as nothing else. */
  readonly text: string;
}

/**
 * What a session is doing. `handshake`: comparing versions · `playing` · `suspended`: the other side is not there, all is frozen ·
 * `getReady`: connected again, play starts in a moment · `ended`.
 */
export type SessionPhase = 'handshake' | 'playing' | 'suspended' | 'getReady' | 'ended';
