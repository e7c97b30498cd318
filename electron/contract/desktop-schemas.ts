import { MAX_LINK_CHARS, TOPIC_PATTERN } from 'paddlewire-netcode/rendezvous';
import { MAX_RECORD_BYTES } from 'paddlewire-netcode/session';
import * as v from 'valibot';
import { areaPattern, maxLineChars } from '../diagnostics/diagnostics-line.ts';
import type { DesktopCalls, PageCalls } from './desktop.ts';
import { matchIdPattern, maxPublishBytes } from './limits.ts';
import { type Settings, settingsSchema } from './settings.ts';

/** What the page is told once, before it draws anything. */
export const aboutSchema = v.object({
  shell: v.picklist(['electron', 'browser']),
  /** The app's version, from package.json. */
  version: v.string(),
  /** Name of the profile that this window stores its files under. */
  profile: v.string(),
  /** True when `window.paddlewire` is to be exposed. */
  telemetry: v.boolean(),
});

/** One place where players may meet, and how it stands. */
export const rendezvousStatusSchema = v.object({
  /** This computer's own broker, the local network, or a broker of the settings. */
  kind: v.picklist(['machine', 'lan', 'broker']),
  /** Of a broker of the settings; empty for the others. */
  url: v.string(),
  /** Whether players can meet there now. */
  open: v.boolean(),
  /** Why they can't and what to do about it, in plain sentences; empty while it is open, still being tried, or not needed. */
  problem: v.string(),
  /** What others on the local network can type to get here, as `address:port`; of a game that is open to it alone. */
  addresses: v.pipe(v.array(v.string()), v.readonly()),
});

/** Why the rendezvous could not be opened or was lost. */
export const rendezvousFailureSchema = v.object({
  reason: v.picklist(['unreachable', 'closed']),
  /** For logs, never shown alone. */
  detail: v.string(),
  /** Every place that was tried, with its own reason. */
  tried: v.pipe(v.array(rendezvousStatusSchema), v.readonly()),
});

const topic = v.pipe(v.string(), v.regex(TOPIC_PATTERN));

const matchId = v.pipe(v.string(), v.regex(matchIdPattern));

const bytes = (maxBytes: number) =>
  v.pipe(
    v.instance(Uint8Array),
    v.check(({ byteLength }) => byteLength <= maxBytes, `at most ${maxBytes} bytes`),
  );

const diagnosticsLine = v.strictObject({
  // Beyond these no date can be written.
  atMs: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(8.64e15)),
  area: v.pipe(v.string(), v.regex(areaPattern)),
  text: v.pipe(v.string(), v.maxLength(maxLineChars)),
});

/** Lines of one call: what a page notes within a second, or in one burst. */
const maxLinesPerCall = 100;

/** Characters of a text that is copied: a join code, sealed signals (about 2,500, at most 16,600), or diagnostics, of which a page of an issue tracker takes 65,536. */
export const maxCopiedChars = 40_000;

/** What each call takes and what it resolves with. */
type CallSchemas = {
  readonly [K in keyof DesktopCalls]: {
    readonly args: v.GenericSchema<unknown, Parameters<DesktopCalls[K]>>;
    readonly result: v.GenericSchema<unknown, Awaited<ReturnType<DesktopCalls[K]>>>;
  };
};

const none = v.strictTuple([]);
// Over IPC and as JSON alike, nothing may arrive as undefined, as null or not at all.
const nothing = v.pipe(
  v.unknown(),
  v.transform(() => undefined),
);
const strings = v.array(v.string());

/** The desktop checks the arguments, the page the results. */
export const desktopCallSchemas: CallSchemas = {
  about: { args: none, result: aboutSchema },
  loadSettings: { args: none, result: settingsSchema },
  // The settings file checks them itself and says in words what is wrong.
  saveSettings: { args: v.strictTuple([v.custom<Settings>(() => true)]), result: settingsSchema },
  fileProblems: { args: none, result: strings },
  openRendezvous: { args: v.strictTuple([v.boolean()]), result: v.optional(rendezvousFailureSchema) },
  rendezvousStatus: { args: none, result: v.array(rendezvousStatusSchema) },
  publish: { args: v.strictTuple([topic, bytes(maxPublishBytes)]), result: nothing },
  keepFarewell: { args: v.strictTuple([topic, bytes(maxPublishBytes)]), result: nothing },
  subscribe: { args: v.strictTuple([topic]), result: nothing },
  unsubscribe: { args: v.strictTuple([topic]), result: nothing },
  closeRendezvous: { args: none, result: nothing },
  appendMatchRecord: { args: v.strictTuple([matchId, bytes(MAX_RECORD_BYTES)]), result: nothing },
  readMatchRecords: { args: v.strictTuple([matchId]), result: v.array(v.instance(Uint8Array)) },
  listMatches: { args: none, result: strings },
  dropMatch: { args: v.strictTuple([matchId]), result: nothing },
  takeJoinLink: { args: none, result: v.optional(v.pipe(v.string(), v.maxLength(MAX_LINK_CHARS + 1))) },
  noteDiagnostics: { args: v.strictTuple([v.pipe(v.array(diagnosticsLine), v.maxLength(maxLinesPerCall))]), result: nothing },
  readDiagnostics: { args: none, result: v.string() },
  copyText: { args: v.strictTuple([v.pipe(v.string(), v.maxLength(maxCopiedChars))]), result: nothing },
};

/** What the page is told; the page checks it. */
export const pageCallSchemas: { readonly [K in keyof PageCalls]: v.GenericSchema<unknown, Parameters<PageCalls[K]>> } = {
  signal: v.strictTuple([topic, bytes(maxPublishBytes)]),
  rendezvousLost: v.strictTuple([rendezvousFailureSchema]),
  joinLinkWaits: none,
};
