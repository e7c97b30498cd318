/**
 * The one API between the page and the desktop, the same in both shells.
 * The page calls {@link DesktopCalls}; the desktop calls {@link PageCalls}. Both ends validate what arrives.
 */

import type { DiagnosticsLine } from '../diagnostics/diagnostics-line.ts';

/** What the page is told once, before it draws anything. */
export interface About {
  readonly shell: 'electron' | 'browser';
  /** The app's version, from package.json. */
  readonly version: string;
  /** Name of the profile that this window stores its files under. */
  readonly profile: string;
  /** True when `window.paddlewire` is to be exposed. */
  readonly telemetry: boolean;
}

/** An MQTT broker. What a person types as `address:port` is kept as `mqtt://address:port`. */
export interface BrokerServer {
  /** `mqtt://`, `mqtts://`, `ws://` or `wss://`, a host and what else the broker wants; without user and password. */
  readonly url: string;
  readonly username?: string;
  /** Only together with a user name. */
  readonly password?: string;
}

/** A STUN or TURN server. */
export interface IceServer {
  readonly urls: string;
  readonly username?: string;
  readonly credential?: string;
  /** What coturn calls `static-auth-secret`: expiring credentials are made from it, in place of a fixed `credential`. */
  readonly secret?: string;
}

/** The config file, `settings.json` in the profile's folder; every field is optional there and has a default. */
export interface Settings {
  /** Shown to the other player; 1 to 20 characters. */
  readonly name: string;
  /** Sound volume in percent, 0 to 100. */
  readonly volumePercent: number;
  /** Trail, shake, hit-stop and bloom, each with its own switch. */
  readonly effects: { readonly trail: boolean; readonly shake: boolean; readonly hitStop: boolean; readonly bloom: boolean };
  /** `system` follows the operating system's reduced-motion preference. */
  readonly motion: 'system' | 'full' | 'reduced';
  /** Most frames drawn in a second, 1 to 240, to spare a battery or a slow machine; 0 draws as many as the screen shows. */
  readonly framesPerSecond: number;
  /** Ticks between pressing a key and the paddle moving, 0 to 3. */
  readonly inputDelayTicks: number;
  /** KeyboardEvent.code values for up and down. */
  readonly keys: { readonly up: readonly string[]; readonly down: readonly string[] };
  /** Buttons (`button12`) and halves of axes (`axis1-`) of a gamepad for up and down and for menus, by the numbers of the standard mapping. */
  readonly pad: {
    readonly up: readonly string[];
    readonly down: readonly string[];
    readonly select: readonly string[];
    readonly back: readonly string[];
  };
  /** Loopback ports on which windows of this machine look for a rendezvous broker, in order. */
  readonly brokerPorts: readonly number[];
  /** The embedded broker also listens on the local network and is announced there, and games of that network are looked for. */
  readonly lanPlay: boolean;
  /** MQTT brokers to meet at, in order of preference: a host meets at the first that it can reach, a joiner looks at all. At most 8. */
  readonly rendezvous: readonly BrokerServer[];
  /** STUN and TURN servers handed to WebRTC; none is needed on one machine or a LAN. */
  readonly iceServers: readonly IceServer[];
  /** Connects through TURN servers alone, so that the other player does not learn this machine's address. */
  readonly relayOnly: boolean;
  /** Seconds that a frozen match waits for the other player before one may claim it, 5 to 600. */
  readonly graceSeconds: number;
}

/** One place where players may meet, and how it stands. */
export interface RendezvousStatus {
  /** This computer's own broker, the local network, or a broker of the settings. */
  readonly kind: 'machine' | 'lan' | 'broker';
  /** Of a broker of the settings; empty for the others. */
  readonly url: string;
  /** Whether players can meet there now. */
  readonly open: boolean;
  /** Why they can't and what to do about it, in plain sentences; empty while it is open, still being tried, or not needed. */
  readonly problem: string;
  /** What others on the local network can type to get here, as `address:port`; of a game that is open to it alone. */
  readonly addresses: readonly string[];
}

/** Why the rendezvous could not be opened or was lost; `detail` is for logs, never shown alone. */
export interface RendezvousFailure {
  readonly reason: 'unreachable' | 'closed';
  readonly detail: string;
  /** Every place that was tried, with its own reason. */
  readonly tried: readonly RendezvousStatus[];
}

/** Calls the page makes. Each rejects with an Error when the desktop refuses it. */
export interface DesktopCalls {
  about(): Promise<About>;
  loadSettings(): Promise<Settings>;
  /** Writes what has changed into the config file, atomically, and answers with what is now in force. Rejects with a sentence to be shown. */
  saveSettings(settings: Settings): Promise<Settings>;
  /** What the player should know of the profile's files, one plain sentence each: what is wrong with the config file, logs that can't be read, a weak drive. */
  fileProblems(): Promise<readonly string[]>;
  /**
   * Connects to the rendezvous. `host` starts the embedded broker when no window of this machine runs one yet.
   * Opening twice is harmless. Answers undefined as soon as one place to meet at is open, within 15 s at most; others may follow.
   */
  openRendezvous(host: boolean): Promise<RendezvousFailure | undefined>;
  /** How each place to meet at stands while the rendezvous is open; empty while it is not. */
  meetingPlaces(): Promise<readonly RendezvousStatus[]>;
  /** Sends bytes (at most 16 KiB) to everybody subscribed to a topic of this protocol. */
  publish(topic: string, payload: Uint8Array): Promise<void>;
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

export type { DiagnosticsLine } from '../diagnostics/diagnostics-line.ts';
export { lineText, writtenLine } from '../diagnostics/diagnostics-line.ts';
export { aboutSchema, defaultName, failureSchema, meetingPlacesSchema, settingsSchema, signalSchema } from './desktop-schemas.ts';
export { decodeMessage, encodeMessage } from './message-text.ts';
export { privateWordsOf } from './private-words.ts';
export { packMessage, unpackMessage } from './rpc-message.ts';
