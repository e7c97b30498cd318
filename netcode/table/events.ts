import type { SessionEffect, SessionEvent } from '../session/events.ts';

/** What happens to a table: what happens to a session, with the peer that it came from. */
export type TableEvent =
  | Exclude<SessionEvent, { readonly type: 'linkOpened' | 'linkClosed' | 'fast' | 'reliable' }>
  /** A connection to a peer is open: the first one, or a new one in place of one that is dead. */
  | { readonly type: 'linkOpened'; readonly from: number }
  /** The connection to a peer is dead for good. */
  | { readonly type: 'linkClosed'; readonly from: number }
  /** The host has let a spectator in; its connection opens next. */
  | { readonly type: 'admitted'; readonly from: number; readonly secret: Uint8Array }
  /** This peer has a signal for another one, which the host is to carry. */
  | { readonly type: 'signal'; readonly to: number; readonly plain: Uint8Array }
  /** A packet came on the unreliable channel. */
  | { readonly type: 'fast'; readonly from: number; readonly bytes: Uint8Array }
  /** A message came on the reliable channel. */
  | { readonly type: 'reliable'; readonly from: number; readonly bytes: Uint8Array };

/** What a table wants done, in order: what a session wants, with the peer that it goes to. The array and the bytes in it are reused. */
export type TableEffect =
  | Exclude<SessionEffect, { readonly type: 'sendFast' | 'sendReliable' }>
  | { readonly type: 'sendFast'; to: number; bytes: Uint8Array }
  | { readonly type: 'sendReliable'; readonly to: number; readonly bytes: Uint8Array }
  /** Another peer has a signal for this one, to open a connection. */
  | { readonly type: 'signal'; readonly from: number; readonly plain: Uint8Array }
  /** This peer acts on a new leader of the table from now on. */
  | { readonly type: 'leader'; readonly term: number; readonly leaderId: number };
