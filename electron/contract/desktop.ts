/**
 * The one API between the page and the desktop, the same in both shells.
 * The page calls {@link DesktopCalls}; the desktop calls {@link PageCalls}. Both ends validate what arrives.
 */

import type * as v from 'valibot';
import type { DiagnosticsLine } from '../diagnostics/diagnostics-line.ts';
import type { aboutSchema, rendezvousFailureSchema, rendezvousStatusSchema } from './desktop-schemas.ts';
import type { Settings } from './settings.ts';

/** What the page is told once, before it draws anything. */
export type About = Readonly<v.InferOutput<typeof aboutSchema>>;

/** One place where players may meet, and how it stands. */
export type RendezvousStatus = Readonly<v.InferOutput<typeof rendezvousStatusSchema>>;

/** Why the rendezvous could not be opened or was lost. */
export type RendezvousFailure = Readonly<v.InferOutput<typeof rendezvousFailureSchema>>;

/** Calls the page makes. Each rejects with an Error when the desktop refuses it. */
export interface DesktopCalls {
  about(): Promise<About>;
  loadSettings(): Promise<Settings>;
  /** Writes what has changed into the config file, atomically, and returns what is now in force. Rejects with a sentence to be shown. */
  saveSettings(settings: Settings): Promise<Settings>;
  /** What the player should know of the profile's files, one plain sentence each: what is wrong with the config file, logs that can't be read, a weak drive. */
  fileProblems(): Promise<readonly string[]>;
  /**
   * Connects to the rendezvous. `host` starts the embedded broker when no window of this machine runs one yet.
   * Opening twice is harmless. Returns undefined as soon as one place to meet at is open, within 15 s at most; others may follow.
   */
  openRendezvous(host: boolean): Promise<RendezvousFailure | undefined>;
  /** How each place to meet at stands while the rendezvous is open; empty while it is not. */
  rendezvousStatus(): Promise<readonly RendezvousStatus[]>;
  /** Sends bytes (at most 16 KiB) to everybody subscribed to a topic of this protocol. */
  publish(topic: string, payload: Uint8Array): Promise<void>;
  /**
   * Keeps bytes that are published on a topic if this page goes away without closing the rendezvous: it may crash, and a browser that quits
   * lets no page say a last word. They replace those kept for the topic before. Closing the rendezvous drops them.
   */
  keepFarewell(topic: string, payload: Uint8Array): Promise<void>;
  /** Delivers what is published on a topic through {@link PageCalls.signal}. Resolves once the broker has granted it. */
  subscribe(topic: string): Promise<void>;
  unsubscribe(topic: string): Promise<void>;
  closeRendezvous(): Promise<void>;
  /** Appends one record (at most 64 KiB) to a match's log and syncs it to disk before resolving. `matchId` is 1–64 of [0-9a-z-]. Rejects with a sentence to be shown. */
  appendMatchRecord(matchId: string, record: Uint8Array): Promise<void>;
  /** Every sound record of a match's log, in order; empty when there is none. A torn tail has been cut. */
  readMatchRecords(matchId: string): Promise<readonly Uint8Array[]>;
  /** Ids of the matches that have a log, the one written to last first; at most 1,000. */
  listMatches(): Promise<readonly string[]>;
  /** Removes the log of a match that is over. */
  dropMatch(matchId: string): Promise<void>;
  /**
   * A link that this window was opened with, or since, each one once; as it came, so that it may lead nowhere. At most one character longer than any
   * link to a game.
   */
  takeJoinLink(): Promise<string | undefined>;
  /** Adds lines (at most 100) to the diagnostics log. What comes too fast is left out there, and a disk that fails is not told to the page. */
  noteDiagnostics(lines: readonly DiagnosticsLine[]): Promise<void>;
  /** What is to be copied for whoever looks for a fault: versions, this machine's kind, and the newest lines of the log; at most 40,000 characters. */
  readDiagnostics(): Promise<string>;
  copyText(text: string): Promise<void>;
}

/** Calls the desktop makes. */
export interface PageCalls {
  /** A message arrived on a subscribed topic. */
  signal(topic: string, payload: Uint8Array): void;
  /** The rendezvous went away; the page may open it again. */
  rendezvousLost(failure: RendezvousFailure): void;
  /** A link waits to be taken. */
  joinLinkWaits(): void;
}

export { NO_NAME } from 'paddlewire-netcode/text';
export type { DiagnosticsLine } from '../diagnostics/diagnostics-line.ts';
export { lineText, writtenLine } from '../diagnostics/diagnostics-line.ts';
export { pageCallSchemas } from './desktop-schemas.ts';
export { decodeMessage, encodeMessage } from './message-text.ts';
export { callsThrough } from './page-rpc.ts';
export { privateWordsOf } from './private-words.ts';
export { type MessageChannel, openRpc } from './rpc.ts';
export { type BrokerServer, type IceServer, practiceLevels, type Settings, settingsSchema } from './settings.ts';
