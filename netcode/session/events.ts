import type { EndReason } from '../record/result-agreement.ts';

/** What happens to a session. `step` takes one at a time; callers on a hot path may reuse the object. */
export type SessionEvent =
  /** A connection is open: the first one, or a new one in place of one that is dead. */
  | { readonly type: 'linkOpened' }
  /**
   * Time has passed: runs the ticks that are due. About every 4 ms. `axis` is −7…7, what the player holds now; `queuedBytes` what still waits to
   * leave on the unreliable channel to the other player, 0 when left out: no packet is sent behind it.
   */
  | { readonly type: 'poll'; axis: number; queuedBytes?: number }
  /** A packet came on the unreliable channel. */
  | { readonly type: 'fast'; bytes: Uint8Array }
  /** A message came on the reliable channel. */
  | { readonly type: 'reliable'; bytes: Uint8Array }
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
  /** The connection is dead for good. The match waits for another one, unless it has not begun. */
  | { readonly type: 'linkClosed' }
  /** Input delay from now on, 0 to 3 ticks. */
  | { readonly type: 'inputDelay'; readonly ticks: number };

/** What a session wants done, in order. The array and the bytes in it are reused by the next call of `step`. */
export type SessionEffect =
  | { readonly type: 'sendFast'; bytes: Uint8Array }
  | { readonly type: 'sendReliable'; readonly bytes: Uint8Array }
  /** Append the record to the match's log, sync, then step `recordStored`. The bytes are the receiver's to keep. */
  | { readonly type: 'record'; readonly record: Uint8Array }
  | { readonly type: 'chat'; readonly message: ChatMessage }
  /** Both sides agree on version and rules; the match begins. */
  | { readonly type: 'joined'; readonly remoteName: string }
  | { readonly type: 'suspended' }
  | { readonly type: 'resumed' }
  | { readonly type: 'ended'; readonly reason: EndReason; readonly detail: string };

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
