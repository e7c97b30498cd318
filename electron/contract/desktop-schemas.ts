import * as v from 'valibot';
import { plainName, readName } from '../../netcode/text/player-name.ts';
import { areaPattern, maxLineChars } from '../diagnostics/diagnostics-line.ts';
import { maxSignalBytes } from './limits.ts';
import { topicPattern } from './topic-pattern.ts';

// Spelt with the number, because the schema of `Settings` is what gives every field of the config file its default.
const integer = (low: number, high: number) => v.pipe(v.number(), v.integer(), v.minValue(low), v.maxValue(high));

// Names are shown to the other player: of whatever a file says, what can be shown there is kept.
const nameSchema = v.pipe(
  v.string(),
  v.check((name) => readName(name) !== undefined),
  v.transform(plainName),
);

const keyCodes = v.pipe(v.array(v.pipe(v.string(), v.regex(/^[A-Za-z0-9]{1,30}$/))), v.minLength(1), v.maxLength(4));

/** Switches for what moves. */
export const effectsSchema = v.strictObject({
  trail: v.optional(v.boolean(), true),
  shake: v.optional(v.boolean(), true),
  hitStop: v.optional(v.boolean(), true),
  bloom: v.optional(v.boolean(), true),
});

/** Which keys steer. */
export const keysSchema = v.strictObject({
  up: v.optional(keyCodes, ['KeyW', 'ArrowUp']),
  down: v.optional(keyCodes, ['KeyS', 'ArrowDown']),
});

// More buttons and axes than any device has that calls itself a gamepad.
const padInputs = v.pipe(v.array(v.pipe(v.string(), v.regex(/^(?:button\d{1,2}|axis\d{1,2}[+-])$/))), v.minLength(1), v.maxLength(4));

/** Which inputs of a gamepad steer and press. */
export const padSchema = v.strictObject({
  up: v.optional(padInputs, ['button12', 'axis1-']),
  down: v.optional(padInputs, ['button13', 'axis1+']),
  select: v.optional(padInputs, ['button0']),
  back: v.optional(padInputs, ['button1']),
});

// Longer than any that servers hand out.
const credential = v.pipe(v.string(), v.minLength(1), v.maxLength(512));

const iceServerSchema = v.strictObject({
  urls: v.pipe(v.string(), v.regex(/^(?:stuns?|turns?):[^\s/]{1,300}$/)),
  username: v.exactOptional(credential),
  credential: v.exactOptional(credential),
  secret: v.exactOptional(credential),
});

const meetingPointSchema = v.pipe(
  v.strictObject({
    url: v.pipe(v.string(), v.regex(/^(?:mqtts?|wss?):\/\/[\x21-\x7e]{1,300}$/), v.check(isBrokerUrl)),
    username: v.exactOptional(credential),
    password: v.exactOptional(credential),
  }),
  // MQTT 3.1.1 has no form for it.
  v.check(({ username, password }) => password === undefined || username !== undefined),
);

/** Whether a URL names a host, and nothing that does not belong there: user and password have fields of their own, and MQTT itself has no paths. */
function isBrokerUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, port, username, password, pathname, search, hash } = new URL(text);
  const rest = protocol.startsWith('ws') ? hash : pathname.replace(/^\/$/, '') + search + hash;
  return hostname !== '' && port !== '0' && username === '' && password === '' && rest === '';
}

/** Below the ranges that Linux, macOS and Windows hand out by themselves, and unassigned; five leave room for programs that sit on one. */
const defaultBrokerPorts: readonly number[] = [27_613, 27_614, 27_615, 27_616, 27_617];

const portSchema = integer(1024, 65_535);

/** The settings that are lists: what each entry has to be, and how many there may be. */
export const settingsLists = {
  brokerPorts: { entry: portSchema, most: 16 },
  rendezvous: { entry: meetingPointSchema, most: 8 },
  iceServers: { entry: iceServerSchema, most: 8 },
} as const;

/** Name of a player who has not given one. */
export const defaultName = 'Player';

/** The config file: every field may be missing, no other field may be there. An empty object gives the defaults. */
export const settingsSchema = v.strictObject({
  name: v.optional(nameSchema, defaultName),
  volumePercent: v.optional(integer(0, 100), 60),
  effects: v.optional(effectsSchema, {}),
  motion: v.optional(v.picklist(['system', 'full', 'reduced']), 'system'),
  framesPerSecond: v.optional(v.union([v.literal(0), integer(1, 240)]), 0),
  inputDelayTicks: v.optional(integer(0, 3), 1),
  keys: v.optional(keysSchema, {}),
  pad: v.optional(padSchema, {}),
  brokerPorts: v.optional(v.pipe(v.array(portSchema), v.minLength(1), v.maxLength(settingsLists.brokerPorts.most)), [
    ...defaultBrokerPorts,
  ]),
  lanPlay: v.optional(v.boolean(), false),
  rendezvous: v.optional(v.pipe(v.array(meetingPointSchema), v.maxLength(settingsLists.rendezvous.most)), []),
  iceServers: v.optional(v.pipe(v.array(iceServerSchema), v.maxLength(settingsLists.iceServers.most)), []),
  relayOnly: v.optional(v.boolean(), false),
  graceSeconds: v.optional(integer(5, 600), 60),
});

/** What the page is told about its desktop. */
export const aboutSchema = v.object({
  shell: v.picklist(['electron', 'browser']),
  version: v.string(),
  profile: v.string(),
  telemetry: v.boolean(),
});

/** A topic of this protocol. */
export const topicSchema = v.pipe(v.string(), v.regex(topicPattern));

/** Bytes, at most `maxBytes` of them. */
export const bytesSchema = (maxBytes: number) =>
  v.pipe(
    v.instance(Uint8Array),
    v.check((bytes) => bytes.byteLength <= maxBytes, `at most ${maxBytes} bytes`),
  );

/** Lines of one call: what a page notes within a second, or in one burst. */
const maxLinesAtOnce = 100;

/** Lines for the diagnostics log. */
export const diagnosticsLinesSchema = v.pipe(
  v.array(
    v.strictObject({
      // Beyond these no date can be written.
      atMs: integer(0, 8.64e15),
      area: v.pipe(v.string(), v.regex(areaPattern)),
      text: v.pipe(v.string(), v.maxLength(maxLineChars)),
    }),
  ),
  v.maxLength(maxLinesAtOnce),
);

/** Arguments of {@link import('./desktop.ts').PageCalls.signal}. */
export const signalSchema = v.strictTuple([topicSchema, bytesSchema(maxSignalBytes)]);

/** How the places to meet at stand. */
export const meetingPlacesSchema = v.array(
  v.object({
    kind: v.picklist(['machine', 'lan', 'broker']),
    url: v.string(),
    open: v.boolean(),
    problem: v.string(),
    addresses: v.array(v.string()),
  }),
);

/** Why a rendezvous could not be opened or was lost. */
export const failureSchema = v.object({
  reason: v.picklist(['unreachable', 'closed']),
  detail: v.string(),
  tried: meetingPlacesSchema,
});
