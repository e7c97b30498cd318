import { plainName, readName } from 'paddlewire-netcode/text';
import * as v from 'valibot';

/** What a value may be, with the words for it that complete the sentence “"volumePercent" has to be …”. */
const said = <T extends v.GenericSchema>(schema: T, words: string) => v.pipe(schema, v.description(words));

const flag = said(v.boolean(), 'true or false');

const integer = (low: number, high: number) =>
  said(v.pipe(v.number(), v.integer(), v.minValue(low), v.maxValue(high)), `a whole number from ${low} to ${high}`);

// Names are shown to the other player: of whatever a file says, what can be shown there is kept.
const nameSchema = v.pipe(
  v.string(),
  v.check((name) => readName(name) !== undefined),
  v.transform(plainName),
);

const oneToFour = (pattern: RegExp, words: string) =>
  said(v.pipe(v.array(v.pipe(v.string(), v.regex(pattern))), v.minLength(1), v.maxLength(4)), `a list of 1 to 4 ${words}`);

const keyCodes = oneToFour(/^[A-Za-z0-9]{1,30}$/, 'key codes such as "KeyW"');

// More buttons and axes than any device has that calls itself a gamepad.
const padInputs = oneToFour(/^(?:button\d{1,2}|axis\d{1,2}[+-])$/, 'inputs of a gamepad such as "button12" or "axis1-"');

/** The settings that are objects. Each part may be missing. */
export const settingsObjects = {
  effects: v.strictObject({
    trail: v.optional(flag, true),
    shake: v.optional(flag, true),
    hitStop: v.optional(flag, true),
    bloom: v.optional(flag, true),
  }),
  /** `KeyboardEvent.code` values. */
  keys: v.strictObject({ up: v.optional(keyCodes, ['KeyW', 'ArrowUp']), down: v.optional(keyCodes, ['KeyS', 'ArrowDown']) }),
  /** Buttons (`button12`) and halves of axes (`axis1-`), by the numbers of the standard mapping. */
  pad: v.strictObject({
    up: v.optional(padInputs, ['button12', 'axis1-']),
    down: v.optional(padInputs, ['button13', 'axis1+']),
    select: v.optional(padInputs, ['button0']),
    back: v.optional(padInputs, ['button1']),
  }),
};

// Longer than any that servers hand out.
const credential = v.pipe(v.string(), v.minLength(1), v.maxLength(512));

/** A STUN or TURN server. */
const iceServerSchema = v.strictObject({
  urls: v.pipe(v.string(), v.regex(/^(?:stuns?|turns?):[^\s/]{1,300}$/)),
  username: v.exactOptional(credential),
  credential: v.exactOptional(credential),
  /** What coturn calls `static-auth-secret`: expiring credentials are made from it, in place of a fixed `credential`. */
  secret: v.exactOptional(credential),
});

/** An MQTT broker. What a person types as `address:port` is kept as `mqtt://address:port`. */
const brokerServerSchema = v.pipe(
  v.strictObject({
    /** `mqtt://`, `mqtts://`, `ws://` or `wss://`, a host and what else the broker wants; without user and password. */
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

const brokerWords = 'with "url" such as "mqtts://example.org:8883", and "username" and "password" beside it where needed';
const iceServerWords = 'with "urls" such as "stun:example.org:3478"';

/** The settings that are lists: what each entry has to be, and how many there may be. */
export const settingsLists = {
  brokerPorts: { entry: said(integer(1024, 65_535), 'a port number from 1024 to 65535'), most: 16 },
  rendezvous: { entry: said(brokerServerSchema, `a broker ${brokerWords}`), most: 8 },
  iceServers: { entry: said(iceServerSchema, `a server ${iceServerWords}`), most: 8 },
} as const;

const listOf = <T extends v.GenericSchema>({ entry, most }: { readonly entry: T; readonly most: number }, words: string, least = 0) =>
  said(
    v.pipe(v.array(entry), v.minLength(least), v.maxLength(most)),
    `a list of ${least === 0 ? 'at most' : `${least} to`} ${most} ${words}`,
  );

/** The levels of practice, from the weakest. */
export const practiceLevels = ['beginner', 'casual', 'club', 'champion'] as const;

/** The config file, `settings.json` in the profile's folder. Every field may be missing; no other field may be there. An empty object gives the defaults. */
export const settingsSchema = v.strictObject({
  /** Shown to the other player. Empty before the first start, at which the page makes one up. */
  name: v.optional(said(v.union([v.literal(''), nameSchema]), '1 to 20 visible characters'), ''),
  /** How well the computer plays in practice. */
  practiceLevel: v.optional(said(v.picklist(practiceLevels), 'one of "beginner", "casual", "club" and "champion"'), 'casual'),
  /** Of all sounds. */
  volumePercent: v.optional(integer(0, 100), 60),
  /** Of that, of what happens on the court, and of menus. */
  effectsVolumePercent: v.optional(integer(0, 100), 100),
  interfaceVolumePercent: v.optional(integer(0, 100), 60),
  /** Silences all sounds, and keeps the volumes. */
  muted: v.optional(flag, false),
  /** What moves on the court, each with its own switch. */
  effects: v.optional(said(settingsObjects.effects, 'an object with trail, shake, hitStop and bloom, each true or false'), {}),
  /** `system` follows the operating system's reduced-motion preference. */
  motion: v.optional(said(v.picklist(['system', 'full', 'reduced']), '"system", "full" or "reduced"'), 'system'),
  /** Most frames drawn per second, to spare a battery or a slow machine; 0 draws as many as the screen shows. */
  framesPerSecond: v.optional(
    said(v.union([v.literal(0), integer(1, 240)]), '0 for as many as the screen shows, or a whole number from 1 to 240'),
    0,
  ),
  /** Ticks between pressing a key and the paddle moving. */
  inputDelayTicks: v.optional(integer(0, 3), 1),
  /** Which keys steer. */
  keys: v.optional(said(settingsObjects.keys, `an object with up and down, each ${v.getDescription(keyCodes)}`), {}),
  /** Which inputs of a gamepad steer and press. */
  pad: v.optional(said(settingsObjects.pad, `an object with up, down, select and back, each ${v.getDescription(padInputs)}`), {}),
  /**
   * Loopback ports on which windows of this machine look for a rendezvous broker, in order. The defaults are unassigned and below the ranges that
   * Linux, macOS and Windows hand out by themselves; five leave room for programs that sit on one.
   */
  brokerPorts: v.optional(
    listOf(settingsLists.brokerPorts, 'port numbers from 1024 to 65535', 1),
    [27_613, 27_614, 27_615, 27_616, 27_617],
  ),
  /** The embedded broker also listens on the local network and is announced there, and games of that network are looked for. */
  lanPlay: v.optional(flag, false),
  /** MQTT brokers to meet at, in order of preference: a host meets at the first that it can reach, a joiner looks at all. */
  rendezvous: v.optional(listOf(settingsLists.rendezvous, `brokers ${brokerWords}`), []),
  /** STUN and TURN servers handed to WebRTC; none is needed on one machine or a LAN. */
  iceServers: v.optional(listOf(settingsLists.iceServers, `servers ${iceServerWords}`), []),
  /** Connects through TURN servers alone, so that the other player does not learn this machine's address. */
  relayOnly: v.optional(flag, false),
  /** Seconds that a frozen match waits for the other player before one may claim it. */
  graceSeconds: v.optional(integer(5, 600), 60),
});

type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T;

/** The settings in force. */
export type Settings = DeepReadonly<v.InferOutput<typeof settingsSchema>>;
/** An MQTT broker of the settings. */
export type BrokerServer = Settings['rendezvous'][number];
/** A STUN or TURN server of the settings. */
export type IceServer = Settings['iceServers'][number];
