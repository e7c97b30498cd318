import type { RendezvousStatus } from '../../electron/contract/desktop.ts';
import type { RefusedServer } from './ice-config.ts';
import type { CandidateCount } from './peer.ts';
import type { ServerError } from './server-errors.ts';

/** One open connection to another peer, whatever carries it. */
export interface Link {
  /**
   * Unreliable and unordered; silently dropped while something older still waits to be sent: the next packet says more. At most 1,100 bytes. The
   * bytes are copied before this returns.
   */
  sendFast(bytes: Uint8Array): void;
  /** Bytes that wait to be sent on the unreliable channel. */
  readonly queuedBytes: number;
  /** Reliable and ordered; at most 1,100 bytes. The bytes are copied before this returns. */
  sendReliable(bytes: Uint8Array): void;
  /** Replaces the handlers; messages that came before the first call are kept (at most 64) and delivered then. */
  listen(handlers: LinkHandlers): void;
  /** Resolves when the connection is dead for good, or was closed from here. */
  readonly gone: Promise<void>;
  /** Sends what is queued on the reliable channel if it can, then closes. Safe to call twice. */
  close(): void;
}

export interface LinkHandlers {
  fast(bytes: Uint8Array): void;
  reliable(bytes: Uint8Array): void;
  /** Once, when the connection is dead for good (never because of our own close). */
  closed(): void;
}

/** The errors of connecting that a person can get, and our own cancel. */
export type ConnectError =
  | 'rendezvous-unreachable'
  /** Nobody answers under the code: it never was one, or has expired. */
  | 'no-such-game'
  | 'wrong-code'
  | 'game-full'
  | 'other-version'
  /** Somebody answered, and then no more, before the code was proved. */
  | 'host-silent'
  | 'network-blocked'
  /** The other side has said that it leaves, before the connection was open. */
  | 'other-left'
  /** This window makes no connections of any kind. */
  | 'no-webrtc'
  | 'cancelled';

/** What both ends know once connected. Ids are given by the host: itself 1, the other player 2, who watches 3 to 8. */
export interface Connected {
  readonly link: Link;
  readonly localId: number;
  readonly remoteId: number;
  /** 32 bytes that only these two know, to find and know each other again. */
  readonly resumeSecret: Uint8Array;
}

/** What an attempt found out on its way, for the words in which its failure is told. */
export interface ConnectFindings {
  /** Where a rendezvous was looked for, and why it is not there; empty while that has not failed. */
  readonly tried: readonly RendezvousStatus[];
  readonly candidates: CandidateCount;
  /** What servers of the settings had against serving this side. */
  readonly serverErrors: readonly ServerError[];
  /** Servers of the settings that were left out. */
  readonly refusedServers: readonly RefusedServer[];
  /** Why the browser makes no connection at all, in its own words; empty when it does, or has no WebRTC. */
  readonly refusal: string;
}

/** What an attempt has found out that has not begun. */
export const noFindings: ConnectFindings = {
  tried: [],
  candidates: { own: undefined, ownOutside: 0, theirs: 0, theirsOutside: 0 },
  serverErrors: [],
  refusedServers: [],
  refusal: '',
};

/** Stages of an attempt, in order. */
export type ConnectStage = 'rendezvous' | 'waiting' | 'handshake' | 'network';

/** An attempt under way, as a screen shows it. */
export interface Attempt {
  /** The open connection, or why there is none. Never rejects. */
  readonly result: Promise<Connected | ConnectError>;
  readonly findings: ConnectFindings;
  /** Called with each stage in order, to be shown as progress. */
  onStage?: (stage: ConnectStage) => void;
  cancel(): void;
}
