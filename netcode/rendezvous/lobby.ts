import { beginsAlike } from '../text/alike.ts';
import { MAX_NAME_BYTES, readName } from '../text/player-name.ts';
import { ByteReader, type Decoded } from '../wire/bytes.ts';
import { ascii } from './cpace.ts';
import { formatJoinCode, type JoinCode, parseJoinCode } from './join-code.ts';
import { RENDEZVOUS_VERSION } from './messages.ts';

/** How often a host announces its open game, in ms. */
export const ANNOUNCE_EVERY_MS = 4_000;
/** A game that was not announced for this long is gone, in ms: two announcements and most of a third were missed. */
export const STALE_MS = 11_000;
/** Most open games that are listed: more than a person reads. When the list is full, new games wait until one goes stale, so a flood can't push out listed ones. */
export const MAX_LISTED = 50;

/** First byte of each message. */
const LobbyKind = { ask: 1, open: 2 } as const;
const CODE_BYTES = 8;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A game that any peer at the rendezvous may join. */
export interface OpenGame {
  /** The host's name: plain text from outside, not verified. */
  readonly name: string;
  readonly code: JoinCode;
}

/** Asks all hosts of open games to announce them now. */
export function encodeAsk(): Uint8Array {
  return Uint8Array.of(LobbyKind.ask, RENDEZVOUS_VERSION);
}

/** Whether a message on {@link import('./topics.ts').ASK_TOPIC} asks for announcements of this version. */
export function isAsk(bytes: Uint8Array): boolean {
  return bytes.length === 2 && bytes[0] === LobbyKind.ask && bytes[1] === RENDEZVOUS_VERSION;
}

/** An announcement: kind, version, the 8 characters of the code, then the name to the end. */
export function encodeOpenGame({ name, code }: OpenGame): Uint8Array {
  return Uint8Array.of(LobbyKind.open, RENDEZVOUS_VERSION, ...ascii(code.nameplate), ...ascii(code.secret), ...encoder.encode(name));
}

/** Reads an announcement. Never throws, and keeps nothing of `bytes`. */
export function decodeOpenGame(bytes: Uint8Array): Decoded<OpenGame> {
  const reader = new ByteReader(bytes);
  if (reader.u8() !== LobbyKind.open) reader.fail('an announcement', `kind ${bytes[0]}`);
  const version = reader.u8();
  if (version !== RENDEZVOUS_VERSION) reader.fail(`version ${RENDEZVOUS_VERSION}`, `${version}`);
  const typed = String.fromCharCode(...reader.view(CODE_BYTES));
  const code = parseJoinCode(typed);
  // Only one spelling of a code: another one would list the same game twice.
  if ('error' in code || formatJoinCode(code) !== `${typed.slice(0, 4)}-${typed.slice(4)}`) reader.fail('a join code', 'something else');
  if (reader.remaining > MAX_NAME_BYTES) reader.fail(`a name of at most ${MAX_NAME_BYTES} bytes`, `${reader.remaining}`);
  const name = reader.failed === undefined ? nameFrom(reader) : '';
  return reader.failed === undefined && !('error' in code)
    ? { ok: true, value: { name, code } }
    : { ok: false, error: reader.failed ?? { offset: 2, expected: 'a join code', actual: 'something else' } };
}

function nameFrom(reader: ByteReader): string {
  try {
    const name = readName(decoder.decode(reader.view(reader.remaining)));
    if (name !== undefined) return name;
  } catch {
    // Not UTF-8: no name either.
  }
  reader.fail('a name', 'something else');
  return '';
}

/** The list of open games, from their announcements. */
export class OpenGames {
  readonly #heard = new Map<string, { readonly game: OpenGame; readonly atMs: number }>();

  /** Takes an announcement. Returns whether the list has changed. */
  hear(nowMs: number, bytes: Uint8Array): boolean {
    const decoded = decodeOpenGame(bytes);
    if (!decoded.ok) return false;
    const game = decoded.value;
    const key = formatJoinCode(game.code);
    const known = this.#heard.get(key);
    if (known === undefined && this.#heard.size >= MAX_LISTED) return false;
    this.#heard.set(key, { game, atMs: nowMs });
    return known?.game.name !== game.name;
  }

  /** Drops games that were not announced for {@link STALE_MS}. Returns whether the list has changed. */
  poll(nowMs: number): boolean {
    const before = this.#heard.size;
    for (const [key, { atMs }] of this.#heard) if (nowMs - atMs > STALE_MS) this.#heard.delete(key);
    return this.#heard.size !== before;
  }

  /** Games whose host's name begins with a text, whatever its case, in the order in which they were first heard. */
  named(prefix: string): readonly OpenGame[] {
    return Array.from(this.#heard.values(), ({ game }) => game).filter(({ name }) => beginsAlike(name, prefix));
  }
}
